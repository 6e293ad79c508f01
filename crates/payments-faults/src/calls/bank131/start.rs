//! Calls that open sessions and start payments and payouts in them, and refunds.

use bank131_client::session::{
    Customer, FiscalService, Fiscalization, NewPayment, NewPayout, Participant, Participants, PaymentOptions,
    PayoutDetails, SessionCreate, SessionId, SessionInitPayment, SessionInitPaymentSync, SessionInitPayout,
    SessionInitPayoutFiscalization, SessionMultiInitLists, SessionRefund, SessionStartPayment, SessionStartPayout,
    SessionStartPayoutFiscalization, SessionState,
};
use bank131_client::{Bank131, Client, Currency, Error, IdempotencyKey, Money, Recovery, StatusQuery};
use payments_fixtures::Failure;
use payments_fixtures::bank131::{self as shop, RECIPIENT, WITHOUT_3DS};

use super::{ask, resend, send, that_is_paid};
use crate::call::{Call, Done, Recovered, Rows, Simulated as _};
use crate::world::TestBed;

/// A payment of 1,000 roubles that needs no 3-D Secure.
pub(super) fn payment(number: &str) -> Result<NewPayment, Failure> {
    let payment = NewPayment::new(shop::card(WITHOUT_3DS)?, roubles(100_000), Customer::new(number));
    Ok(payment.payment_options(PaymentOptions::new().return_url("https://shop.example/back")))
}

/// A payout of 300 roubles to a card.
pub(super) fn payout(number: &str) -> Result<NewPayout, Failure> {
    let payout = NewPayout::new(PayoutDetails::card(RECIPIENT.parse()?), roubles(30_000));
    let recipient = Participants::of_recipient(Participant::default().full_name("Иванов Иван"));
    Ok(payout.participants(recipient).customer(Customer::new(number)))
}

pub(super) fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

pub(super) fn receipt() -> Fiscalization {
    Fiscalization::new("123456789012").service(FiscalService::new("Перевод текста", roubles(30_000)))
}

/// Calls that make a session under an idempotency key: the request of a number.
macro_rules! keyed_calls {
    ($($call:ident($request:ident) $(as $name:literal)? = $make:expr;)*) => {
        $(
            #[derive(Clone)]
            pub(crate) struct $call($request);

            impl $crate::call::Call for $call {
                type Endpoint = $request;

                $(
                    const EFFECT: Option<&'static str> = Some($name);

                    fn path_part(&self) -> String {
                        $name.to_owned()
                    }
                )?

                async fn arrange(_world: &TestBed, number: &str) -> Result<Self, Failure> {
                    let make: fn(IdempotencyKey, &str) -> Result<$request, Failure> = $make;
                    Ok(Self(make(IdempotencyKey::new(number)?, number)?))
                }

                fn request(&self) -> &$request {
                    &self.0
                }

                fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
                    key == Some(self.0.idempotency_key().as_str())
                }

                async fn send(&self, client: &Client) -> Result<Done, Error> {
                    send(client, &self.0).await
                }

                async fn recover(&self, world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
                    resend(world, client, &self.0, self.0.idempotency_key(), recovery).await
                }
            }
        )*

        fn keyed_rows(matrix: &mut impl Rows) {
            $(matrix.row::<$call>();)*
        }
    };
}

/// Calls that start something in a session that was opened for it: how it is opened, and the request.
macro_rules! started_calls {
    ($($call:ident($request:ident) in $session:expr => $make:expr;)*) => {
        $(
            #[derive(Clone)]
            pub(crate) struct $call {
                session: SessionId,
                request: $request,
            }

            impl $crate::call::Call for $call {
                type Endpoint = $request;

                async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
                    let session = Bank131::faultless_client(world)?.send(&$session).await?.id;
                    let make: fn(SessionId, &str) -> Result<$request, Failure> = $make;
                    Ok(Self { request: make(session.clone(), number)?, session })
                }

                fn request(&self) -> &$request {
                    &self.request
                }

                fn caused(&self, _key: Option<&str>, subject: &str) -> bool {
                    subject == self.session.as_str()
                }

                async fn send(&self, client: &Client) -> Result<Done, Error> {
                    send(client, &self.request).await
                }

                async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
                    ask(client, recovery, |session| session.status != SessionState::Created).await
                }
            }
        )*

        fn started_rows(matrix: &mut impl Rows) {
            $(matrix.row::<$call>();)*
        }
    };
}

/// Calls that name nothing of their own, such as one that opens an empty session: one is like any other.
macro_rules! nameless_calls {
    ($($call:ident($request:ident) = $make:path, $done:expr;)*) => {
        $(
            #[derive(Clone)]
            pub(crate) struct $call {
                request: $request,
                before: usize,
            }

            impl $crate::call::Call for $call {
                type Endpoint = $request;
                const INTENTS: u64 = 1;

                async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
                    let request = $make(world, number).await?;
                    let name = <$request as payments_core::Endpoint>::NAME;
                    let effects = world.sandbox.effects(payments_sandbox::Provider::Bank131);
                    let before = effects.iter().filter(|effect| effect.endpoint == name).count();
                    Ok(Self { request, before })
                }

                fn request(&self) -> &$request {
                    &self.request
                }

                fn caused(&self, _key: Option<&str>, _subject: &str) -> bool {
                    true
                }

                fn effects_before(&self) -> usize {
                    self.before
                }

                async fn send(&self, client: &Client) -> Result<Done, Error> {
                    let done: fn(&<$request as payments_core::Endpoint>::Response) -> Option<String> = $done;
                    let answer = client.send_with_http(&self.request).await?;
                    Ok(Done { attempts: answer.attempts, subject: done(&answer.value) })
                }
            }
        )*

        fn nameless_rows(matrix: &mut impl Rows) {
            $(matrix.row::<$call>();)*
        }
    };
}

pub(super) use {keyed_calls, nameless_calls, started_calls};

keyed_calls! {
    InitPayment(SessionInitPayment) = |key, number| Ok(SessionInitPayment::new(key, payment(number)?));
    InitPaymentSync(SessionInitPaymentSync) = |key, number| Ok(SessionInitPaymentSync::new(key, payment(number)?));
    InitPayout(SessionInitPayout) = |key, number| Ok(SessionInitPayout::new(key, payout(number)?));
    InitTaxedPayout(SessionInitPayoutFiscalization) =
        |key, number| Ok(SessionInitPayoutFiscalization::new(key, payout(number)?, receipt()));
    InitLists(SessionMultiInitLists) as "session/multi/init" =
        |key, number| Ok(SessionMultiInitLists::new(key, payment(number)?, payout(number)?));
}

started_calls! {
    StartPayment(SessionStartPayment) in SessionCreate::new() =>
        |session, number| Ok(SessionStartPayment::new(session, payment(number)?));
    StartPayout(SessionStartPayout) in SessionCreate::new() =>
        |session, number| Ok(SessionStartPayout::new(session, payout(number)?));
    StartTaxedPayout(SessionStartPayoutFiscalization) in SessionCreate::new() =>
        |session, number| Ok(SessionStartPayoutFiscalization::new(session, payout(number)?, receipt()));
}

nameless_calls! {
    Create(SessionCreate) = empty, |session| Some(session.id.as_str().to_owned());
}

async fn empty(_world: &TestBed, _number: &str) -> Result<SessionCreate, Failure> {
    Ok(SessionCreate::new())
}

/// A second part is refunded, which is found again beside the first.
#[derive(Clone)]
pub(crate) struct Refund {
    session: SessionId,
    request: SessionRefund,
}

impl Call for Refund {
    type Endpoint = SessionRefund;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        let client = Bank131::faultless_client(world)?;
        let session = that_is_paid(&client, number).await?;
        let before = client.send(&SessionRefund::new(session.clone(), 0).amount(roubles(20_000))).await?;
        Ok(Self { request: SessionRefund::of(&before).amount(roubles(20_000)), session })
    }

    fn request(&self) -> &SessionRefund {
        &self.request
    }

    fn caused(&self, _key: Option<&str>, subject: &str) -> bool {
        subject == self.session.as_str()
    }

    fn effects_before(&self) -> usize {
        1
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        send(client, &self.request).await
    }

    async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
        let Recovery::Ask(StatusQuery::Refund(query)) = recovery else {
            return Recovered::Open("a recovery that is not this call's".to_owned());
        };
        match client.send(query.status()).await {
            Ok(session) if query.find(&session).is_some() => Recovered::Done(session.id.as_str().to_owned()),
            Ok(_) => Recovered::NotDone,
            Err(error) => Recovered::Open(error.to_string()),
        }
    }
}

/// The rows of the matrix.
pub(super) fn rows(matrix: &mut impl Rows) {
    keyed_rows(matrix);
    started_rows(matrix);
    nameless_rows(matrix);
    matrix.row::<Refund>();
}

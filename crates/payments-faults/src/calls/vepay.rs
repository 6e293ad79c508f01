//! Vepay: `card/reg`, `card/get`, `card/del`.

use payments_sandbox::Provider;
use vepay_client::card::{CardDel, CardGet, CardId, CardReg, RegisterOutcome, Registration};
use vepay_client::common::{Endpoint, RetryPolicy};
use vepay_client::{Client, Error, Recovery, StatusQuery, Vepay};

use crate::call::{Call, Done, Recovered, Rows, Simulated};
use crate::notices::{Notice, Notifies, Receive};
use crate::wire::ClientTransport;
use crate::world::TestBed;
use payments_fixtures::Failure;
use payments_fixtures::typed_card;
use payments_fixtures::vepay as shop;

impl Simulated for Vepay {
    type Client = Client;
    const SANDBOX: Provider = Provider::Vepay;

    fn address(world: &TestBed) -> &str {
        &world.sandbox.announcement().vepay.base_url
    }

    fn client(world: &TestBed, address: &str, wire: ClientTransport) -> Result<Client, Failure> {
        let builder = shop::client(world.sandbox.announcement(), address)?;
        Ok(builder.timeouts(wire.timeouts).retry_policy(RetryPolicy::default()).transport(wire).build()?)
    }
}

/// Registers a card, as a lender and its client do.
async fn registered(world: &TestBed, number: &str) -> Result<(Registration, CardId), Failure> {
    let client = Vepay::faultless_client(world)?;
    let RegisterOutcome::Form { registration, url } = client.register(&shop::registration(number)?).await? else {
        return Err("the number was used before".into());
    };
    let page = world.browser.open(url.as_str()).await?;
    world.browser.press(&page, "pay", &typed_card(shop::GOOD)).await?;
    let card = client.wait_for_card(&registration).await?.card.ok_or("the registration has no card")?;
    Ok((registration, card.id))
}

async fn send<E: Endpoint<Provider = Vepay>>(
    client: &Client,
    request: &E,
    subject: impl FnOnce(E::Response) -> Option<String>,
) -> Result<Done, Error> {
    let answer = client.send_with_http(request).await?;
    Ok(Done { subject: subject(answer.value), attempts: answer.attempts })
}

#[derive(Clone)]
pub(crate) struct Register(CardReg);

impl Call for Register {
    type Endpoint = CardReg;

    async fn arrange(_world: &TestBed, number: &str) -> Result<Self, Failure> {
        Ok(Self(shop::registration(number)?))
    }

    fn request(&self) -> &CardReg {
        &self.0
    }

    fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
        key == Some(self.0.ext_id().as_str())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        send(client, &self.0, |answer| Some(answer.id.to_string())).await
    }

    async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
        match recovery {
            Recovery::Resend => match client.register(&self.0).await {
                Ok(begun) => Recovered::Done(begun.registration().id().to_string()),
                Err(error) => Recovered::Open(error.to_string()),
            },
            Recovery::Ask(StatusQuery::Registration(question)) => match client.send(question).await {
                Ok(_) => Recovered::Done(question.registration_id().to_string()),
                Err(error) => Recovered::Open(error.to_string()),
            },
            _ => Recovered::Open("a recovery that is not this call's".to_owned()),
        }
    }
}

/// The endpoints that move no money: nothing to recover. The last of each is the card that its answer names.
macro_rules! calls_that_move_no_money {
    ($($call:ident($request:ident), $intents:expr, $arrange:expr, $named:expr;)*) => {$(
        #[derive(Clone)]
        pub(crate) struct $call {
            request: $request,
            subject: String,
        }

        impl Call for $call {
            type Endpoint = $request;
            const INTENTS: u64 = $intents;

            async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
                let (registration, card) = registered(world, number).await?;
                let arrange: fn(&Registration, CardId) -> $request = $arrange;
                Ok(Self { request: arrange(&registration, card), subject: card.get().to_string() })
            }

            fn request(&self) -> &$request {
                &self.request
            }

            fn caused(&self, _key: Option<&str>, subject: &str) -> bool {
                subject == self.subject
            }

            fn asked_about(&self) -> Option<String> {
                Some(self.subject.clone())
            }

            async fn send(&self, client: &Client) -> Result<Done, Error> {
                let named: fn(<$request as Endpoint>::Response) -> Option<CardId> = $named;
                send(client, &self.request, |answer| named(answer).map(|card| card.get().to_string())).await
            }
        }
    )*};
}

calls_that_move_no_money! {
    Get(CardGet), 3, |registration, _| CardGet::of(registration), |state| state.card.map(|card| card.id);
    // The same card registered twice is one card.
    Delete(CardDel), 1, |_, card| CardDel::new(card), |_| None;
}

/// The rows of the matrix.
pub(crate) fn rows(matrix: &mut impl Rows) {
    matrix.row::<Register>();
    matrix.row::<Get>();
    matrix.row::<Delete>();
}

/// Registrations of which the client fills in the form: one callback each.
pub(crate) enum Notices {}

impl Notifies for Notices {
    type Provider = Vepay;
    const ROW: &'static str = "callback";

    fn receive(world: &TestBed) -> Result<Receive, Failure> {
        let callbacks = shop::callbacks(world.sandbox.announcement());
        Ok(Box::new(move |head, _body| {
            let callback = callbacks.receive(head.uri.query().unwrap_or_default().as_bytes())?;
            Ok(Notice {
                identity: callback.event_id().cloned(),
                subject: callback.id.map(|id| id.to_string()).unwrap_or_default(),
                acknowledgement: callback.ack().to_response(),
            })
        }))
    }

    async fn pay(world: &TestBed, number: &str) -> Result<(), Failure> {
        registered(world, number).await.map(drop)
    }
}

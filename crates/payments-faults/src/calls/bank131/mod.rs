//! Bank 131.

use std::time::Duration;

use bank131_client::common::{Endpoint, RetryPolicy};
use bank131_client::session::{
    Customer, NextStep, OperationStatus, Session, SessionCancel, SessionCapture, SessionChargeback, SessionConfirm,
    SessionId, SessionInitPayment, SessionMultiInit, SessionState, SessionStatus,
};
use bank131_client::{Bank131, Client, Error, IdempotencyKey, Recovery, StatusQuery};
use payments_sandbox::Provider;

mod account;
mod others;
mod start;

use super::schedule;
use crate::call::{Call, Done, Recovered, Rows, Simulated};
use crate::notices::{Notice, Notifies, Receive};
use crate::wire::ClientTransport;
use crate::world::TestBed;
use payments_fixtures::Failure;
use payments_fixtures::bank131::{self as shop, HELD, RECIPIENT, THREE_D_SECURE, WAITS_FOR_CONFIRMATION, WITHOUT_3DS};

impl Simulated for Bank131 {
    type Client = Client;
    const SANDBOX: Provider = Provider::Bank131;

    fn address(world: &TestBed) -> &str {
        &world.sandbox.announcement().bank131.base_url
    }

    fn client(world: &TestBed, address: &str, wire: ClientTransport) -> Result<Client, Failure> {
        let builder = shop::client(world.sandbox.announcement(), address)?;
        Ok(builder
            .timeouts(wire.timeouts)
            .retry_policy(RetryPolicy::default().retry_undocumented_keys())
            .transport(wire)
            .build()?)
    }
}

/// A transfer whose webhooks name the shop's number.
fn transfer(number: &str, card: &str, recipient: &str) -> Result<SessionMultiInit, Failure> {
    Ok(shop::transfer(number, shop::card(card)?, recipient)?.customer(Customer::new(number)))
}

/// Calls by a client; the answer is the session.
async fn send<E>(client: &Client, request: &E) -> Result<Done, Error>
where
    E: Endpoint<Provider = Bank131, Response = Session>,
{
    let answer = client.send_with_http(request).await?;
    Ok(Done { subject: Some(answer.value.id.as_str().to_owned()), attempts: answer.attempts })
}

#[derive(Clone)]
pub(crate) struct Init(SessionMultiInit);

impl Call for Init {
    type Endpoint = SessionMultiInit;

    async fn arrange(_world: &TestBed, number: &str) -> Result<Self, Failure> {
        Ok(Self(transfer(number, WITHOUT_3DS, RECIPIENT)?))
    }

    fn request(&self) -> &SessionMultiInit {
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

/// Sends a request with an idempotency key again, or waits for its webhook, whose reference is the text of the key.
async fn resend<E>(
    world: &TestBed,
    client: &Client,
    request: &E,
    key: &IdempotencyKey,
    recovery: &Recovery,
) -> Recovered
where
    E: Endpoint<Provider = Bank131, Response = Session>,
{
    match recovery {
        Recovery::Resend => match client.send(request).await {
            Ok(session) => Recovered::Done(session.id.as_str().to_owned()),
            Err(error) => match error.recovery() {
                Some(Recovery::AwaitCallback) => told(world, key.as_str()).await,
                Some(Recovery::AskAPerson(_)) => support(world, E::NAME, key),
                _ => Recovered::Open(error.to_string()),
            },
        },
        Recovery::AwaitCallback => told(world, key.as_str()).await,
        Recovery::AskAPerson(_) => support(world, E::NAME, key),
        _ => Recovered::Open("a recovery that is not this call's".to_owned()),
    }
}

/// What the bank's support finds by the customer's reference, which is the text of the key.
fn support(world: &TestBed, endpoint: &str, key: &IdempotencyKey) -> Recovered {
    let effects = world.sandbox.effects(Provider::Bank131);
    let made = effects.iter().find(|effect| effect.endpoint == endpoint && effect.key.as_deref() == Some(key.as_str()));
    made.map_or(Recovered::NotDone, |effect| Recovered::Done(effect.subject.clone()))
}

/// Waits for the webhook about this reference.
async fn told(world: &TestBed, reference: &str) -> Recovered {
    for _ in 0..200 {
        if let Some(session) = world.told(reference) {
            return Recovered::ByCallback(session);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    Recovered::Open("the webhook never came".to_owned())
}

/// Asks for the session and says whether it has come to where the call should bring it.
async fn ask(client: &Client, recovery: &Recovery, has_come: impl Fn(&Session) -> bool) -> Recovered {
    let Recovery::Ask(StatusQuery::Session(question)) = recovery else {
        return Recovered::Open("a recovery that is not this call's".to_owned());
    };
    match client.send(question).await {
        Ok(session) if has_come(&session) => Recovered::Done(session.id.as_str().to_owned()),
        Ok(_) => Recovered::NotDone,
        Err(error) => Recovered::Open(error.to_string()),
    }
}

fn waits_for_confirmation(session: &Session) -> bool {
    matches!(session.next_step(), NextStep::Confirm)
}

/// Calls about a session that exists: what makes the session, and how it looks once the call was carried out.
macro_rules! session_calls {
    ($($call:ident($request:ident), $session:path, $has_come:expr;)*) => {
        $(
            #[derive(Clone)]
            pub(crate) struct $call {
                session: SessionId,
                request: $request,
            }

            impl Call for $call {
                type Endpoint = $request;

                async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
                    let session = $session(&Bank131::faultless_client(world)?, number).await?;
                    Ok(Self { request: $request::new(session.clone()), session })
                }

                fn request(&self) -> &$request {
                    &self.request
                }

                fn caused(&self, _key: Option<&str>, subject: &str) -> bool {
                    Self::EFFECT.is_some() && subject == self.session.as_str()
                }

                fn asked_about(&self) -> Option<String> {
                    Some(self.session.as_str().to_owned())
                }

                async fn send(&self, client: &Client) -> Result<Done, Error> {
                    send(client, &self.request).await
                }

                async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
                    ask(client, recovery, $has_come).await
                }
            }
        )*

        /// The rows of the matrix.
        pub(crate) fn rows(matrix: &mut impl Rows) {
            matrix.row::<Init>();
            $(matrix.row::<$call>();)*
            start::rows(matrix);
            account::rows(matrix);
            others::rows(matrix);
        }
    };
}

session_calls! {
    Status(SessionStatus), begun, |_| true;
    Confirm(SessionConfirm), that_waits_for_confirmation, |session| !waits_for_confirmation(session);
    Chargeback(SessionChargeback), that_is_paid, |session| session.refunds().next().is_some();
    Capture(SessionCapture), that_holds_money, |session| !is_pending(session);
    Cancel(SessionCancel), that_waits_for_the_payer, |session| session.status == SessionState::Cancelled;
}

async fn begun(client: &Client, number: &str) -> Result<SessionId, Failure> {
    Ok(client.send(&transfer(number, WITHOUT_3DS, RECIPIENT)?).await?.id)
}

async fn that_waits_for_confirmation(client: &Client, number: &str) -> Result<SessionId, Failure> {
    let session = client.send(&transfer(number, WITHOUT_3DS, WAITS_FOR_CONFIRMATION)?).await?.id;
    client.wait_until(&session, schedule()?, waits_for_confirmation).await?;
    Ok(session)
}

async fn that_holds_money(client: &Client, number: &str) -> Result<SessionId, Failure> {
    let session = client.send(&transfer(number, HELD, RECIPIENT)?).await?.id;
    client.wait_until(&session, schedule()?, is_pending).await?;
    Ok(session)
}

/// A payment without a payout, so that it can be given back.
async fn that_is_paid(client: &Client, number: &str) -> Result<SessionId, Failure> {
    let payment = start::payment(number)?;
    let session = client.send(&SessionInitPayment::new(IdempotencyKey::new(number)?, payment)).await?.id;
    client.wait_for_final(&session, schedule()?).await?;
    Ok(session)
}

fn is_pending(session: &Session) -> bool {
    session.payments().iter().any(|payment| payment.status == OperationStatus::Pending)
}

/// The payer has not passed 3-D Secure, so nothing is charged yet.
async fn that_waits_for_the_payer(client: &Client, number: &str) -> Result<SessionId, Failure> {
    Ok(client.send(&transfer(number, THREE_D_SECURE, RECIPIENT)?).await?.id)
}

/// Transfers that the shop confirms: two webhooks each.
pub(crate) enum Notices {}

impl Notifies for Notices {
    type Provider = Bank131;
    const ROW: &'static str = "webhook";

    fn receive(world: &TestBed) -> Result<Receive, Failure> {
        let webhooks = shop::webhooks(world.sandbox.announcement())?;
        Ok(Box::new(move |head, body| {
            let event = webhooks.receive(&head.headers, body)?;
            let subject = event.session.as_ref().map(|session| session.id.as_str().to_owned()).unwrap_or_default();
            Ok(Notice { identity: event.event_id(), subject, acknowledgement: event.ack().to_response() })
        }))
    }

    async fn pay(world: &TestBed, number: &str) -> Result<(), Failure> {
        let confirm = Confirm::arrange(world, number).await?;
        let client = Bank131::faultless_client(world)?;
        client.send(&confirm.request).await?;
        client.wait_for_final(&confirm.session, schedule()?).await?;
        Ok(())
    }
}

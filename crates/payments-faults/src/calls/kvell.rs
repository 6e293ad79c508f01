//! Kvell: the state of an order, and a payout to a card.

use kvell_client::common::{Recover as _, RetryPolicy};
use kvell_client::order::OrderByTransaction;
use kvell_client::payout::Account2Card;
use kvell_client::{
    Client, CustomerKey, Error, ErrorCode, Kvell, Recovery, SignaturePolicy, StatusQuery, TransactionId,
};
use payments_sandbox::Provider;

use super::schedule;
use crate::call::{Call, Done, Recovered, Rows, Simulated};
use crate::notices::{Notice, Notifies, Receive};
use crate::wire::ClientTransport;
use crate::world::TestBed;
use payments_fixtures::Failure;
use payments_fixtures::kvell as shop;
use payments_fixtures::typed_card;

/// No fault stands in front of the form's own address: the payer's browser goes there.
impl Simulated for Kvell {
    type Client = Client;
    const SANDBOX: Provider = Provider::Kvell;

    fn address(world: &TestBed) -> &str {
        &world.sandbox.announcement().kvell.api_url
    }

    fn client(world: &TestBed, address: &str, wire: ClientTransport) -> Result<Client, Failure> {
        client_with(world, address, wire, RetryPolicy::default().retry_undocumented_keys())
    }
}

fn client_with(world: &TestBed, address: &str, wire: ClientTransport, retries: RetryPolicy) -> Result<Client, Failure> {
    let builder = shop::client(world.sandbox.announcement(), address)?;
    Ok(builder.timeouts(wire.timeouts).retry_policy(retries).transport(wire).build()?)
}

/// Binds a card, as a shop and its buyer do.
async fn bound(world: &TestBed, number: &str) -> Result<TransactionId, Failure> {
    let client = Kvell::faultless_client(world)?;
    let (customer, transaction) = (CustomerKey::new(number), TransactionId::random()?);
    let form = client.sign_form(&shop::form(&customer, &transaction)?)?;
    let page = world.browser.open(&form.url()).await?;
    world.browser.press(&page, "pay", &typed_card(shop::GOOD)).await?;
    client.wait_for_final(&OrderByTransaction::new(transaction.clone()), schedule()?).await?;
    Ok(transaction)
}

#[derive(Clone)]
pub(crate) struct Order(OrderByTransaction);

impl Call for Order {
    type Endpoint = OrderByTransaction;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        Ok(Self(OrderByTransaction::new(bound(world, number).await?)))
    }

    fn request(&self) -> &OrderByTransaction {
        &self.0
    }

    fn path_part(&self) -> String {
        self.0.transaction().as_str().to_owned()
    }

    fn caused(&self, _key: Option<&str>, _subject: &str) -> bool {
        false
    }

    fn asked_about(&self) -> Option<String> {
        Some(self.0.transaction().as_str().to_owned())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.0).await?;
        let told = answer.value.transaction.map(|transaction| transaction.as_str().to_owned());
        Ok(Done { subject: told, attempts: answer.attempts })
    }
}

#[derive(Clone)]
pub(crate) struct Payout(Account2Card);

impl Call for Payout {
    type Endpoint = Account2Card;

    async fn arrange(_world: &TestBed, _number: &str) -> Result<Self, Failure> {
        Ok(Self(shop::payout(shop::GOOD, TransactionId::random()?)?))
    }

    fn request(&self) -> &Account2Card {
        &self.0
    }

    fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
        key == Some(self.0.transaction().as_str())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.0).await?;
        let id = answer.value.order.id.map(|id| id.as_str().to_owned());
        Ok(Done { subject: id, attempts: answer.attempts })
    }

    /// By what a shop had stored. The real provider documents no answer that means "there is no such order"; the sandbox's
    /// answer does, because nothing is on its way any more.
    async fn recover(&self, world: &TestBed, _client: &Client, recovery: &Recovery) -> Recovered {
        let stored = self.0.stored_recovery().to_text();
        if recovery.to_text() != stored {
            return Recovered::Open("another recovery than the stored one".to_owned());
        }
        let (Ok(Recovery::Ask(StatusQuery::Order(query))), Ok(client)) =
            (Recovery::from_text(&stored), asks_once(world))
        else {
            return Recovered::Open("a recovery that is not this call's".to_owned());
        };
        match client.send(&query).await {
            Ok(order) => order.id.map_or_else(
                || Recovered::Open("the order has no number".to_owned()),
                |id| Recovered::Done(id.as_str().to_owned()),
            ),
            Err(error) if error.refusal().is_some_and(|refusal| refusal.has(&ErrorCode::Unknown)) => Recovered::NotDone,
            Err(error) => Recovered::Open(error.to_string()),
        }
    }
}

/// A client without faults, which asks once: an unknown transaction looks like a transient error.
fn asks_once(world: &TestBed) -> Result<Client, Failure> {
    let api = Kvell::address(world);
    client_with(world, api, ClientTransport::faultless_client(api)?, RetryPolicy::none())
}

/// The rows of the matrix.
pub(crate) fn rows(matrix: &mut impl Rows) {
    matrix.row::<Order>();
    matrix.row::<Payout>();
}

/// Cards that are bound: one callback each.
pub(crate) enum Notices {}

impl Notifies for Notices {
    type Provider = Kvell;
    const ROW: &'static str = "callback";

    fn receive(world: &TestBed) -> Result<Receive, Failure> {
        let callbacks = Kvell::faultless_client(world)?.callbacks(SignaturePolicy::Require);
        Ok(Box::new(move |head, body| {
            let callback = callbacks.receive(&head.headers, body)?;
            Ok(Notice {
                identity: Some(callback.event_id()),
                subject: callback.transaction().as_str().to_owned(),
                acknowledgement: callback.ack().to_response(),
            })
        }))
    }

    async fn pay(world: &TestBed, number: &str) -> Result<(), Failure> {
        bound(world, number).await.map(drop)
    }
}

//! A simulated bank, and a payment in it.

use std::future::Future;
use std::time::Duration;

use bank131_client::session::{
    CardDetails, Customer, NewPayment, SessionCreate, SessionId, SessionResult, SessionStartPayment,
};
use bank131_client::{Client, ClientBuilder, Currency, Money, PollSchedule, Webhooks};
use payments_fixtures::bank131 as shop;
use payments_sandbox::{Builder, Sandbox};

/// Longer than anything that a test waits for.
const TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) const PRICE: Money = Money::from_minor_units(100_000, Currency::RUB);

/// A sandbox in a hurry.
pub(crate) fn builder() -> Builder {
    Sandbox::builder().speed(100.try_into().unwrap())
}

pub(crate) fn client_builder(sandbox: &Sandbox) -> ClientBuilder {
    let announcement = sandbox.announcement();
    shop::client(announcement, &announcement.bank131.base_url).unwrap()
}

pub(crate) fn client(sandbox: &Sandbox) -> Client {
    client_builder(sandbox).build().unwrap()
}

pub(crate) fn webhooks(sandbox: &Sandbox) -> Webhooks {
    shop::webhooks(sandbox.announcement()).unwrap()
}

pub(crate) fn card(number: &str) -> CardDetails {
    let card = CardDetails::new(number.parse().unwrap()).expires(12, 2050).unwrap();
    card.security_code("123".parse().unwrap())
}

/// Opens a session, in which nothing moves yet.
pub(crate) async fn session(client: &Client) -> SessionId {
    client.send(&SessionCreate::new()).await.unwrap().id
}

/// Pays in a session, and waits for the end.
pub(crate) async fn pay_in(client: &Client, session: &SessionId) {
    let payment = NewPayment::new(card(shop::WITHOUT_3DS), PRICE, Customer::new("order-42-1"));
    client.send(&SessionStartPayment::new(session.clone(), payment)).await.unwrap();
    let session = client.wait_for_final(session, PollSchedule::default()).await.unwrap();
    assert_eq!(session.result(), Some(SessionResult::Succeeded));
}

/// Waits until a condition holds.
pub(crate) async fn wait_for(what: &str, holds: impl Fn() -> bool) {
    within(what, async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(TIMEOUT, future).await.map_err(|_| format!("{what} did not come in time")).unwrap()
}

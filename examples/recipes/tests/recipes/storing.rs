//! An order is paid once, and its end is found out, whatever gets lost or killed.

use std::path::Path;

use bank131_client::common::{ReqwestTransport, ResponseBody, Transport, TransportError, TransportFuture};
use bank131_client::signing::RsaSigner;
use bank131_client::{Client, Environment, PollSchedule};
use bytes::Bytes;
use http::{Request, Response};
use payments_fixtures::bank131::WITHOUT_3DS;
use payments_sandbox::{Provider, Sandbox};
use recipes_example::storing::{Orders, pay, recover};

use crate::{bank, killed};

const ORDER: &str = "order-42-1";

fn orders(folder: &Path) -> Orders {
    Orders::open(&folder.join("orders.sqlite")).unwrap()
}

/// Recovers until nothing is open, as a program does from time to time.
async fn recover_all(orders: &Orders, client: &Client) {
    bank::within("the end", async {
        for wait in PollSchedule::default().waits() {
            if recover(orders, client).await.unwrap() == 0 {
                break;
            }
            tokio::time::sleep(wait / 50).await;
        }
    })
    .await;
}

/// How often a payment was started at the bank.
fn payments(sandbox: &Sandbox) -> usize {
    let effects = sandbox.effects(Provider::Bank131);
    effects.iter().filter(|effect| effect.endpoint == "session/start/payment").count()
}

#[tokio::test]
async fn an_order_is_paid_and_a_second_one_of_its_number_is_not() {
    let sandbox = bank::builder().start().await.unwrap();
    let (folder, client) = (tempfile::tempdir().unwrap(), bank::client(&sandbox));
    let orders = orders(folder.path());
    pay(&orders, &client, ORDER, bank::PRICE, bank::card(WITHOUT_3DS)).await.unwrap();
    assert!(pay(&orders, &client, ORDER, bank::PRICE, bank::card(WITHOUT_3DS)).await.is_err());
    recover_all(&orders, &client).await;
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("paid", 1));
}

#[tokio::test]
async fn a_declined_payment_has_failed() {
    let sandbox = bank::builder().start().await.unwrap();
    let (folder, client) = (tempfile::tempdir().unwrap(), bank::client(&sandbox));
    let orders = orders(folder.path());
    let expired = bank::card(WITHOUT_3DS).expires(1, 2020).unwrap();
    pay(&orders, &client, ORDER, bank::PRICE, expired).await.unwrap();
    recover_all(&orders, &client).await;
    assert_eq!(orders.state(ORDER).unwrap(), "failed");
}

#[tokio::test]
async fn a_lost_answer_is_recovered() {
    let sandbox = bank::builder().start().await.unwrap();
    let announced = &sandbox.announcement().bank131;
    let lose: Then = || Err(TransportError::maybe_sent("the answer was lost"));
    let losing = client_that(lose, &announced.base_url, &announced.project, &announced.private_key_pem);
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path());
    pay(&orders, &losing, ORDER, bank::PRICE, bank::card(WITHOUT_3DS)).await.unwrap();
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("open", 1));
    recover_all(&orders, &bank::client(&sandbox)).await;
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("paid", 1));
}

#[tokio::test]
async fn a_payment_that_was_not_sent_has_failed() {
    let sandbox = bank::builder().start().await.unwrap();
    let (folder, client) = (tempfile::tempdir().unwrap(), bank::client(&sandbox));
    let orders = orders(folder.path());
    let nothing = bank::PRICE.checked_mul(0).unwrap();
    pay(&orders, &client, ORDER, nothing, bank::card(WITHOUT_3DS)).await.unwrap();
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("failed", 0));
}

/// What happens when the bank has answered a payment, before its client sees that.
type Then = fn() -> Result<Response<ResponseBody>, TransportError>;

struct AfterPayment {
    transport: ReqwestTransport,
    then: Then,
}

impl Transport for AfterPayment {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let is_payment = request.uri().path().ends_with("/session/start/payment");
            let answer = self.transport.send(request).await;
            if is_payment { (self.then)() } else { answer }
        })
    }
}

fn client_that(then: Then, address: &str, project: &str, key: &str) -> Client {
    let environment = Environment::at(address).unwrap();
    let transport = ReqwestTransport::builder(&environment.base_url().unwrap()).build().unwrap();
    let builder = Client::builder(environment, project, RsaSigner::from_pem(key).unwrap());
    builder.transport(AfterPayment { transport, then }).build().unwrap()
}

/// Pays in a process that is killed. Its folder has the bank's address and the key.
async fn pay_and_be_killed(folder: &Path) {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let client = client_that(|| killed::abort(), &read("address"), &read("project"), &read("key.pem"));
    pay(&orders(folder), &client, ORDER, bank::PRICE, bank::card(WITHOUT_3DS)).await.unwrap();
}

#[tokio::test]
async fn a_payment_whose_process_was_killed_is_recovered_and_not_paid_again() {
    if let Some(folder) = killed::given() {
        return pay_and_be_killed(folder.as_ref()).await;
    }
    let sandbox = bank::builder().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let announced = &sandbox.announcement().bank131;
    for (name, text) in
        [("address", &announced.base_url), ("key.pem", &announced.private_key_pem), ("project", &announced.project)]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().to_owned();
    let test = "storing::a_payment_whose_process_was_killed_is_recovered_and_not_paid_again";
    tokio::task::spawn_blocking(move || killed::run(test, path)).await.unwrap();

    let orders = orders(folder.path());
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("open", 1));
    recover_all(&orders, &bank::client(&sandbox)).await;
    assert_eq!((orders.state(ORDER).unwrap().as_str(), payments(&sandbox)), ("paid", 1));
}

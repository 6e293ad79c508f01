//! Documented promises about a lost response, tested against the sandbox over real sockets.

#![cfg(all(feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use http::Request;
use payments_core::{ReqwestTransport, Transport, TransportError, TransportFuture};
use payments_sandbox::Sandbox;
use payneteasy_client::common::signing::RsaSigner;
use payneteasy_client::{
    Client, ClientBuilder, Currency, Environment, Money, Outcome, Recovery, Refusal, StatusQuery,
    common::{BaseUrl, ErrorKind},
    order::{ClientOrderId, Order, OrderStatus, Status},
    transfer::{ReturnUrl, TransferForm},
};

/// Sends every request and loses its response.
struct LosesAnswers(ReqwestTransport);

impl Transport for LosesAnswers {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            self.0.send(request).await?;
            Err(TransportError::maybe_sent("the answer got lost"))
        })
    }
}

/// Sends nothing.
struct NoNetwork;

impl Transport for NoNetwork {
    fn send(&self, _request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async { Err(TransportError::maybe_sent("the request got lost")) })
    }
}

fn client(sandbox: &Sandbox) -> ClientBuilder {
    let gateway = &sandbox.announcement().payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file).unwrap();
    Client::builder(Environment::at(&gateway.base_url).unwrap(), gateway.login.as_str(), signer)
}

fn transfer(client: &Client, sandbox: &Sandbox, number: &str) -> TransferForm {
    let amount = Money::parse("100", Currency::USD).unwrap();
    let order = Order::new(ClientOrderId::new(number), amount, "Your order description", "1.1.1.1");
    let terminal = client.endpoint(sandbox.announcement().payneteasy.endpoint_id);
    TransferForm::form_to_form(terminal, order, ReturnUrl::any("https://shop.example/back"))
}

#[tokio::test]
async fn a_response_lost_after_sending_is_found_by_the_recovery_of_the_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let address: BaseUrl = sandbox.announcement().payneteasy.base_url.parse().unwrap();
    let lucky = client(&sandbox).build().unwrap();
    let losing = LosesAnswers(ReqwestTransport::builder(&address).build().unwrap());
    let unlucky = client(&sandbox).transport(losing).build().unwrap();

    let error = unlucky.send(&transfer(&unlucky, &sandbox, "lost-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Interrupted, Outcome::Unknown));
    assert!(error.money_may_have_moved());

    let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { unreachable!("{error:?}") };
    let order = lucky.send(question).await.unwrap();
    assert_eq!(order.status, OrderStatus::Processing);
    assert_eq!(order.client_order_id, Some(ClientOrderId::new("lost-1")));
    assert_eq!(sandbox.payneteasy().received().len(), 2, "the transfer once, the status request once");
}

#[tokio::test]
async fn a_request_that_never_arrived_is_reported_in_the_message_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let lucky = client(&sandbox).build().unwrap();
    let unlucky = client(&sandbox).transport(NoNetwork).build().unwrap();

    let error = unlucky.send(&transfer(&unlucky, &sandbox, "lost-2")).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { unreachable!("{error:?}") };
    let answer = lucky.send(question).await.unwrap_err();
    assert_eq!(answer.outcome(), Outcome::Refused);
    let message = answer.refusal().and_then(Refusal::message).map(str::to_owned);

    // A misconfigured terminal is refused in the same way: only the message differs.
    let elsewhere = Status::new(lucky.endpoint(1), ClientOrderId::new("lost-2"));
    let misdirected = lucky.send(&elsewhere).await.unwrap_err();
    assert_eq!((misdirected.kind(), misdirected.outcome()), (answer.kind(), Outcome::Refused));
    assert_ne!(misdirected.refusal().and_then(Refusal::message), message.as_deref());
    assert_eq!(message.as_deref(), Some("Order not found"));
}

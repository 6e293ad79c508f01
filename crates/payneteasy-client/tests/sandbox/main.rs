//! Documented promises about a lost response, tested against the sandbox over real sockets.

#![cfg(all(feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use http::Request;
use payments_contract::sandbox::CallbackReceiver;
use payments_core::testing::{FakeResponse, FakeTransport, LosesResponses};
use payments_core::{ReqwestTransport, Transport as _};
use payments_sandbox::{Provider, Sandbox};
use payneteasy_client::common::signing::RsaSigner;
#[cfg(feature = "testing")]
use payneteasy_client::testing::{CallbackEvent, CallbackSigner};
use payneteasy_client::{
    Callbacks, Client, ClientBuilder, Currency, Environment, Money, Outcome, Recovery, Refusal, Secret, StatusQuery,
    common::{BaseUrl, ErrorKind, KeyRing, Recover as _},
    order::{ClientOrderId, Order, OrderId, OrderStatus, Return, ReturnFound, Status},
    transfer::{ReturnUrls, TransferForm},
};

fn client(sandbox: &Sandbox) -> ClientBuilder {
    let gateway = &sandbox.announcement().payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file).unwrap();
    Client::builder(Environment::at(&gateway.base_url).unwrap(), gateway.login.as_str(), signer)
}

fn transfer(client: &Client, sandbox: &Sandbox, number: &str) -> TransferForm {
    let amount = Money::parse("100", Currency::USD).unwrap();
    let order = Order::new(ClientOrderId::new(number), amount, "Your order description", "1.1.1.1");
    let terminal = client.endpoint(sandbox.announcement().payneteasy.endpoint_id);
    TransferForm::form_to_form(terminal, order, ReturnUrls::any("https://shop.example/back"))
}

#[tokio::test]
async fn a_response_lost_after_sending_is_found_by_the_recovery_of_the_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let address: BaseUrl = sandbox.announcement().payneteasy.base_url.parse().unwrap();
    let lucky = client(&sandbox).build().unwrap();
    let losing = LosesResponses::of(ReqwestTransport::builder(&address).build().unwrap());
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

/// Makes an order and pays it. The payer types two cards into the form.
async fn paid(client: &Client, sandbox: &Sandbox, number: &str) -> OrderId {
    let form = client.send(&transfer(client, sandbox, number)).await.unwrap();
    let typed = "credit_card_number=4047753518764320&expiry=12%2F30&cvv2=123&card_printed_name=TEST+TEST&\
        destination_card_number=4268736646656312&action=pay";
    let address: http::Uri = form.redirect_url.unwrap().expose().parse().unwrap();
    let base: BaseUrl = sandbox.announcement().payneteasy.base_url.parse().unwrap();
    let request = Request::post(address).header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(Bytes::from_static(typed.as_bytes())).unwrap();
    let page = ReqwestTransport::builder(&base).build().unwrap().send(request).await.unwrap();
    assert_eq!(page.status(), 200);
    form.order_id
}

fn returns(sandbox: &Sandbox) -> usize {
    sandbox.effects(Provider::PaynetEasy).iter().filter(|effect| effect.endpoint == "return").count()
}

#[tokio::test]
async fn a_first_return_is_found_by_its_recovery_and_two_equal_ones_are_left_to_a_person() {
    let sandbox = Sandbox::start().await.unwrap();
    let address: BaseUrl = sandbox.announcement().payneteasy.base_url.parse().unwrap();
    let key = || Secret::new(sandbox.announcement().payneteasy.merchant_control.as_str());
    let lucky = client(&sandbox).control_key(key()).build().unwrap();
    let losing = LosesResponses::of(ReqwestTransport::builder(&address).build().unwrap());
    let unlucky = client(&sandbox).control_key(key()).transport(losing).build().unwrap();
    let silent =
        client(&sandbox).control_key(key()).transport(FakeTransport::new([FakeResponse::broken()])).build().unwrap();

    let id = paid(&lucky, &sandbox, "returned-1").await;
    let terminal = lucky.endpoint(sandbox.announcement().payneteasy.endpoint_id);
    let ten = || Money::parse("10", Currency::USD).unwrap();
    let part = || Return::new(terminal.clone(), ClientOrderId::new("returned-1"), id.clone()).amount(ten());

    // Not arrived, then arrived with its response lost: the status tells the one from the other.
    let before = lucky.send(&part().status()).await.unwrap();
    let error = silent.send(&part().after(&before)).await.unwrap_err();
    let Some(Recovery::Ask(StatusQuery::Return(query))) = error.recovery() else { unreachable!("{error:?}") };
    assert_eq!(query.compare(&lucky.send(query.status()).await.unwrap()), ReturnFound::AsBefore);
    let first = part().after(&before);
    // As after a crash: the text is all that is left.
    let stored = first.stored_recovery().to_text();
    assert_eq!(unlucky.send(&first).await.unwrap_err().outcome(), Outcome::Unknown);
    let Ok(Recovery::Ask(StatusQuery::Return(query))) = Recovery::from_text(&stored) else { unreachable!("{stored}") };
    assert_eq!(query.compare(&lucky.send(query.status()).await.unwrap()), ReturnFound::Returned);
    assert_eq!(returns(&sandbox), 1);

    // An equal one more, with its response lost: the status shows the same whether it arrived or not.
    let before = lucky.send(&part().status()).await.unwrap();
    for (client, arrived) in [(&silent, 1), (&unlucky, 2)] {
        let error = client.send(&part().after(&before)).await.unwrap_err();
        assert!(error.money_may_have_moved());
        assert!(matches!(error.recovery(), Some(Recovery::AskAPerson(_))), "{error:?}");
        assert_eq!(returns(&sandbox), arrived);
        let state = lucky.send(&part().status()).await.unwrap();
        assert_eq!((state.transaction_type, state.amount), (before.transaction_type.clone(), before.amount.clone()));
    }

    // With its response it is known by its own number.
    let whole = Return::new(terminal.clone(), ClientOrderId::new("returned-1"), id.clone());
    let accepted = lucky.send(&whole).await.unwrap();
    let state = lucky.send(&whole.status().by_request(accepted.serial_number.unwrap())).await.unwrap();
    assert_eq!(state.amount, Some(Money::parse("80", Currency::USD).unwrap()), "what was left");
    let refused = lucky.send(&part()).await.unwrap_err();
    assert_eq!((refused.outcome(), returns(&sandbox)), (Outcome::Refused, 3));
}

#[tokio::test]
async fn a_request_that_never_arrived_is_reported_in_the_message_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let lucky = client(&sandbox).build().unwrap();
    let unlucky = client(&sandbox).transport(FakeTransport::new([FakeResponse::broken()])).build().unwrap();

    let error = unlucky.send(&transfer(&unlucky, &sandbox, "lost-2")).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { unreachable!("{error:?}") };
    let answer = lucky.send(question).await.unwrap_err();
    assert_eq!(answer.outcome(), Outcome::Refused);
    let message = answer.refusal().and_then(Refusal::message);

    // A misconfigured terminal is refused in the same way: only the message differs.
    let elsewhere = Status::new(lucky.endpoint(1), ClientOrderId::new("lost-2"));
    let misdirected = lucky.send(&elsewhere).await.unwrap_err();
    assert_eq!((misdirected.kind(), misdirected.outcome()), (answer.kind(), Outcome::Refused));
    assert_ne!(misdirected.refusal().and_then(Refusal::message), message);
    assert_eq!(message, Some("Order not found".into()));
}

/// A test callback is the callback of the sandbox, which signs with code of its own.
#[cfg(feature = "testing")]
#[tokio::test]
async fn a_test_callback_is_the_callback_of_the_sandbox_to_the_byte() {
    let sandbox = Sandbox::start().await.unwrap();
    let receiver = CallbackReceiver::start().await;
    sandbox.set_callback(Provider::PaynetEasy, &receiver.url()).unwrap();
    let id = paid(&client(&sandbox).build().unwrap(), &sandbox, "order 1/а").await;
    let delivered = receiver.wait_for(1).await.remove(0);
    let query = delivered.uri().query().unwrap();

    let key = || Secret::new(sandbox.announcement().payneteasy.merchant_control.as_str());
    let amount = Money::parse("100", Currency::USD).unwrap();
    let event = CallbackEvent::approved(id.clone(), ClientOrderId::new("order 1/а"), amount);
    // Six parameters are the event's own, and the checksum is the last one.
    let others = url::form_urlencoded::parse(query.as_bytes()).into_owned().skip(6);
    let others = others.filter(|(name, _)| name != "control");
    let event = others.fold(event, |event, (name, value)| event.parameter(name, value));
    let signer = CallbackSigner::new(key());
    let made = signer.callback(&event);
    assert_eq!((made.method(), made.query(), made.body()), (delivered.method(), query, &delivered.body()[..]));

    let callbacks = Callbacks::new(KeyRing::new("sandbox", key()));
    assert_eq!(callbacks.receive(query.as_bytes()).unwrap().order_id, id);
    assert_eq!(signer.redirect(&event).body(), query.as_bytes(), "the browser brings the same values in a form");
}

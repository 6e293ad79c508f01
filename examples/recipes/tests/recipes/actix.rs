//! The sandbox delivers its webhooks to actix-web.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::test::TestRequest;
use actix_web::web;
use bank131_client::session::SessionResult;
use bytes::Bytes;
use payments_sandbox::{CallbackFault, CallbackScript, DeliveryOutcome, Provider, Sandbox};
use recipes_example::actix::{serve, to_actix, to_http};
use recipes_example::shop::Shop;

use crate::bank;

/// A shop at this sandbox, on a port of its own.
fn open_shop(sandbox: &Sandbox) -> (web::Data<Shop>, ServerHandle) {
    let shop = web::Data::new(Shop::new(bank::webhooks(sandbox)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/bank131", listener.local_addr().unwrap());
    sandbox.set_callback(Provider::Bank131, &url).unwrap();
    let server = serve(shop.clone(), listener).unwrap();
    let handle = server.handle();
    tokio::spawn(server);
    (shop, handle)
}

#[tokio::test]
async fn a_webhook_is_verified_booked_once_and_acknowledged() {
    let twice = CallbackScript::new([Some(CallbackFault::Duplicate)]);
    let sandbox = bank::builder().callback_faults(Provider::Bank131, twice).start().await.unwrap();
    let (shop, server) = open_shop(&sandbox);
    let client = bank::client(&sandbox);
    let session = bank::session(&client).await;
    shop.add(&session);
    bank::pay_in(&client, &session).await;

    bank::wait_for("the duplicate", || sandbox.bank131().deliveries().len() == 2).await;
    let deliveries = sandbox.bank131().deliveries();
    assert!(deliveries.iter().all(|delivery| delivery.acknowledged), "{deliveries:?}");
    assert_eq!(shop.booked(&session), [SessionResult::Succeeded]);
    server.stop(false).await;
}

#[tokio::test]
async fn a_changed_webhook_is_refused_and_one_before_its_order_comes_again() {
    let tampered = CallbackScript::new([Some(CallbackFault::Tamper)]);
    let sandbox = bank::builder().callback_faults(Provider::Bank131, tampered).start().await.unwrap();
    let (shop, server) = open_shop(&sandbox);
    let client = bank::client(&sandbox);
    let session = bank::session(&client).await;
    bank::pay_in(&client, &session).await;

    bank::wait_for("the genuine webhook", || sandbox.bank131().deliveries().len() >= 2).await;
    let outcomes: Vec<_> = sandbox.bank131().deliveries().iter().map(|delivery| delivery.outcome).take(2).collect();
    assert_eq!(outcomes, [DeliveryOutcome::Answered(401), DeliveryOutcome::Answered(503)]);
    shop.add(&session);
    bank::wait_for("the next attempt", || shop.booked(&session) == [SessionResult::Succeeded]).await;
    server.stop(false).await;
}

#[test]
fn a_request_is_converted_whole() {
    let request = TestRequest::put().uri("/callbacks?a=1%202&b").append_header(("x-twice", "one"));
    let request = request.append_header(("x-twice", [0xd0, 0x96].as_slice())).to_http_request();
    let head = to_http(&request).unwrap();
    assert_eq!((head.method, head.uri.to_string()), (http::Method::PUT, "/callbacks?a=1%202&b".to_owned()));
    let values: Vec<_> = head.headers.get_all("x-twice").iter().map(http::HeaderValue::as_bytes).collect();
    assert_eq!(values, [b"one".as_slice(), &[0xd0, 0x96]], "a second value is kept, and bytes that are no text");
}

#[tokio::test]
async fn a_response_is_converted_whole() {
    let response = http::Response::builder().status(418).header("x-twice", "one").header("x-twice", "two");
    let response = to_actix(response.body(Bytes::from_static(b"OK")).unwrap());
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    let values: Vec<_> = response.headers().get_all("x-twice").map(HeaderValue::as_bytes).collect();
    assert_eq!(values, [b"one", b"two"]);
    let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
    assert_eq!(body, "OK");
}

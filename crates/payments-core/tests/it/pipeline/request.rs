//! The request that is sent.

use std::future::ready;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use payments_core::{AuthFuture, Authenticate, ErrorKind, Outcome, Randomness, RandomnessError, UnsignedRequest};

use super::call;
use crate::support::provider::{Balance, TRANSFER_BYTES, TinyBank, Transfer, Transferred};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

/// An authenticator that records the request, and adds a header with its own key.
#[derive(Clone, Default)]
struct WatchingAuth(Arc<Mutex<Vec<Shown>>>, &'static str);

struct Shown {
    line: String,
    headers: HeaderMap,
    body: Bytes,
    nonce: [u8; 4],
    time: Duration,
}

impl Authenticate<TinyBank> for WatchingAuth {
    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        let mut nonce = [0; 4];
        request.randomness.fill(&mut nonce).unwrap();
        self.0.lock().unwrap().push(Shown {
            line: format!("{} {}", request.method, request.uri),
            headers: request.headers.clone(),
            body: request.body.clone(),
            nonce,
            time: request.now.duration_since(SystemTime::UNIX_EPOCH).unwrap(),
        });
        let mut headers = HeaderMap::new();
        headers.insert("x-project", HeaderValue::from_static(self.1));
        headers.append("x-sign", HeaderValue::from_static("one"));
        headers.append("x-sign", HeaderValue::from_static("two"));
        Box::pin(ready(Ok(headers)))
    }
}

fn names_and_values(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let mut pairs: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    pairs.sort_unstable();
    pairs
}

#[test]
fn the_bytes_that_are_signed_are_the_bytes_that_are_sent_and_they_are_encoded_once() {
    let (clock, auth, transfer) = (VirtualClock::default(), WatchingAuth::default(), Transfer::new());
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    clock.run(wire::pipeline(&clock, transport, auth.clone()).send(&transfer)).unwrap();

    let (sent, signed) = (sent.only(), auth.0.lock().unwrap().pop().unwrap());
    assert_eq!(sent.body(), TRANSFER_BYTES);
    assert_eq!(signed.body, TRANSFER_BYTES);
    assert_eq!(sent.body().as_ptr(), signed.body.as_ptr(), "the very same bytes, not a copy");
    assert_eq!(transfer.encodings.load(Ordering::SeqCst), 1);
}

#[test]
fn the_authenticator_sees_the_whole_request_except_its_own_headers() {
    let started = SystemTime::UNIX_EPOCH + Duration::from_secs(1_720_000_000);
    let (clock, auth) = (VirtualClock::at(started), WatchingAuth::default());
    clock.advance(Duration::from_secs(5));
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    clock.run(wire::pipeline(&clock, transport, auth.clone()).send(&Transfer::new())).unwrap();

    let (sent, shown) = (sent.only(), auth.0.lock().unwrap().pop().unwrap());
    assert_eq!(shown.line, "POST https://gate.example/api/v1/transfers");
    assert_eq!(shown.line, format!("{} {}", sent.method(), sent.uri()));
    let before_signing = [
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("user-agent", "tiny-bank-client/1.2.3"),
        ("x-idempotency-key", "order-17"),
    ];
    assert_eq!(names_and_values(&shown.headers), before_signing);
    let mut signed = before_signing.to_vec();
    signed.extend([("x-project", ""), ("x-sign", "one"), ("x-sign", "two")]);
    signed.sort_unstable();
    assert_eq!(names_and_values(sent.headers()), signed);
    assert_eq!(shown.time, Duration::from_secs(1_720_000_005));
}

#[test]
fn the_authenticators_nonce_comes_from_the_given_random_source() {
    struct Sevens;
    impl Randomness for Sevens {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
            bytes.fill(7);
            Ok(())
        }
    }
    let (clock, auth) = (VirtualClock::default(), WatchingAuth::default());
    let pipeline = wire::builder()
        .transport(wire::answering(200, "1").1)
        .clock(clock.clone())
        .randomness(Sevens)
        .build(wire::base_url(), auth.clone())
        .unwrap();
    clock.run(pipeline.send(&Balance)).unwrap();
    assert_eq!(auth.0.lock().unwrap()[0].nonce, [7; 4]);
}

#[test]
fn a_request_without_a_body_has_no_content_type() {
    let (sent, transport) = wire::answering(200, "5");
    call(transport, &Balance).unwrap();
    let sent = sent.only();
    assert!(sent.body().is_empty());
    assert_eq!(
        names_and_values(sent.headers()),
        [("accept", "application/json"), ("user-agent", "tiny-bank-client/1.2.3")]
    );
}

#[test]
fn other_credentials_share_the_connections_but_not_the_authentication() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, "5");
    let first = wire::pipeline(&clock, transport, WatchingAuth(Arc::default(), "first"));
    let second = first.with_authenticator(WatchingAuth(Arc::default(), "second"));
    clock.run(second.send(&Balance)).unwrap();
    assert_eq!(sent.only().headers()["x-project"], "second");
    clock.run(first.send(&Balance)).unwrap();
    assert_eq!(sent.only().headers()["x-project"], "first");
}

#[test]
fn a_response_comes_with_its_status_headers_and_raw_body() {
    let answer = call(wire::answering(201, r#"{"id":7}"#).1, &Transfer::new()).unwrap();
    assert_eq!(answer.value, Transferred { id: 7 });
    assert_eq!((answer.http.status().as_u16(), &answer.http.body()[..]), (201, &br#"{"id":7}"#[..]));
}

#[test]
fn an_invalid_request_is_neither_encoded_nor_sent() {
    let transfer = Transfer { order: "x".repeat(21), ..Transfer::new() };
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    let error = call(transport, &transfer).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    assert_eq!(error.invalid_field().unwrap().to_string(), "order must have at most 20 characters");
    assert_eq!((sent.count(), transfer.encodings.load(Ordering::SeqCst)), (0, 0));
}

#[test]
fn a_value_that_cannot_be_used_in_a_header_is_refused_and_nothing_is_sent() {
    let transfer = Transfer { order: "17\r\nx-evil: 1".to_owned(), ..Transfer::new() };
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    let error = call(transport, &transfer).unwrap_err();
    assert_eq!((error.kind(), error.invalid_field().unwrap().field()), (ErrorKind::Invalid, "order"));
    assert_eq!(sent.count(), 0);
}

#[test]
fn a_call_takes_no_longer_than_its_response_and_leaves_no_timer_running() {
    let clock = VirtualClock::default();
    let pipeline = wire::pipeline(&clock, wire::answering(200, "5").1, NoAuth);
    clock.run(pipeline.send(&Balance)).unwrap();
    assert_eq!((pipeline.clock().elapsed(), clock.timers()), (Duration::ZERO, 0));
}

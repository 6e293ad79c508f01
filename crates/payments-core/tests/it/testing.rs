//! The doubles that users test their own code with.

use std::future::{Future, pending};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Request, StatusCode};
use payments_core::testing::{FakeResponse, FakeTransport, SignedCallback, TestCallback, VirtualClock, header};
use payments_core::{
    BaseUrl, Clock as _, ErrorKind, Outcome, Pipeline, RawResponse, Response, RetryPolicy, Transport as _,
};

use crate::support::provider::{Balance, TinyBank, Transfer, Transferred};
use crate::support::wire::NoAuth;

const SECOND: Duration = Duration::from_secs(1);

fn pipeline(transport: &FakeTransport, clock: &VirtualClock, retries: RetryPolicy) -> Pipeline<TinyBank> {
    let builder = Pipeline::builder().transport(transport.clone()).clock(clock.clone()).retry_policy(retries);
    builder.build(BaseUrl::new("https://pay.example/api").unwrap(), NoAuth).unwrap()
}

/// Sends a transfer in one attempt.
fn transfer(response: FakeResponse) -> Result<Response<Transferred>, payments_core::Error<TinyBank>> {
    let (transport, clock) = (FakeTransport::new([response]), VirtualClock::new());
    let result = clock.run(pipeline(&transport, &clock, RetryPolicy::none()).send(&Transfer::new()));
    assert_eq!(transport.requests().len(), 1);
    result
}

#[test]
fn responses_come_in_order_and_the_last_one_is_repeated() {
    let transport = FakeTransport::new([FakeResponse::ok(1), FakeResponse::ok(2)]);
    let clock = VirtualClock::new();
    let pipeline = pipeline(&transport, &clock, RetryPolicy::none());
    let balances: Vec<u64> = (0..3).map(|_| clock.run(pipeline.send(&Balance)).unwrap().value).collect();
    assert_eq!(balances, [1, 2, 2]);
    transport.push(FakeResponse::ok(3));
    let balances: Vec<u64> = (0..2).map(|_| clock.run(pipeline.send(&Balance)).unwrap().value).collect();
    assert_eq!(balances, [2, 3]);
    assert_eq!(transport.requests().len(), 5);
}

#[test]
fn every_way_to_fail_has_its_outcome() {
    for (response, kind, outcome) in [
        (FakeResponse::unreachable(), ErrorKind::Unreachable, Outcome::NotSent),
        (FakeResponse::broken(), ErrorKind::Interrupted, Outcome::Unknown),
        (FakeResponse::silent(), ErrorKind::Timeout, Outcome::Unknown),
        (FakeResponse::ok(r#"{"id":7}"#).cut_off(), ErrorKind::Interrupted, Outcome::Unknown),
        (FakeResponse::http(502, "<html>"), ErrorKind::Undecided, Outcome::Unknown),
        (FakeResponse::http(400, r#"{"code":"51","message":"no"}"#), ErrorKind::Refused, Outcome::Refused),
    ] {
        let error = transfer(response.clone()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{response:?}");
    }
}

#[test]
fn a_response_has_the_status_headers_and_bytes_it_was_given() {
    let response = FakeResponse::http(201, r#"{"id":7}"#).header("x-request-id", "17").header("x-request-id", "18");
    let response = transfer(response).unwrap();
    assert_eq!((response.value.id, response.http.status().as_u16()), (7, 201));
    let ids: Vec<_> = response.http.headers().get_all("x-request-id").iter().collect();
    assert_eq!(ids, ["17", "18"]);
    let recorded = RawResponse::new(StatusCode::CREATED, HeaderMap::new(), r#"{"id":7}"#.into());
    assert_eq!(transfer(recorded.into()).unwrap().http.status(), StatusCode::CREATED);
    let file = FakeResponse::ok("").bytes(&b"\xff\xfe"[..]);
    assert_eq!(transfer(file).unwrap_err().http().unwrap().body()[..], b"\xff\xfe"[..]);
}

#[test]
fn a_request_is_recorded_as_it_was_sent() {
    let transport = FakeTransport::new([FakeResponse::ok(r#"{"id":7}"#)]);
    let clock = VirtualClock::new();
    clock.run(pipeline(&transport, &clock, RetryPolicy::none()).send(&Transfer::new())).unwrap();
    let request = transport.request();
    assert_eq!((request.method(), request.uri().path()), (&Method::POST, "/api/v1/transfers"));
    assert_eq!(header(&request, "x-idempotency-key"), Some("order-17"));
    assert_eq!(header(&request, "x-other"), None);
    assert!(request.body().starts_with(b"{\"order\":"));
}

#[test]
fn the_debug_text_has_no_card_and_no_token() {
    let response = FakeResponse::ok("4111111111111111");
    let transport = FakeTransport::new([response.clone()]);
    drop(transport.send(Request::new(Bytes::from("4111111111111111"))));
    assert_eq!(format!("{response:?} {transport:?}"), "FakeResponse(HTTP 200, 16 bytes) FakeTransport(1 requests)");
    let callback = SignedCallback::with_value(TestCallback::get("token=4111111111111111"), "key", "ab");
    assert_eq!(format!("{callback:?}"), "TestCallback(GET, 29 bytes)");
}

#[test]
#[should_panic(expected = "a request was sent for which no response was prepared")]
fn a_request_without_a_response_fails_the_test() {
    let (transport, clock) = (FakeTransport::new([]), VirtualClock::new());
    drop(clock.run(pipeline(&transport, &clock, RetryPolicy::none()).send(&Balance)));
}

#[test]
#[should_panic(expected = "0 requests were sent")]
fn the_only_request_must_exist() {
    FakeTransport::new([]).request();
}

#[test]
fn time_passes_only_when_everything_waits() {
    let clock = VirtualClock::at(SystemTime::UNIX_EPOCH);
    let slow = async {
        clock.sleep(3 * SECOND).await;
        clock.now()
    };
    let quick = async {
        clock.sleep(SECOND).await;
        clock.sleep(SECOND).await;
        clock.now()
    };
    let (slow, quick) = clock.run(async { tokio::join!(slow, quick) });
    assert_eq!((quick, slow), (SystemTime::UNIX_EPOCH + 2 * SECOND, SystemTime::UNIX_EPOCH + 3 * SECOND));
    assert_eq!((clock.elapsed(), clock.timers()), (3 * SECOND, 0));
}

#[test]
fn a_task_that_has_more_to_do_costs_no_time() {
    let clock = VirtualClock::new();
    clock.run(async {
        let busy = async {
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            assert_eq!(clock.elapsed(), Duration::ZERO);
        };
        tokio::join!(busy, clock.sleep(SECOND));
    });
    assert_eq!(clock.elapsed(), SECOND);
}

#[test]
#[should_panic(expected = "waits for something else than the virtual clock")]
fn a_future_that_waits_for_nothing_fails_the_test() {
    let clock = VirtualClock::new();
    // A timer that no future awaits.
    let _ignored = clock.sleep(SECOND);
    clock.run(pending::<()>());
}

#[test]
fn a_clock_is_moved_by_hand_too() {
    let clock = VirtualClock::new();
    assert!(!clock.advance_to_next_timer());
    let mut sleep = pin!(clock.sleep(2 * SECOND));
    let mut context = Context::from_waker(Waker::noop());
    clock.advance(SECOND);
    assert_eq!((sleep.as_mut().poll(&mut context), clock.timers()), (Poll::Pending, 1));
    assert!(clock.advance_to_next_timer());
    assert_eq!((sleep.as_mut().poll(&mut context), clock.timers()), (Poll::Ready(()), 0));
    assert_eq!(clock.elapsed(), 2 * SECOND);
}

#[tokio::test]
async fn a_timer_wakes_its_task_in_a_runtime() {
    let clock = VirtualClock::new();
    let sleep = tokio::spawn(clock.sleep(SECOND));
    tokio::task::yield_now().await;
    clock.advance(SECOND);
    sleep.await.unwrap();
}

fn in_header() -> SignedCallback {
    SignedCallback::with_header(TestCallback::post("application/json", "{}"), HeaderName::from_static("x-sign"), "0a+/")
}

fn in_values() -> [SignedCallback; 2] {
    let form = TestCallback::post("application/x-www-form-urlencoded", "id=7&monkey=1");
    [TestCallback::get("id=7&monkey=1"), form].map(|callback| SignedCallback::with_value(callback, "key", "f00d"))
}

#[test]
fn a_forged_callback_differs_in_its_signature_only() {
    let forged = in_header().forged();
    assert_eq!((&forged.headers()["x-sign"], forged.body()), (&"1a+/".parse().unwrap(), &b"{}"[..]));
    assert_eq!(forged.headers()["content-type"], "application/json");
    let [get, post] = in_values();
    assert_eq!((get.query(), get.forged().query()), ("id=7&monkey=1&key=f00d", "id=7&monkey=1&key=000d"));
    assert_eq!(post.forged().body(), b"id=7&monkey=1&key=000d");
}

#[test]
fn an_unsigned_callback_is_the_genuine_one_without_its_signature() {
    assert!(in_header().unsigned().headers().get("x-sign").is_none());
    let [get, post] = in_values();
    assert_eq!((get.unsigned().query(), post.unsigned().body()), ("id=7&monkey=1", &b"id=7&monkey=1"[..]));
}

#[test]
fn a_duplicate_is_the_same_to_the_byte() {
    let [get, _] = in_values();
    assert_eq!(get.duplicate().query(), get.query());
    assert_eq!(in_header().duplicate().headers(), in_header().headers());
}

#[test]
fn a_callback_is_a_whole_request() {
    let [get, post] = in_values();
    let request = get.to_request("/callbacks/tiny");
    assert_eq!(
        (request.method(), request.uri().to_string()),
        (&Method::GET, format!("/callbacks/tiny?{}", get.query()))
    );
    let request = get.to_request("/callbacks?shop=7");
    assert_eq!(request.uri().to_string(), format!("/callbacks?shop=7&{}", get.query()));
    assert_eq!(post.to_request("/callbacks?shop=7").uri().query(), Some("shop=7"));
    let request = post.to_request("/callbacks/tiny");
    assert_eq!((request.method(), request.uri().path()), (&Method::POST, "/callbacks/tiny"));
    assert_eq!((&request.body()[..], request.headers()), (post.body(), post.headers()));
}

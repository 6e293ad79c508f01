//! Raw calls: the same pipeline, outcome and recovery as any other call.

use http::{HeaderMap, HeaderValue, Method};
use payments_core::{
    Body, CardData, Changes, Endpoint as _, MovesMoney, Outcome, RawCall, Reads, Recover as _, Recovery, RetryPolicy,
};

use crate::support::provider::{StatusByOrder, TinyBank};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

fn payout() -> RawCall<TinyBank, MovesMoney> {
    let recovery = Recovery::Ask(StatusByOrder("order-17".to_owned()));
    RawCall::moves_money("payout", Method::POST, "v2/payouts/{order}", recovery)
        .with_parameter("order", "17/б")
        .with_query("mode", "a b&c")
        .with_headers(HeaderMap::from_iter([("x-a".parse().unwrap(), HeaderValue::from_static("b"))]))
        .with_body(Body::new("text/plain", b"17".to_vec()))
        .with_card_data(CardData::Number)
}

#[test]
fn a_raw_call_is_sent_as_it_was_described() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::answering(200, "done"));
    let response = clock.run(wire::pipeline(&clock, transport, NoAuth).send(&payout())).unwrap();
    assert_eq!(response.value.body, "done");
    let request = sent.only();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri().path_and_query().unwrap(), "/api/v2/payouts/17%2F%D0%B1?mode=a%20b%26c");
    assert_eq!(
        (request.headers()["x-a"].as_bytes(), request.headers()["content-type"].as_bytes()),
        (&b"b"[..], &b"text/plain"[..])
    );
    assert_eq!(request.body(), "17");
    assert_eq!(payout().card_data(), CardData::Number);
    assert_eq!(payout().parameter("order"), Some("17/б"));
}

#[test]
fn a_raw_call_that_moves_money_has_a_recovery_and_is_never_retried_once_it_may_have_arrived() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::answering(502, ""));
    let error = clock.run(wire::pipeline(&clock, transport, NoAuth).send(&payout())).unwrap_err();
    assert_eq!((error.outcome(), error.endpoint(), error.attempts()), (Outcome::Unknown, "payout", 1));
    assert!(error.money_may_have_moved());
    assert_eq!(error.recovery(), Some(&payout().recovery(None)));
    assert_eq!(sent.count(), 1);
}

#[test]
fn a_raw_read_is_retried_and_a_raw_change_is_not() {
    for (is_read, attempts) in [(true, 3), (false, 1)] {
        let (clock, (_, transport)) = (VirtualClock::default(), wire::answering(503, ""));
        let builder = wire::builder().transport(transport).clock(clock.clone()).retry_policy(RetryPolicy::default());
        let pipeline = builder.build(wire::base_url(), NoAuth).unwrap();
        let error = if is_read {
            clock.run(pipeline.send(&RawCall::<TinyBank, Reads>::reads("list", Method::GET, "list"))).unwrap_err()
        } else {
            clock.run(pipeline.send(&RawCall::<TinyBank, Changes>::changes("save", Method::POST, "save"))).unwrap_err()
        };
        assert_eq!((error.attempts(), error.money_may_have_moved()), (attempts, false));
    }
}

#[test]
fn a_parameter_without_a_value_is_named_and_nothing_is_sent() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::answering(200, ""));
    let call = RawCall::<TinyBank, Reads>::reads("order", Method::GET, "orders/{order}");
    let error = clock.run(wire::pipeline(&clock, transport, NoAuth).send(&call)).unwrap_err();
    assert_eq!(error.to_string(), "Tiny Bank order was not sent: order has no value in the path");
    assert_eq!(sent.count(), 0);
}

#[test]
fn debug_shows_nothing_of_the_content() {
    assert_eq!(format!("{:?}", payout()), r#"RawCall { name: "payout", body: Body(2 bytes), .. }"#);
}

//! The waits before retries: jitter, `Retry-After`, and the total timeout, which no wait exceeds.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::{Duration, SystemTime};

use payments_core::{ErrorKind, RetryPolicy, Timeouts};
use proptest::prelude::*;

use super::{Bytes, Keyed, NoBytes, build, builder, moves};
use crate::support::provider::Balance;
use crate::support::wire::{self, Step};
use payments_core::testing::VirtualClock;

const SECOND: Duration = Duration::from_secs(1);
const BUSY: &str = r#"{"code":"1","message":"busy"}"#;

/// The time that a call takes which fails this many times and then succeeds.
fn passed(retries: RetryPolicy, byte: u8, steps: Vec<Step>) -> Duration {
    let clock = VirtualClock::default();
    let timeouts = Timeouts::new(SECOND, SECOND * 10, SECOND * 1000).unwrap();
    let pipeline = build(
        builder().randomness(Bytes(byte)).retry_policy(retries).timeouts(timeouts),
        &clock,
        wire::scripted(steps).1,
    );
    clock.run(pipeline.send(&Balance)).unwrap();
    clock.elapsed()
}

fn failing(times: usize, step: &Step) -> Vec<Step> {
    let mut steps = vec![step.clone(); times];
    steps.push(Step::Response(200, "5"));
    steps
}

#[test]
fn the_wait_is_anything_from_nothing_to_a_limit_that_doubles() {
    // Not the default limit, to test that the setting is used.
    let retries = RetryPolicy::default().attempts(10).unwrap().waits(SECOND, SECOND * 7).unwrap();
    let limits = [1, 2, 4, 7, 7, 7];
    for failures in 1..=limits.len() {
        let limit: u64 = limits[..failures].iter().sum();
        let steps = failing(failures, &Step::NotSent);
        assert_eq!(passed(retries, 0x00, steps.clone()), Duration::ZERO);
        let half = passed(retries, 0x80, steps.clone());
        assert!(
            half >= SECOND * u32::try_from(limit).unwrap() / 2
                && half < SECOND * u32::try_from(limit).unwrap() * 51 / 100
        );
        let whole = passed(retries, 0xff, steps);
        assert!(whole < Duration::from_secs(limit) && whole + SECOND / 1000 > Duration::from_secs(limit), "{whole:?}");
    }
}

#[test]
fn by_default_the_first_wait_is_at_most_half_a_second() {
    let whole = passed(RetryPolicy::default(), 0xff, failing(1, &Step::NotSent));
    assert!(whole < SECOND / 2 && whole > SECOND * 49 / 100, "{whole:?}");
}

#[test]
fn without_random_bytes_there_are_no_retries() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([Step::NotSent]));
    clock.run(build(builder().randomness(NoBytes), &clock, transport).send(&Balance)).unwrap_err();
    assert_eq!(sent.count(), 1);
}

#[test]
fn the_first_wait_is_not_longer_than_the_longest() {
    assert_eq!(RetryPolicy::default().waits(SECOND * 2, SECOND).unwrap_err().field(), "first wait");
    assert!(RetryPolicy::default().waits(SECOND, SECOND).is_ok());
}

fn try_later(status: u16, when: impl Into<String>) -> Step {
    Step::TryLater(status, BUSY, when.into())
}

#[test]
fn retry_after_in_seconds_is_respected() {
    for status in [429, 503] {
        assert_eq!(passed(RetryPolicy::default(), 0, failing(2, &try_later(status, "7"))), SECOND * 14);
    }
}

#[test]
fn jitter_is_added_to_retry_after() {
    let waited = passed(RetryPolicy::default(), 0xff, failing(1, &try_later(429, "7")));
    assert!(waited > SECOND * 749 / 100 && waited < SECOND * 750 / 100, "{waited:?}");
}

#[test]
fn an_unreadable_or_past_retry_after_is_ignored() {
    for hint in [
        "",
        "-1",
        "1.5",
        "soon",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "06 Nov 2094",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 6 Nov 2094 08:49:37 GMT",
        "Sun, 06 Foo 2094 08:49:37 GMT",
        "Sun, 06 Nov 2094 24:49:37 GMT",
        "Sun, 06 Nov 2094 08:49 GMT",
        "Sun, 06 Nov 2094 08:49:37:00 GMT",
        "Sun, 06 Nov 2094 08:49:37 GMT extra",
        "Sun, 00 Nov 2094 08:49:37 GMT",
        "Sun, 06 Nov +094 08:49:37 GMT",
    ] {
        assert_eq!(passed(RetryPolicy::default(), 0, failing(1, &try_later(429, hint))), Duration::ZERO, "{hint:?}");
    }
}

#[test]
fn no_wait_is_longer_than_the_total_timeout_allows() {
    // 60 seconds in total, 10 to connect: a retry starts before the fiftieth second, or not at all.
    for (hint, expected) in [("49", 2), ("50", 1), ("51", 1), ("99999999999999999999999", 1)] {
        let (clock, (sent, transport)) =
            (VirtualClock::default(), wire::scripted([try_later(429, hint), Step::Response(400, BUSY)]));
        let error = clock.run(build(builder(), &clock, transport).send(&Balance)).unwrap_err();
        assert_eq!(sent.count(), expected, "{hint}");
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(
            clock.elapsed(),
            if expected == 1 { Duration::ZERO } else { SECOND * 49 },
            "it does not wait in vain"
        );
    }
}

#[test]
fn a_retry_has_only_the_rest_of_the_total_timeout() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([Step::Silence]));
    let error = clock.run(build(builder(), &clock, transport).send(&Balance)).unwrap_err();
    assert_eq!((sent.count(), error.kind(), clock.elapsed()), (2, ErrorKind::Timeout, SECOND * 60));
}

#[test]
fn dropping_the_future_while_it_waits_sends_nothing_more() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([try_later(429, "7")]));
    let pipeline = build(builder(), &clock, transport);
    {
        let mut sending = pin!(pipeline.send(&Balance));
        assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!((sent.count(), clock.timers()), (1, 0));
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::NotSent),
        Just(Step::MaybeSent),
        Just(Step::Silence),
        Just(Step::Response(502, "<html>")),
        (0_u32..70).prop_map(|seconds| try_later(429, seconds.to_string())),
    ]
}

proptest! {
    #[test]
    fn no_call_outlives_its_total_timeout(
        steps in prop::collection::vec(any_step(), 1..8),
        attempts in 1_u32..8,
        byte: u8,
        total in 2_u32..60,
    ) {
        let clock = VirtualClock::default();
        let timeouts = Timeouts::new(SECOND / 2, SECOND * 2, SECOND * total).unwrap();
        let retries = RetryPolicy::default().attempts(attempts).unwrap().waits(SECOND, SECOND * 8).unwrap();
        let (sent, transport) = wire::scripted(steps);
        let builder = builder().randomness(Bytes(byte)).retry_policy(retries).timeouts(timeouts);
        let error = clock.run(build(builder, &clock, transport).send(&moves::<Keyed>())).unwrap_err();
        prop_assert!(clock.elapsed() <= SECOND * total);
        prop_assert_eq!(usize::try_from(error.attempts()).unwrap(), sent.count());
        prop_assert!(sent.count() <= usize::try_from(attempts).unwrap());
    }

    /// The dates are formatted by an independent library.
    #[test]
    fn retry_after_as_a_date_is_respected(start in 0_u64..8_000_000_000, wait in 0_u32..900) {
        let clock = VirtualClock::default();
        clock.advance(Duration::from_secs(start));
        let date = httpdate::fmt_http_date(clock.now() + SECOND * wait);
        let timeouts = Timeouts::new(SECOND, SECOND * 10, SECOND * 1000).unwrap();
        let steps = failing(1, &try_later(503, date));
        let pipeline = build(builder().timeouts(timeouts), &clock, wire::scripted(steps).1);
        clock.run(pipeline.send(&Balance)).unwrap();
        prop_assert_eq!(clock.elapsed(), Duration::from_secs(start) + SECOND * wait);
        prop_assert!(clock.now() > SystemTime::UNIX_EPOCH);
    }
}

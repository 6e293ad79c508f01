//! Which calls are retried: the table in the documentation of `RetryPolicy`, row by row.

use payments_core::{Endpoint, ErrorKind, RetryPolicy};

use super::{Keyed, OnTrust, Once, Saves, build, builder, moves};
use crate::support::provider::{Balance, TinyBank};
use crate::support::wire::{self, Step};
use payments_core::testing::VirtualClock;

const NO_MONEY: &str = r#"{"code":"51","message":"no money"}"#;

/// The number of attempts on a network that always does this.
fn attempts<E: Endpoint<Provider = TinyBank>>(retries: RetryPolicy, step: &Step, endpoint: &E) -> usize {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([step.clone()]));
    let timeouts = payments_core::Timeouts::new(SECOND, SECOND * 2, SECOND * 60).unwrap();
    let pipeline = build(builder().retry_policy(retries).timeouts(timeouts), &clock, transport);
    let result = clock.run(pipeline.send(endpoint));
    let error = result.err().expect("the call fails");
    assert_eq!(usize::try_from(error.attempts()).unwrap(), sent.count());
    sent.count()
}

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);

/// For a read, a keyed call, one that is keyed but undocumented, one that is not idempotent, and one that moves no
/// money.
fn row(retries: RetryPolicy, step: &Step) -> [usize; 5] {
    [
        attempts(retries, step, &Balance),
        attempts(retries, step, &moves::<Keyed>()),
        attempts(retries, step, &moves::<OnTrust>()),
        attempts(retries, step, &moves::<Once>()),
        attempts(retries, step, &Saves),
    ]
}

#[test]
fn a_call_that_was_provably_not_sent_is_always_retried() {
    assert_eq!(row(RetryPolicy::default(), &Step::NotSent), [3, 3, 3, 3, 3]);
}

#[test]
fn a_call_that_may_have_arrived_is_retried_only_if_it_is_idempotent() {
    for doubt in [Step::MaybeSent, Step::Silence] {
        assert_eq!(row(RetryPolicy::default(), &doubt), [3, 3, 1, 1, 1]);
        assert_eq!(row(RetryPolicy::default().retry_undocumented_keys(), &doubt), [3, 3, 3, 1, 1]);
    }
}

#[test]
fn transient_errors_are_retried_only_if_the_call_is_idempotent() {
    for status in [500, 502, 503, 504] {
        assert_eq!(row(RetryPolicy::default(), &Step::Response(status, "<html>")), [3, 3, 1, 1, 1], "{status}");
        assert_eq!(
            row(RetryPolicy::default().retry_undocumented_keys(), &Step::Response(status, "<html>")),
            [3, 3, 3, 1, 1],
            "{status}"
        );
    }
    assert_eq!(row(RetryPolicy::default(), &Step::Response(429, NO_MONEY)), [3, 3, 1, 1, 1]);
}

#[test]
fn permanent_errors_are_not_retried() {
    // A refusal is permanent under the statuses of transient errors too, except 429.
    let refused = [200, 400, 408, 409, 425].map(|status| (status, NO_MONEY));
    for (status, body) in refused.into_iter().chain([(501, "<html>"), (505, "<html>"), (200, "garbage")]) {
        assert_eq!(
            row(RetryPolicy::default().retry_undocumented_keys(), &Step::Response(status, body)),
            [1, 1, 1, 1, 1],
            "{status} {body}"
        );
    }
}

#[test]
fn the_number_of_attempts_is_the_configured_one() {
    for attempts in [1, 2, 7] {
        let expected = usize::try_from(attempts).unwrap();
        assert_eq!(row(RetryPolicy::default().attempts(attempts).unwrap(), &Step::NotSent), [expected; 5]);
    }
    assert_eq!(RetryPolicy::default().attempts(0).unwrap_err().field(), "attempts");
}

#[test]
fn a_request_that_is_invalid_or_cannot_be_signed_is_not_retried() {
    use crate::support::provider::Transfer;
    use crate::support::wire::{BrokenAuth, HangingAuth};

    let clock = VirtualClock::default();
    let (sent, transport) = wire::scripted([Step::NotSent]);
    let error = clock.run(wire::pipeline(&clock, transport, BrokenAuth).send(&Balance)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), sent.count()), (ErrorKind::Signing, 1, 0));

    let (sent, transport) = wire::scripted([Step::NotSent]);
    let error = clock.run(wire::pipeline(&clock, transport, HangingAuth).send(&Balance)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), sent.count()), (ErrorKind::Timeout, 1, 0));

    let (sent, transport) = wire::scripted([Step::NotSent]);
    let too_long = Transfer { order: "o".repeat(21), ..Transfer::new() };
    let error = clock.run(build(builder(), &clock, transport).send(&too_long)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), sent.count()), (ErrorKind::Invalid, 0, 0));
}

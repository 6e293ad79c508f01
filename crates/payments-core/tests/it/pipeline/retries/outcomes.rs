//! The outcome and the sentence of a call with more than one attempt.

use payments_core::{AuthError, AuthFuture, Authenticate, Error, ErrorKind, Outcome, Recovery, UnsignedRequest};

use super::{Keyed, Once, build, builder, moves};
use crate::support::provider::{Balance, StatusByOrder, TinyBank};
use crate::support::wire::{self, Step};
use payments_core::testing::VirtualClock;

const NO_MONEY: &str = r#"{"code":"51","message":"no money"}"#;

#[track_caller]
fn keyed(steps: impl Into<Vec<Step>>) -> Error<TinyBank> {
    let clock = VirtualClock::default();
    let pipeline = build(builder(), &clock, wire::scripted(steps).1);
    clock.run(pipeline.send(&moves::<Keyed>())).unwrap_err()
}

#[test]
fn a_refusal_after_an_unknown_attempt_does_not_prove_that_nothing_happened() {
    let error = keyed([Step::MaybeSent, Step::Response(400, NO_MONEY)]);
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Refused, Outcome::Unknown, 2));
    assert!(error.money_may_have_moved());
    assert_eq!(
        error.recovery(),
        Some(&Recovery::Ask(StatusByOrder("51".to_owned()))),
        "the recovery knows what was said"
    );
}

#[test]
fn no_connection_after_an_unknown_attempt_does_not_prove_that_nothing_happened() {
    let error = keyed([Step::Response(502, "<html>"), Step::NotSent]);
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Unreachable, Outcome::Unknown, 3));
    assert_eq!(error.recovery(), Some(&Recovery::Ask(StatusByOrder("nothing was said".to_owned()))));
}

#[test]
fn a_retry_that_cannot_be_signed_does_not_prove_that_nothing_happened() {
    use std::sync::atomic::{AtomicBool, Ordering};

    struct SignsOnce(AtomicBool);

    impl Authenticate<TinyBank> for SignsOnce {
        fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
            let signed = self.0.swap(true, Ordering::SeqCst);
            Box::pin(async move { if signed { Err(AuthError::Header("it")) } else { Ok(http::HeaderMap::new()) } })
        }
    }

    let clock = VirtualClock::default();
    let builder = builder().clock(clock.clone()).transport(wire::scripted([Step::MaybeSent]).1);
    let pipeline = builder.build(wire::base_url(), SignsOnce(AtomicBool::new(false))).unwrap();
    let error = clock.run(pipeline.send(&moves::<Keyed>())).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Signing, Outcome::Unknown, 2));
}

#[test]
fn attempts_that_were_not_sent_leave_the_outcome_not_sent() {
    let error = keyed([Step::NotSent, Step::Response(400, NO_MONEY)]);
    assert_eq!((error.outcome(), error.attempts(), error.recovery()), (Outcome::Refused, 2, None));
    let error = keyed([Step::NotSent]);
    assert_eq!((error.outcome(), error.attempts(), error.recovery()), (Outcome::NotSent, 3, None));
}

#[test]
fn a_call_refused_with_429_that_then_could_not_connect_was_refused() {
    let error = keyed([Step::Response(429, NO_MONEY), Step::NotSent]);
    assert_eq!((error.outcome(), error.recovery()), (Outcome::Refused, None));
}

#[test]
fn a_read_that_was_refused_in_the_end_was_refused() {
    let clock = VirtualClock::default();
    let pipeline = build(builder(), &clock, wire::scripted([Step::MaybeSent, Step::Response(400, NO_MONEY)]).1);
    let error = clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Refused, 2));
}

#[test]
fn a_read_with_an_attempt_that_may_have_arrived_is_not_reported_as_not_sent() {
    let clock = VirtualClock::default();
    let pipeline = build(builder(), &clock, wire::scripted([Step::MaybeSent, Step::NotSent]).1);
    let error = clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 3));
    assert_eq!((error.money_may_have_moved(), error.recovery()), (false, None));
    assert_eq!(
        error.to_string(),
        "Tiny Bank balance got no response: no connection: connection refused; \
         an earlier one of 3 attempts may have arrived"
    );
}

#[test]
fn a_success_reports_the_number_of_attempts() {
    for failures in 0..3 {
        let mut steps = vec![Step::NotSent; failures];
        steps.push(Step::Response(200, "5"));
        let clock = VirtualClock::default();
        let answer = clock.run(build(builder(), &clock, wire::scripted(steps).1).send(&moves::<Once>())).unwrap();
        assert_eq!((answer.value, usize::try_from(answer.attempts).unwrap()), (5, failures + 1));
    }
}

#[test]
fn the_sentence_mentions_the_unknown_attempt() {
    assert_eq!(
        keyed([Step::MaybeSent, Step::Response(400, NO_MONEY)]).to_string(),
        "Tiny Bank move may have been carried out (HTTP 400): 51 no money; an earlier one of 2 attempts may have arrived"
    );
    assert_eq!(
        keyed([Step::Response(502, "<html>"), Step::NotSent]).to_string(),
        "Tiny Bank move may have been carried out: no connection: connection refused; \
         an earlier one of 3 attempts may have arrived"
    );
}

#[test]
fn the_sentence_mentions_the_refused_attempt_if_the_last_was_not_sent() {
    assert_eq!(
        keyed([Step::Response(429, NO_MONEY), Step::NotSent]).to_string(),
        "Tiny Bank move was refused: no connection: connection refused; an earlier one of 3 attempts was refused"
    );
}

#[test]
fn the_sentence_mentions_no_earlier_attempt_if_the_last_explains_the_outcome() {
    let sentences = [
        (vec![Step::NotSent], "was not sent: no connection: connection refused"),
        (vec![Step::NotSent, Step::Response(400, NO_MONEY)], "was refused (HTTP 400): 51 no money"),
        (vec![Step::Response(429, NO_MONEY)], "was refused (HTTP 429): 51 no money"),
        (vec![Step::Response(429, NO_MONEY), Step::Response(400, NO_MONEY)], "was refused (HTTP 400): 51 no money"),
    ];
    for (steps, sentence) in sentences {
        assert_eq!(keyed(steps).to_string(), format!("Tiny Bank move {sentence}"));
    }
    let (clock, steps) = (VirtualClock::default(), [Step::MaybeSent, Step::Response(400, NO_MONEY)]);
    let pipeline = build(builder(), &clock, wire::scripted(steps).1);
    let error = clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!(error.to_string(), "Tiny Bank balance was refused (HTTP 400): 51 no money");
}

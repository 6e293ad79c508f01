use std::cell::RefCell;
use std::future::{Future as _, pending};
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use payments_core::{PollError, PollSchedule, poll_until};
use proptest::prelude::*;

use payments_core::testing::VirtualClock;

const SECOND: Duration = Duration::from_secs(1);

fn schedule(first: u32, longest: u32, timeout: u32) -> PollSchedule {
    PollSchedule::new(SECOND * first, SECOND * longest, SECOND * timeout).unwrap()
}

/// Polls until "final", with "again" as a transient error. Returns the result and the time of each request, in seconds;
/// after the last given response it is repeated.
fn ask(schedule: PollSchedule, answers: &[Result<&'static str, &'static str>]) -> (Outcome, Vec<u64>) {
    let clock = VirtualClock::default();
    let asked = RefCell::new(Vec::new());
    let question = || {
        let place = asked.borrow().len().min(answers.len() - 1);
        asked.borrow_mut().push(clock.elapsed().as_secs());
        std::future::ready(answers[place])
    };
    let polling = poll_until(&clock, schedule, question, |answer| *answer == "final", |error| *error == "again");
    let outcome = clock.run(polling);
    (outcome, asked.into_inner())
}

type Outcome = Result<&'static str, PollError<&'static str, &'static str>>;

#[test]
fn the_first_request_is_sent_at_once() {
    let (outcome, asked) = ask(schedule(2, 8, 60), &[Ok("final")]);
    assert_eq!((outcome.unwrap(), asked), ("final", vec![0]));
}

#[test]
fn the_waits_double_up_to_the_longest() {
    let (outcome, asked) = ask(schedule(2, 8, 60), &[Ok(""), Ok(""), Ok(""), Ok(""), Ok(""), Ok("final")]);
    assert_eq!((outcome.unwrap(), asked), ("final", vec![0, 2, 6, 14, 22, 30]));
}

#[test]
fn transient_errors_are_polled_again() {
    let (outcome, asked) = ask(schedule(1, 1, 60), &[Err("again"), Ok(""), Err("again"), Ok("final")]);
    assert_eq!((outcome.unwrap(), asked.len()), ("final", 4));
}

#[test]
fn a_permanent_error_ends_polling() {
    let (outcome, asked) = ask(schedule(1, 1, 60), &[Ok(""), Err("no such order")]);
    assert!(matches!(outcome, Err(PollError::Failed("no such order"))));
    assert_eq!(asked, [0, 1]);
}

#[test]
fn the_timeout_returns_the_last_response_even_if_an_error_followed() {
    let (outcome, asked) = ask(schedule(2, 2, 7), &[Ok("first"), Ok("second"), Err("again")]);
    assert!(matches!(outcome, Err(PollError::Timeout { last: Some(Ok("second")) })), "{outcome:?}");
    assert_eq!(asked, [0, 2, 4, 6]);
}

#[test]
fn the_timeout_returns_the_last_error_if_there_was_no_response() {
    let (outcome, _) = ask(schedule(1, 1, 3), &[Err("again")]);
    assert!(matches!(outcome, Err(PollError::Timeout { last: Some(Err("again")) })), "{outcome:?}");
}

#[test]
fn a_request_that_hangs_is_dropped_at_the_timeout() {
    let clock = VirtualClock::default();
    let polling = poll_until(&clock, schedule(1, 1, 3), pending::<Result<(), ()>>, |()| true, |()| true);
    assert!(matches!(clock.run(polling), Err(PollError::Timeout { last: None })));
    assert_eq!(clock.elapsed(), SECOND * 3);
}

#[test]
fn dropping_the_future_stops_polling() {
    let clock = VirtualClock::default();
    {
        let polling = poll_until(&clock, schedule(1, 1, 3), async || Ok::<_, ()>(()), |()| false, |()| true);
        let mut polling = pin!(polling);
        assert!(polling.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(clock.timers(), 2, "one sleeps between questions, one until the timeout");
    }
    assert_eq!(clock.timers(), 0);
}

#[test]
fn the_future_may_move_between_threads() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    let clock = VirtualClock::default();
    let question = || std::future::ready(Ok::<_, ()>(()));
    let polling = is_send(poll_until(&clock, PollSchedule::default(), question, |()| true, |()| true));
    assert!(clock.run(polling).is_ok());
}

#[test]
fn the_error_of_polling_is_a_sentence() {
    let sentences: [(PollError<(), &str>, &str); 4] = [
        (PollError::Failed("no such order"), "no such order"),
        (PollError::Timeout { last: Some(Err("again")) }, "not final within the timeout: again"),
        (PollError::Timeout { last: Some(Ok(())) }, "not final within the timeout"),
        (PollError::Timeout { last: None }, "not final within the timeout"),
    ];
    for (error, sentence) in sentences {
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn a_schedule_out_of_order_is_refused_by_name() {
    let refused = [
        (0, 1, 1, "first wait must be above zero"),
        (2, 1, 3, "first wait must not be longer than the longest wait"),
        (1, 3, 2, "longest wait must not be longer than the timeout"),
    ];
    for (first, longest, timeout, sentence) in refused {
        let error = PollSchedule::new(SECOND * first, SECOND * longest, SECOND * timeout).unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn the_longest_wait_may_be_the_whole_time() {
    assert_eq!(schedule(2, 2, 2).waits().take(2).collect::<Vec<_>>(), [SECOND * 2, SECOND * 2]);
}

#[test]
fn the_default_schedule_keeps_the_rules() {
    let waits: Vec<Duration> = PollSchedule::default().waits().take(7).collect();
    assert_eq!(PollSchedule::new(waits[0], waits[6], PollSchedule::default().timeout()), Ok(PollSchedule::default()));
}

proptest! {
    #[test]
    fn waits_never_shrink_and_never_pass_the_longest(first in 1..u64::MAX, more: u64) {
        let longest = Duration::from_secs(first.saturating_add(more));
        let waits = PollSchedule::new(Duration::from_secs(first), longest, Duration::MAX).unwrap().waits();
        let waits: Vec<Duration> = waits.take(70).collect();
        prop_assert!(waits.is_sorted());
        prop_assert_eq!(waits.last(), Some(&longest));
    }
}

#[test]
fn a_schedule_in_stages_polls_often_first_and_seldom_later() {
    let schedule = PollSchedule::in_stages(SECOND * 4, SECOND * 10, SECOND * 300, SECOND * 3600).unwrap();
    let waits: Vec<u64> = schedule.waits().take(5).map(|wait| wait.as_secs()).collect();
    // The third wait begins within the first stage.
    assert_eq!(waits, [4, 4, 4, 300, 300]);
    assert_eq!(schedule.timeout(), SECOND * 3600);
}

#[test]
fn a_first_stage_may_end_exactly_with_a_wait() {
    let schedule = PollSchedule::in_stages(SECOND * 4, SECOND * 12, SECOND * 300, SECOND * 3600).unwrap();
    let waits: Vec<u64> = schedule.waits().take(5).map(|wait| wait.as_secs()).collect();
    assert_eq!(waits, [4, 4, 4, 300, 300]);
}

#[test]
fn stages_may_be_as_long_as_each_other_and_as_the_whole() {
    for (often, first_stage, seldom, timeout) in [(5, 10, 5, 60), (5, 60, 10, 60), (5, 10, 60, 60), (5, 5, 5, 5)] {
        let schedule = PollSchedule::in_stages(SECOND * often, SECOND * first_stage, SECOND * seldom, SECOND * timeout);
        assert_eq!(schedule.unwrap().timeout(), SECOND * timeout);
    }
}

#[test]
fn stages_out_of_order_are_refused_by_name() {
    let refused = [
        (0, 1, 1, 1, "first wait must be above zero"),
        (3, 1, 2, 9, "first wait must not be longer than the later ones"),
        (1, 9, 2, 8, "timeout must not be shorter than the first stage or a wait"),
        (1, 2, 9, 8, "timeout must not be shorter than the first stage or a wait"),
    ];
    for (often, first_stage, seldom, timeout, sentence) in refused {
        let error = PollSchedule::in_stages(SECOND * often, SECOND * first_stage, SECOND * seldom, SECOND * timeout)
            .unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
}

//! The retry budget that all clones of a client share.

use payments_core::RetryPolicy;

use super::{build, builder};
use crate::support::provider::Balance;
use crate::support::wire::{self, Step};
use payments_core::testing::VirtualClock;

#[test]
fn an_outage_does_not_cause_a_retry_storm() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([Step::NotSent]));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(5)), &clock, transport);
    for _ in 0..100 {
        clock.run(pipeline.clone().send(&Balance)).unwrap_err();
    }
    assert_eq!(sent.count(), 100 + 5, "each call once, and five repeats in all");
}

#[test]
fn ten_calls_that_succeed_at_once_earn_one_retry() {
    let mut steps = vec![Step::NotSent; 4];
    steps.extend(vec![Step::Response(200, "5"); 19]);
    steps.push(Step::NotSent);
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted(steps));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(2)), &clock, transport);
    let error = clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!((error.attempts(), sent.count()), (3, 3), "the whole budget");
    clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!(sent.count(), 4, "nothing is left");
    for _ in 0..19 {
        clock.run(pipeline.send(&Balance)).unwrap();
    }
    let error = clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!(error.attempts(), 2, "nineteen calls have earned one");
}

#[test]
fn a_call_that_needed_a_retry_earns_nothing() {
    let steps: Vec<Step> = (0..100).flat_map(|_| [Step::NotSent, Step::Response(200, "5")]).collect();
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted(steps));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(10)), &clock, transport);
    for _ in 0..10 {
        assert_eq!(clock.run(pipeline.send(&Balance)).unwrap().attempts, 2);
    }
    assert_eq!(clock.run(pipeline.send(&Balance)).unwrap_err().attempts(), 1);
    assert_eq!(sent.count(), 21);
}

#[test]
fn the_budget_never_exceeds_its_maximum() {
    let mut steps = vec![Step::Response(200, "5"); 100];
    steps.push(Step::NotSent);
    let (clock, (_, transport)) = (VirtualClock::default(), wire::scripted(steps));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(1)), &clock, transport);
    for _ in 0..100 {
        clock.run(pipeline.send(&Balance)).unwrap();
    }
    assert_eq!(clock.run(pipeline.send(&Balance)).unwrap_err().attempts(), 2);
    assert_eq!(clock.run(pipeline.send(&Balance)).unwrap_err().attempts(), 1);
}

/// Earning a retry must not overflow 32 bits.
#[test]
fn an_unlimited_budget_is_possible() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([Step::Response(200, "5")]));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(u32::MAX)), &clock, transport);
    clock.run(pipeline.send(&Balance)).unwrap();
    assert_eq!(sent.count(), 1);
}

#[test]
fn no_fraction_of_a_retry_is_earned_beyond_the_maximum() {
    let mut steps = vec![Step::Response(200, "5"); 100];
    steps.extend(vec![Step::NotSent; 2]);
    steps.extend(vec![Step::Response(200, "5"); 9]);
    steps.push(Step::NotSent);
    let (clock, (_, transport)) = (VirtualClock::default(), wire::scripted(steps));
    let pipeline = build(builder().retry_policy(RetryPolicy::default().budget(1)), &clock, transport);
    let succeed = |calls: usize| (0..calls).all(|_| clock.run(pipeline.send(&Balance)).is_ok());
    assert!(succeed(100));
    assert_eq!(clock.run(pipeline.send(&Balance)).unwrap_err().attempts(), 2, "the whole budget");
    assert!(succeed(9));
    assert_eq!(clock.run(pipeline.send(&Balance)).unwrap_err().attempts(), 1, "nine calls earn no repeat");
}

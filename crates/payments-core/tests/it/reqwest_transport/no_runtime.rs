//! Without a Tokio runtime, and outside the one in which a call began: at worst an error, never a panic, a hang or a
//! spin.

use std::cell::Cell;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use payments_core::{
    Clock, Error, ErrorKind, NoRuntime, Outcome, Pipeline, PipelineBuilder, PollError, PollSchedule, RetryPolicy,
    TokioClock, poll_until,
};
use tokio::runtime::{Builder, Runtime};

use super::server::{self, Reaction, json};
use super::{base_url, pipeline, tls};
use crate::support::provider::{Balance, TinyBank, Transfer};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

const WORDS: &str = "no Tokio runtime: call it within one, or build the client with another transport and clock";

fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// The output of a future that is ready at once.
#[track_caller]
fn at_once<F: Future>(future: F) -> F::Output {
    match poll(pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits, and nothing will wake it"),
    }
}

fn nowhere() -> SocketAddr {
    "127.0.0.1:9".parse().unwrap()
}

fn build(builder: PipelineBuilder<TinyBank>) -> Pipeline<TinyBank> {
    builder.build(base_url(nowhere()).parse().unwrap(), NoAuth).unwrap()
}

#[track_caller]
fn assert_no_runtime(error: &Error<TinyBank>, call: &str) {
    assert_eq!(error.to_string(), format!("Tiny Bank {call} was not sent: no connection: {WORDS}"));
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent));
    assert_eq!((error.attempts(), error.is_transient()), (1, false), "another attempt would end the same way");
    assert!(error.recovery().is_none());
}

#[test]
fn a_call_is_not_sent_and_reports_what_is_missing() {
    let (_, secure) = tls::trusting(nowhere());
    for pipeline in [
        build(wire::builder()),
        build(wire::builder().retry_policy(RetryPolicy::default())),
        build(wire::builder().retry_policy(RetryPolicy::default()).clock(VirtualClock::default())),
        build(wire::builder().retry_policy(RetryPolicy::default()).transport(secure)),
    ] {
        let transfer = Transfer::new();
        assert_no_runtime(&at_once(pipeline.send(&transfer)).unwrap_err(), "transfer/create");
        assert_no_runtime(&at_once(pipeline.send(&Balance)).unwrap_err(), "balance");
        assert_eq!(transfer.encodings.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_clock_that_cannot_wait_keeps_another_transport_from_sending() {
    let (sent, transport) = wire::answering(200, "5");
    let pipeline = build(wire::builder().transport(transport));
    assert_no_runtime(&at_once(pipeline.send(&Balance)).unwrap_err(), "balance");
    assert_eq!(sent.count(), 0, "without a timeout nothing is sent");
}

#[test]
fn a_custom_transport_and_clock_need_no_runtime() {
    let (sent, transport) = wire::answering(200, "5");
    let pipeline = build(wire::builder().transport(transport).clock(VirtualClock::default()));
    assert_eq!(at_once(pipeline.send(&Balance)).unwrap().value, 5);
    assert_eq!(sent.count(), 1);
}

#[test]
fn a_dry_run_needs_no_runtime() {
    let path = at_once(build(wire::builder()).dry_run(&Balance, async |request| request.uri.path().to_owned()));
    assert_eq!(path.unwrap(), "/api/v1/balance");
}

#[test]
fn an_invalid_request_is_reported_before_the_missing_runtime() {
    let transfer = Transfer { order: String::new(), ..Transfer::new() };
    let error = at_once(build(wire::builder()).send(&transfer)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[test]
fn a_clock_that_cannot_wait_does_not_poll() {
    let asked = Cell::new(0);
    let ask = async || {
        asked.set(asked.get() + 1);
        Ok::<_, NoRuntime>(())
    };
    let clock = TokioClock::new();
    let waiting = poll_until(&clock, PollSchedule::default(), ask, |()| false, |_| true);
    let error = at_once(waiting).unwrap_err();
    assert!(matches!(error, PollError::NoRuntime(NoRuntime)), "{error}");
    assert_eq!((error.to_string().as_str(), asked.get()), (WORDS, 0));
}

#[test]
fn a_request_without_a_runtime_ends_polling_with_another_clock() {
    let clock = VirtualClock::default();
    let pipeline = build(wire::builder().clock(clock.clone()));
    let ask = || pipeline.send(&Balance);
    let waiting = poll_until(&clock, PollSchedule::default(), ask, |_| true, Error::is_transient);
    let Err(PollError::Failed(error)) = at_once(waiting) else { panic!("it goes on asking") };
    assert_no_runtime(&error, "balance");
}

#[test]
fn the_default_clock_returns_the_time_and_reports_that_it_cannot_wait() {
    let clock = TokioClock::new();
    assert!(clock.now() > std::time::UNIX_EPOCH);
    assert!(clock.elapsed() <= clock.elapsed());
    assert_eq!(clock.can_sleep(), Err(NoRuntime));
    at_once(clock.sleep(Duration::from_secs(3600)));
    assert_eq!(runtime().block_on(async { clock.can_sleep() }), Ok(()));
}

/// Its own thread continues while the test's thread is outside the runtime.
fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn answering_server(runtime: &Runtime) -> (SocketAddr, server::Received) {
    runtime.block_on(server::start(|_| Reaction::Response(json("200 OK", "5"))))
}

/// How often a future is polled within its runtime before it is polled outside: while connecting, after the request was
/// sent, after the response arrived.
const POLLS: std::ops::Range<usize> = 1..5;

/// Polls within the runtime this many times, with time for I/O in between.
fn begin<F: Future + ?Sized>(runtime: &Runtime, polls: usize, mut future: Pin<&mut F>) -> Option<F::Output> {
    for _ in 0..polls {
        if let Poll::Ready(output) = runtime.block_on(async { poll(future.as_mut()) }) {
            return Some(output);
        }
        thread::sleep(Duration::from_millis(20));
    }
    None
}

#[test]
fn a_call_that_began_in_a_runtime_ends_outside_of_it() {
    for polls in POLLS {
        let runtime = runtime();
        let (address, received) = answering_server(&runtime);
        let pipeline = pipeline(address);
        let mut call = pin!(pipeline.send(&Balance));
        let answer = begin(&runtime, polls, call.as_mut()).unwrap_or_else(|| {
            loop {
                match poll(call.as_mut()) {
                    Poll::Ready(answer) => break answer,
                    Poll::Pending => thread::sleep(Duration::from_millis(1)),
                }
            }
        });
        assert_eq!(answer.unwrap().value, 5, "after {polls} polls");
        assert_eq!(received.requests().len(), 1);
    }
}

/// The connection is returned to the pool by the thread that drops the call. A panic there would leave the pool locked,
/// and every later call would fail.
#[test]
fn a_call_dropped_outside_its_runtime_does_not_break_later_calls() {
    for polls in POLLS {
        let runtime = runtime();
        let (address, _) = answering_server(&runtime);
        let pipeline = pipeline(address);
        let mut call = Box::pin(pipeline.send(&Balance));
        let ended = begin(&runtime, polls, call.as_mut()).is_some();
        drop(call);
        assert_eq!(runtime.block_on(pipeline.send(&Balance)).unwrap().value, 5, "{polls} polls, ended: {ended}");
    }
}

#[test]
fn polling_that_leaves_its_runtime_ends_instead_of_spinning() {
    let clock = TokioClock::new();
    let asked = Cell::new(0);
    let ask = || {
        asked.set(asked.get() + 1);
        // Ready on the second poll, which is outside.
        let mut polled = false;
        std::future::poll_fn(move |_| {
            if std::mem::replace(&mut polled, true) { Poll::Ready(Ok::<_, NoRuntime>(())) } else { Poll::Pending }
        })
    };
    let mut waiting = pin!(poll_until(&clock, PollSchedule::default(), ask, |()| false, |_| true));
    assert!(begin(&runtime(), 1, waiting.as_mut()).is_none());
    let Poll::Ready(Err(error)) = poll(waiting.as_mut()) else { panic!("it goes on waiting") };
    assert!(matches!(error, PollError::NoRuntime(_)), "{error}");
    assert_eq!(asked.get(), 1);
}

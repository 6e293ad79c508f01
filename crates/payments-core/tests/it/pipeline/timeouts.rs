//! The attempt timeout of thirty seconds, in every phase of an attempt.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use payments_core::{
    AuthFuture, Authenticate, Clock as _, Error, ErrorKind, HttpContext, Outcome, Transport, UnsignedRequest,
};

use crate::support::provider::{Balance, TinyBank, Transfer};
use crate::support::wire::{self, HangingAuth, InPieces, NoAuth, Piece};
use payments_core::testing::VirtualClock;

const SECOND: Duration = Duration::from_secs(1);

/// Makes a transfer that times out, and returns the error and the elapsed time.
fn late(
    clock: &VirtualClock,
    transport: impl Transport,
    auth: impl Authenticate<TinyBank>,
) -> (Error<TinyBank>, Duration) {
    let error = clock.run(wire::pipeline(clock, transport, auth).send(&Transfer::new())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    (error, clock.elapsed())
}

/// An authenticator that is slow: it sleeps or, like a smart card, blocks the thread.
struct SlowAuth {
    clock: VirtualClock,
    seconds: u32,
    asleep: bool,
}

impl Authenticate<TinyBank> for SlowAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(async {
            if self.asleep {
                self.clock.sleep(SECOND * self.seconds).await;
            } else {
                self.clock.advance(SECOND * self.seconds);
            }
            Ok(HeaderMap::new())
        })
    }
}

#[test]
fn a_timeout_while_signing_proves_that_nothing_was_sent() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    let (error, passed) = late(&clock, transport, HangingAuth);
    assert_eq!((error.outcome(), error.recovery(), passed), (Outcome::NotSent, None, SECOND * 30));
    assert_eq!(sent.count(), 0);
}

#[test]
fn a_signature_that_is_ready_only_after_the_timeout_is_not_used() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    let (error, _) = late(&clock, transport, SlowAuth { clock: clock.clone(), seconds: 30, asleep: false });
    assert_eq!((error.outcome(), sent.count()), (Outcome::NotSent, 0));
}

#[test]
fn a_timeout_while_waiting_leaves_the_outcome_unknown() {
    let (error, passed) = late(&VirtualClock::default(), wire::silent(), NoAuth);
    assert_eq!((error.outcome(), passed), (Outcome::Unknown, SECOND * 30));
    assert!(error.recovery().is_some());
}

#[test]
fn a_timeout_while_reading_leaves_the_outcome_unknown() {
    let transport = InPieces::new(StatusCode::OK, [Piece::Bytes(r#"{"id":7}"#), Piece::Hangs]);
    let (error, passed) = late(&VirtualClock::default(), transport, NoAuth);
    assert_eq!((error.outcome(), passed), (Outcome::Unknown, SECOND * 30));
    assert_eq!(error.http().map(HttpContext::status), Some(StatusCode::OK), "what is known of the answer is not lost");
    assert!(error.recovery().is_some());
}

#[test]
fn signing_and_waiting_share_one_timeout() {
    for asleep in [true, false] {
        let clock = VirtualClock::default();
        let auth = SlowAuth { clock: clock.clone(), seconds: 20, asleep };
        let (error, passed) = late(&clock, wire::silent(), auth);
        assert_eq!((error.outcome(), passed), (Outcome::Unknown, SECOND * 30));
    }
}

#[test]
fn a_response_that_is_there_counts_even_after_the_timeout() {
    let clock = VirtualClock::default();
    let busy = clock.clone();
    let transport = move |_: Request<Bytes>| {
        busy.advance(SECOND * 100);
        std::future::ready(Ok(Response::new(Bytes::from_static(b"5"))))
    };
    assert_eq!(clock.run(wire::pipeline(&clock, transport, NoAuth).send(&Balance)).unwrap().value, 5);
}

/// Never responds, and keeps a token for as long as the request lives.
fn holding(token: &Arc<()>) -> impl Transport + use<> {
    let token = Arc::clone(token);
    move |_: Request<Bytes>| {
        let held = Arc::clone(&token);
        async move {
            std::future::pending::<()>().await;
            drop(held);
            Ok(Response::new(Bytes::new()))
        }
    }
}

#[test]
fn a_request_is_dropped_at_the_timeout() {
    let (clock, token) = (VirtualClock::default(), Arc::new(()));
    let pipeline = wire::pipeline(&clock, holding(&token), NoAuth);
    let before = Arc::strong_count(&token);
    clock.run(pipeline.send(&Balance)).unwrap_err();
    assert_eq!((Arc::strong_count(&token), clock.timers()), (before, 0));
}

#[test]
fn dropping_the_future_drops_the_request_and_its_timer() {
    let (clock, token) = (VirtualClock::default(), Arc::new(()));
    let pipeline = wire::pipeline(&clock, holding(&token), NoAuth);
    let before = Arc::strong_count(&token);
    {
        let mut sending = pin!(pipeline.send(&Balance));
        assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!((Arc::strong_count(&token), clock.timers()), (before + 1, 1));
    }
    assert_eq!((Arc::strong_count(&token), clock.timers()), (before, 0));
}

#[test]
fn a_call_may_move_to_another_thread_and_its_error_may_go_anywhere() {
    fn is_send<T: Send + 'static>(_: &T) {}
    fn is_send_and_sync<T: Send + Sync + 'static>() {}
    let pipeline = wire::pipeline(&VirtualClock::default(), wire::silent(), NoAuth);
    is_send(&async move { pipeline.send(&Transfer::new()).await });
    is_send_and_sync::<Error<TinyBank>>();
    is_send_and_sync::<payments_core::Pipeline<TinyBank>>();
}

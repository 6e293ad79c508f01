//! Calls without async.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bank131_client::Outcome;
use bank131_client::session::{SessionCreate, SessionId, SessionState};
use payments_sandbox::Sandbox;
use recipes_example::blocking::BlockingClient;
use tokio::runtime::Runtime;

use crate::bank;

/// A sandbox on a thread of its own, with a session.
fn sandbox() -> (Runtime, Sandbox, SessionId) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (sandbox, session) = runtime.block_on(async {
        let sandbox = bank::builder().start().await.unwrap();
        let session = bank::session(&bank::client(&sandbox)).await;
        (sandbox, session)
    });
    (runtime, sandbox, session)
}

#[test]
fn a_program_without_async_calls() {
    let (_runtime, sandbox, session) = sandbox();
    let client = BlockingClient::new(bank::client(&sandbox)).unwrap();
    for _ in 0..2 {
        assert_eq!(client.session(session.clone()).unwrap().status, SessionState::Created);
    }
}

/// What another executor does: it polls, and no Tokio runtime is there.
#[test]
fn another_executor_sends_nothing_and_says_so() {
    let (_runtime, sandbox, _) = sandbox();
    let client = bank::client(&sandbox);
    let requests = sandbox.bank131().received().len();
    let request = SessionCreate::new();
    let polled = pin!(client.send(&request)).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Err(error)) = polled else { panic!("it needs a runtime") };
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("no Tokio runtime"), "{error}");
    assert_eq!(sandbox.bank131().received().len(), requests);
}

#[tokio::test]
#[should_panic(expected = "Cannot start a runtime from within a runtime")]
async fn async_code_must_not_block() {
    let sandbox = bank::builder().start().await.unwrap();
    let client = BlockingClient::new(bank::client(&sandbox)).unwrap();
    // Tokio panics a second time when a runtime is dropped here.
    let client = std::mem::ManuallyDrop::new(client);
    let _ = client.session(SessionId::new("ps_1"));
}

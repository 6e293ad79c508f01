//! Calls outside of a Tokio runtime: nothing is sent, nothing waits, and the error names what is missing.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use bank131_client::common::PollError;
use bank131_client::{Client, Environment, Outcome, PollSchedule};

use crate::support::{FakeSigner, PROJECT, bare_transfer, poll, session_id, status};

const WORDS: &str = "no Tokio runtime: call it within one, or build the client with another transport and clock";

/// A client as users build it. Nothing listens at its address.
fn client() -> Client {
    Client::builder(Environment::at("http://127.0.0.1:9").unwrap(), PROJECT, FakeSigner).build().unwrap()
}

/// The output of a future that is ready at once.
#[track_caller]
fn at_once<F: Future>(future: F) -> F::Output {
    match poll(pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits, and nothing will wake it"),
    }
}

#[test]
fn a_call_without_a_runtime_is_not_sent_and_names_what_is_missing() {
    let client = client();
    let transfer = at_once(client.send(&bare_transfer())).unwrap_err();
    let question = at_once(client.send_with_http(&status())).unwrap_err();
    for error in [transfer, question] {
        assert_eq!((error.outcome(), error.is_transient()), (Outcome::NotSent, false));
        assert!(error.to_string().ends_with(&format!(" was not sent: no connection: {WORDS}")), "{error}");
    }
}

#[test]
fn polling_without_a_runtime_ends_at_once() {
    let client = client();
    let final_state = at_once(client.wait_for_final(&session_id(), PollSchedule::default()));
    let any_state = at_once(client.wait_until(&session_id(), PollSchedule::default(), |_| true));
    for result in [final_state, any_state] {
        let Err(error @ PollError::NoRuntime(_)) = result else { panic!("{result:?}") };
        assert_eq!(error.to_string(), WORDS);
    }
}

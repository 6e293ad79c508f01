//! The sentences of errors.

use std::error::Error as _;
use std::future::ready;

use http::StatusCode;
use payments_core::signing::SignError;
use payments_core::{AuthError, AuthFuture, Authenticate, BuildError, Error, TransportError, UnsignedRequest};

use super::{call, error_of};
use crate::support::provider::{Balance, TinyBank, Transfer};
use crate::support::wire::{self, BrokenAuth, HangingAuth, InPieces, NoAuth, Piece};
use payments_core::testing::VirtualClock;

const NO_MONEY: &str = r#"{"code":"51","message":"no money"}"#;

#[derive(Debug, thiserror::Error)]
#[error("tunnel closed")]
struct TunnelClosed(#[source] std::io::Error);

fn no_route() -> TransportError {
    TransportError::not_sent(TunnelClosed(std::io::Error::other("no route to host")))
}

fn reset() -> TransportError {
    TransportError::maybe_sent("reset by peer")
}

fn unsigned(auth: impl Authenticate<TinyBank>) -> Error<TinyBank> {
    let clock = VirtualClock::default();
    clock.run(wire::pipeline(&clock, wire::silent(), auth).send(&Transfer::new())).unwrap_err()
}

#[test]
fn every_error_is_one_sentence_that_begins_with_what_it_means() {
    let sentences = [
        (
            call(wire::silent(), &Transfer { order: String::new(), ..Transfer::new() }).unwrap_err(),
            "Tiny Bank transfer/create was not sent: order must not be empty",
        ),
        (
            unsigned(BrokenAuth),
            "Tiny Bank transfer/create was not sent: the project's name is not a valid header value",
        ),
        (unsigned(HangingAuth), "Tiny Bank transfer/create was not sent: timed out before it was signed"),
        (
            call(wire::failing(no_route), &Transfer::new()).unwrap_err(),
            "Tiny Bank transfer/create was not sent: no connection: tunnel closed: no route to host",
        ),
        (
            call(wire::failing(reset), &Transfer::new()).unwrap_err(),
            "Tiny Bank transfer/create may have been carried out: the connection broke: reset by peer",
        ),
        (
            call(InPieces::new(StatusCode::OK, [Piece::Breaks(reset)]), &Transfer::new()).unwrap_err(),
            "Tiny Bank transfer/create may have been carried out (HTTP 200): the connection broke: reset by peer",
        ),
        (unsigned(NoAuth), "Tiny Bank transfer/create may have been carried out: no response within the timeout"),
        (error_of(400, NO_MONEY, &Transfer::new()), "Tiny Bank transfer/create was refused (HTTP 400): 51 no money"),
        (
            error_of(500, NO_MONEY, &Transfer::new()),
            "Tiny Bank transfer/create may have been carried out (HTTP 500): 51 no money",
        ),
        (
            error_of(502, "", &Transfer::new()),
            "Tiny Bank transfer/create may have been carried out (HTTP 502): the response does not say",
        ),
        (
            error_of(200, "{}", &Transfer::new()),
            "Tiny Bank transfer/create may have been carried out (HTTP 200): the response cannot be read, at .: missing \
             field `id` at line 1 column 2",
        ),
        (
            error_of(200, "x".repeat(65).leak(), &Transfer::new()),
            "Tiny Bank transfer/create may have been carried out (HTTP 200): the response has more than 64 bytes",
        ),
    ];
    for (error, sentence) in sentences {
        assert_eq!(error.to_string(), sentence);
        assert!(error.source().is_none(), "the sentence has the whole cause already");
    }
}

#[test]
fn a_failed_read_does_not_speak_of_being_carried_out() {
    for (error, sentence) in [
        (error_of(502, "", &Balance), "got no usable response (HTTP 502): the response does not say"),
        (
            error_of(200, "{", &Balance),
            "got no usable response (HTTP 200): the response cannot be read, at .: expected u64 at line 1 column 0",
        ),
        (error_of(500, NO_MONEY, &Balance), "was answered with an error (HTTP 500): 51 no money"),
        (error_of(403, NO_MONEY, &Balance), "was refused (HTTP 403): 51 no money"),
        (call(wire::failing(reset), &Balance).unwrap_err(), "got no response: the connection broke: reset by peer"),
        (
            call(wire::failing(no_route), &Balance).unwrap_err(),
            "was not sent: no connection: tunnel closed: no route to host",
        ),
    ] {
        assert_eq!(error.to_string(), format!("Tiny Bank balance {sentence}"));
        assert!(!error.money_may_have_moved());
    }
}

#[test]
fn debug_is_the_sentence_with_the_outcome_and_the_recovery() {
    assert_eq!(
        format!("{:?}", error_of(502, "", &Transfer::new())),
        "Error { kind: Undecided, outcome: Unknown, message: Tiny Bank transfer/create may have been carried out \
         (HTTP 502): the response does not say, recovery: Some(Ask(StatusByOrder(\"order-17\"))), .. }"
    );
}

#[derive(Debug, thiserror::Error)]
#[error("{words}")]
struct Layer {
    words: &'static str,
    source: Option<Box<Layer>>,
}

/// An error with its causes, the outermost first.
fn layers(words: &[&'static str]) -> Layer {
    let (outermost, causes) = words.split_first().unwrap();
    Layer { words: outermost, source: (!causes.is_empty()).then(|| Box::new(layers(causes))) }
}

#[test]
fn the_whole_chain_of_causes_is_in_the_sentence_and_nothing_twice() {
    for (words, sentence) in [
        (&["a"][..], "a"),
        (&["a", "b", "c", "d"], "a: b: c: d"),
        (&["a: b", "b"], "a: b"),
        (&["a: b: c", "b: c", "c"], "a: b: c"),
        (&["a", "", "b"], "a: b"),
        (&["a", "b: c", "c", "d"], "a: b: c: d"),
    ] {
        assert_eq!(TransportError::not_sent(layers(words)).to_string(), sentence, "{words:?}");
        assert_eq!(TransportError::maybe_sent(layers(words)).to_string(), sentence, "{words:?}");
        let build = [BuildError::Tls(Box::new(layers(words))), BuildError::Proxy(Box::new(layers(words)))];
        assert!(build.iter().all(|error| error.to_string().ends_with(&format!(": {sentence}"))), "{build:?}");
        let signing = unsigned(FailingSigner(words)).to_string();
        assert_eq!(
            signing,
            format!("Tiny Bank transfer/create was not sent: the signature could not be made: {sentence}")
        );
    }
}

/// A signer that fails with these causes.
struct FailingSigner(&'static [&'static str]);

impl Authenticate<TinyBank> for FailingSigner {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(ready(Err(AuthError::Sign(SignError::new(layers(self.0))))))
    }
}

#[test]
fn a_transport_error_keeps_its_cause_as_its_source() {
    let error = no_route();
    assert!(!error.may_have_been_sent() && reset().may_have_been_sent());
    assert_eq!(error.source().unwrap().to_string(), "tunnel closed");
}

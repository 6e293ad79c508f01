//! Rules for responses that hold for every provider.

use std::future::ready;

use bytes::Bytes;
use http::{Request, Response};
use payments_core::{Error, ErrorKind, Outcome, Transport};

use super::{call, error_of};
use crate::support::provider::{Balance, TinyBank, Transfer};

const REFUSAL: &str = r#"{"code":"51","message":"no money"}"#;
const REFUSAL_WITH_OPERATION: &str = r#"{"code":"51","message":"no money","id":7}"#;
const ODD: &str = r#"{"code":"odd","message":"not explained"}"#;
const BUSY: &str = r#"{"code":"busy","message":"try later"}"#;

#[track_caller]
fn assert_means(error: &Error<TinyBank>, kind: ErrorKind, outcome: Outcome) {
    assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error}");
}

#[test]
fn a_refusal_that_names_an_operation_does_not_prove_that_nothing_happened() {
    for status in [200, 400, 401, 404, 429] {
        let refused = error_of(status, REFUSAL, &Transfer::new());
        assert_means(&refused, ErrorKind::Refused, Outcome::Refused);

        let named = error_of(status, REFUSAL_WITH_OPERATION, &Transfer::new());
        assert_means(&named, ErrorKind::Undecided, Outcome::Unknown);
        assert!(named.money_may_have_moved() && named.recovery().is_some());
        assert_eq!(named.refusal().map(|refusal| refusal.code.as_str()), Some("51"), "what it said is kept");
    }
}

#[test]
fn a_refused_read_is_refused_whatever_the_response_names() {
    assert_means(&error_of(200, REFUSAL_WITH_OPERATION, &Balance), ErrorKind::Refused, Outcome::Refused);
}

#[test]
fn a_read_that_gets_an_error_is_not_retried() {
    for status in [200, 400, 403, 404, 422] {
        let error = error_of(status, ODD, &Balance);
        assert_means(&error, ErrorKind::Refused, Outcome::Refused);
        assert!(!error.is_transient(), "{status}");
    }
    assert_means(&error_of(400, ODD, &Transfer::new()), ErrorKind::Undecided, Outcome::Unknown);
}

#[test]
fn a_read_is_retried_after_a_transient_error() {
    for (status, body) in [(400, BUSY), (200, BUSY), (500, ODD), (503, ODD), (429, ODD), (408, ODD)] {
        let error = error_of(status, body, &Balance);
        assert_means(&error, ErrorKind::Undecided, Outcome::Unknown);
        assert!(error.is_transient(), "{status} {body}");
    }
}

#[test]
fn a_partial_response_is_not_a_response() {
    assert_means(&error_of(206, "5", &Balance), ErrorKind::Undecided, Outcome::Unknown);
    assert_means(&error_of(206, r#"{"id":7}"#, &Transfer::new()), ErrorKind::Undecided, Outcome::Unknown);
}

fn encoded(status: u16, encoding: &'static str, body: &'static str) -> impl Transport {
    move |_: Request<Bytes>| {
        let response = Response::builder().status(status).header("content-encoding", encoding);
        ready(Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap()))
    }
}

/// The bytes may be anything, even a refusal of something else.
#[test]
fn an_unrequested_compressed_response_is_not_believed() {
    let error = |transport| call(transport, &Transfer::new()).unwrap_err();
    assert_means(&error(encoded(200, "gzip", r#"{"id":7}"#)), ErrorKind::Unreadable, Outcome::Unknown);
    assert_means(&error(encoded(400, "gzip", REFUSAL)), ErrorKind::Undecided, Outcome::Unknown);
    assert_means(&error(encoded(400, "identity", REFUSAL)), ErrorKind::Refused, Outcome::Refused);
    assert!(call(encoded(200, "Identity", r#"{"id":7}"#), &Transfer::new()).is_ok());
}

#[test]
fn a_byte_order_mark_before_a_response_is_skipped() {
    let answer = call(crate::support::wire::answering(200, "\u{feff}{\"id\":7}").1, &Transfer::new());
    assert_eq!(answer.map(|answer| answer.value.id).ok(), Some(7));
}

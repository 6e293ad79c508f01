//! Outcomes of failed calls.

use http::{Method, StatusCode};
use payments_core::{
    Body, Classification, DecodeError, Endpoint, Error, ErrorKind, InvalidField, Outcome, RawResponse, Reads, Recovery,
    Transport, TransportError,
};

use super::{call, error_of};
use crate::support::provider::{Balance, Delimited, Refusal, StatusByOrder, TinyBank, Transfer};
use crate::support::wire::{self, BrokenAuth, InPieces, Piece};
use payments_core::testing::VirtualClock;

const NO_MONEY: &str = r#"{"code":"51","message":"no money"}"#;

fn not_sent() -> TransportError {
    TransportError::not_sent("connection refused")
}

fn maybe_sent() -> TransportError {
    TransportError::maybe_sent("connection reset")
}

fn failure<E: Endpoint<Provider = TinyBank>>(transport: impl Transport, endpoint: &E) -> Error<TinyBank> {
    call(transport, endpoint).err().expect("the call fails")
}

/// Checks that nothing happened and that there is no recovery.
#[track_caller]
fn assert_nothing_happened(error: &Error<TinyBank>, kind: ErrorKind, outcome: Outcome) {
    assert_eq!((error.kind(), error.outcome()), (kind, outcome));
    assert_eq!((error.money_may_have_moved(), error.recovery()), (false, None));
    assert_eq!(error.endpoint(), "transfer/create");
}

/// Checks that the outcome is unknown, and that the recovery of the transfer is there.
#[track_caller]
fn assert_unknown(error: &Error<TinyBank>, kind: ErrorKind, status: Option<u16>) {
    assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown));
    assert!(error.money_may_have_moved());
    assert_eq!(error.recovery(), Some(&Recovery::Ask(StatusByOrder("order-17".to_owned()))));
    assert_eq!(error.http().map(|http| http.status().as_u16()), status);
}

#[test]
fn a_request_that_cannot_be_signed_is_not_sent() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, r#"{"id":7}"#);
    let error = clock.run(wire::pipeline(&clock, transport, BrokenAuth).send(&Transfer::new())).unwrap_err();
    assert_nothing_happened(&error, ErrorKind::Signing, Outcome::NotSent);
    assert_eq!(sent.count(), 0);
}

#[test]
fn without_a_connection_nothing_was_sent() {
    let error = failure(wire::failing(not_sent), &Transfer::new());
    assert_nothing_happened(&error, ErrorKind::Unreachable, Outcome::NotSent);
    assert!(error.http().is_none());
}

#[test]
fn a_connection_that_broke_leaves_the_outcome_unknown() {
    let error = failure(wire::failing(maybe_sent), &Transfer::new());
    assert_unknown(&error, ErrorKind::Interrupted, None);
}

#[test]
fn a_whole_body_over_the_limit_leaves_the_outcome_unknown() {
    let body: &'static str = "x".repeat(65).leak();
    assert_unknown(&error_of(200, body, &Transfer::new()), ErrorKind::Unreadable, Some(200));
}

#[test]
fn a_body_of_exactly_the_limit_is_read() {
    let whole: &'static str = format!("{:>64}", 7).leak();
    assert_eq!(call(wire::answering(200, whole).1, &Balance).unwrap().value, 7);
    let (first, second) = whole.split_at(32);
    let transport = InPieces::new(StatusCode::OK, [Piece::Bytes(first), Piece::Bytes(second)]);
    assert_eq!(call(transport, &Balance).unwrap().value, 7);
}

#[test]
fn a_body_over_the_limit_is_read_no_further_than_the_limit() {
    let endless = InPieces::new(StatusCode::CREATED, vec![Piece::Bytes("0123456789abcdef"); 100]);
    let error = failure(endless.clone(), &Transfer::new());
    assert_unknown(&error, ErrorKind::Unreadable, Some(201));
    assert_eq!(endless.taken(), 5, "five pieces of sixteen bytes are the first to pass 64");
}

#[test]
fn a_first_piece_over_the_limit_is_the_last_one_read() {
    let transport = InPieces::new(StatusCode::OK, [Piece::Bytes("x".repeat(65).leak()), Piece::Hangs]);
    assert_unknown(&failure(transport.clone(), &Transfer::new()), ErrorKind::Unreadable, Some(200));
    assert_eq!(transport.taken(), 1);
}

#[test]
fn pieces_are_joined_in_their_order() {
    let pieces = ["{", "", r#""id""#, ":", "12}"].map(Piece::Bytes);
    assert_eq!(call(InPieces::new(StatusCode::OK, pieces), &Transfer::new()).unwrap().value.id, 12);
}

#[test]
fn no_pieces_are_an_empty_body() {
    let error = failure(InPieces::new(StatusCode::OK, []), &Transfer::new());
    assert_unknown(&error, ErrorKind::Unreadable, Some(200));
    assert!(error.http().unwrap().body().is_empty());
}

#[test]
fn a_body_that_breaks_midway_leaves_the_outcome_unknown() {
    for pieces in [vec![Piece::Breaks(maybe_sent)], vec![Piece::Bytes(r#"{"id""#), Piece::Breaks(maybe_sent)]] {
        let error = failure(InPieces::new(StatusCode::OK, pieces), &Transfer::new());
        assert_unknown(&error, ErrorKind::Interrupted, Some(200));
    }
}

#[test]
fn a_body_that_claims_nothing_was_sent_is_not_believed() {
    let transport = InPieces::new(StatusCode::OK, [Piece::Bytes("{"), Piece::Breaks(not_sent)]);
    assert_unknown(&failure(transport, &Transfer::new()), ErrorKind::Interrupted, Some(200));
}

#[test]
fn a_response_that_cannot_be_read_leaves_the_outcome_unknown() {
    for body in ["", "<html>", r#"{"id":"seven"}"#, r#"{"id":7"#, "{}"] {
        let error = error_of(200, body, &Transfer::new());
        assert_unknown(&error, ErrorKind::Unreadable, Some(200));
        assert_eq!(error.http().unwrap().body(), body.as_bytes());
    }
}

#[test]
fn an_unreadable_response_is_located_without_the_value() {
    let sentence = error_of(200, r#"{"id":"seven"}"#, &Transfer::new()).to_string();
    assert!(sentence.contains("at id: expected u64"), "{sentence}");
    assert!(!sentence.contains("seven"), "{sentence}");
}

#[test]
fn a_refusal_means_that_nothing_happened_whatever_the_status() {
    for status in [200, 400, 403] {
        let error = error_of(status, NO_MONEY, &Transfer::new());
        assert_nothing_happened(&error, ErrorKind::Refused, Outcome::Refused);
        assert_eq!(error.refusal(), Some(&Refusal { code: "51".to_owned(), message: "no money".to_owned() }));
        assert_eq!(error.http().unwrap().status().as_u16(), status);
    }
}

#[test]
fn a_provider_side_error_leaves_the_outcome_unknown_with_or_without_a_message() {
    let worded = error_of(500, NO_MONEY, &Transfer::new());
    assert_unknown(&worded, ErrorKind::Undecided, Some(500));
    assert_eq!(worded.refusal().unwrap().code, "51");

    let wordless = error_of(502, "<html>", &Transfer::new());
    assert_unknown(&wordless, ErrorKind::Undecided, Some(502));
    assert_eq!(wordless.refusal(), None);
    assert_eq!(wordless.http().unwrap().body(), "<html>");
}

#[test]
fn a_read_moves_no_money_and_needs_no_recovery_however_it_ends() {
    let errors = [
        failure(wire::failing(not_sent), &Balance),
        failure(wire::failing(maybe_sent), &Balance),
        error_of(200, "x", &Balance),
        error_of(200, NO_MONEY, &Balance),
        error_of(500, "", &Balance),
    ];
    let outcomes = [Outcome::NotSent, Outcome::Unknown, Outcome::Unknown, Outcome::Refused, Outcome::Unknown];
    assert_eq!(errors.each_ref().map(Error::outcome), outcomes);
    for error in errors {
        assert_eq!((error.money_may_have_moved(), error.recovery()), (false, None));
    }
}

/// An endpoint where the code that means a refusal everywhere else means success.
struct Question;

impl Endpoint for Question {
    type Provider = TinyBank;
    type Response = ();
    type Effect = Reads;
    const NAME: &'static str = "question";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/question";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn classify(&self, _response: &RawResponse) -> Classification<Refusal> {
        Classification::Done
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

#[test]
fn an_endpoint_may_classify_its_responses_itself() {
    assert!(call(wire::answering(200, NO_MONEY).1, &Question).is_ok());
    assert_eq!(failure(wire::answering(200, NO_MONEY).1, &Balance).outcome(), Outcome::Refused);
}

#[test]
fn a_response_reports_whether_its_transport_saw_the_end_of_the_body() {
    assert!(call(wire::answering(200, "5").1, &Delimited).unwrap().value, "whole bytes have an end");
    for delimited in [true, false] {
        for pieces in [vec![], vec![Piece::Bytes("5")], vec![Piece::Bytes("5"), Piece::Bytes("6")]] {
            let transport = InPieces { delimited, ..InPieces::new(StatusCode::OK, pieces) };
            assert_eq!(call(transport, &Delimited).unwrap().value, delimited);
        }
    }
}

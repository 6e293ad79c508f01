//! Files that are passed on in chunks.

use std::io;

use http::{HeaderMap, HeaderValue, Method, StatusCode};
use payments_core::{
    Body, DecodeError, Download, Endpoint, Error, ErrorKind, Evidence, InvalidField, Outcome, RawResponse, Reads,
    RetryPolicy, TransportError,
};

use crate::support::provider::TinyBank;
use crate::support::wire::{self, InPieces, NoAuth, Piece};
use payments_core::testing::VirtualClock;

struct Report;

impl Endpoint for Report {
    type Provider = TinyBank;
    type Response = ();
    type Effect = Reads;
    const NAME: &'static str = "report";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "report";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl Download for Report {
    const MAX_BYTES: u64 = 1000;
}

fn reset() -> TransportError {
    TransportError::maybe_sent("connection reset")
}

/// The file as far as it was passed on, and what the call came to.
fn download(transport: InPieces) -> (String, Result<u64, Error<TinyBank>>) {
    let (clock, mut file) = (VirtualClock::default(), String::new());
    let builder = wire::builder().transport(transport).clock(clock.clone()).retry_policy(RetryPolicy::default());
    let pipeline = builder.build(wire::base_url(), NoAuth).unwrap();
    let write = |chunk: &[u8]| {
        file.push_str(std::str::from_utf8(chunk).unwrap());
        Ok(())
    };
    let result = clock.run(pipeline.download(&Report, write));
    (file, result.map(|response| response.value))
}

#[test]
fn a_file_is_passed_on_in_order_beyond_the_limit_of_responses() {
    let chunk = "0123456789abcdef0123456789abcdef";
    let (file, size) = download(InPieces::new(StatusCode::OK, vec![Piece::Bytes(chunk); 20]));
    assert_eq!((file, size.unwrap()), (chunk.repeat(20), 640));
    let (file, size) = download(InPieces::new(StatusCode::OK, []));
    assert_eq!((file.as_str(), size.unwrap()), ("", 0));
}

#[test]
fn a_download_is_retried_until_a_part_was_passed_on() {
    let pieces = [Piece::Breaks(reset), Piece::Bytes("a;b\n"), Piece::Bytes("1;2\n")];
    assert_eq!(download(InPieces::new(StatusCode::OK, pieces)).1.unwrap(), 8);
    let transport = InPieces::new(StatusCode::OK, [Piece::Bytes("a;b\n"), Piece::Breaks(reset), Piece::Bytes("1;2\n")]);
    let (file, result) = download(transport.clone());
    let error = result.unwrap_err();
    assert_eq!((file.as_str(), error.attempts(), error.outcome()), ("a;b\n", 1, Outcome::Unknown));
    assert_eq!(transport.taken(), 2);
}

#[test]
fn a_file_that_is_too_large_or_may_be_cut_is_an_error() {
    let chunk = Piece::Bytes("0123456789abcdef0123456789abcdef");
    let error = download(InPieces::new(StatusCode::OK, vec![chunk; 40])).1.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Tiny Bank report got no usable response (HTTP 200): the response has more than 1000 bytes"
    );
    let cut = InPieces { delimited: false, ..InPieces::new(StatusCode::OK, [Piece::Bytes("a;b\n")]) };
    let error = download(cut).1.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unreadable, 1));
    assert!(
        error.to_string().contains("its end is not marked") || error.to_string().contains("end is not marked"),
        "{error}"
    );
}

#[test]
fn a_file_that_never_ends_ends_with_the_attempt() {
    let error = download(InPieces::new(StatusCode::OK, [Piece::Bytes("a;b\n"), Piece::Hangs])).1.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[test]
fn an_error_of_the_provider_is_no_file() {
    let body = r#"{"code":"no_account","message":"none"}"#;
    let (file, result) = download(InPieces::new(StatusCode::BAD_REQUEST, [Piece::Bytes(body)]));
    let error = result.unwrap_err();
    assert_eq!((file.as_str(), error.outcome()), ("", Outcome::Refused));
    assert_eq!(error.refusal().unwrap().code, "no_account");
    let partial = download(InPieces::new(StatusCode::PARTIAL_CONTENT, [Piece::Bytes("a;b\n")])).1.unwrap_err();
    assert_eq!(partial.outcome(), Outcome::Unknown);
}

#[test]
fn json_under_a_success_is_no_file_by_default() {
    let head = |content_type| {
        let headers = HeaderMap::from_iter([("content-type".parse().unwrap(), HeaderValue::from_static(content_type))]);
        RawResponse::new(StatusCode::OK, headers, bytes::Bytes::new())
    };
    for (content_type, is_file) in
        [("text/csv", true), ("application/pdf", true), ("application/problem+JSON; a=b", false)]
    {
        assert_eq!(Report.is_file(&head(content_type)), is_file, "{content_type}");
    }
}

#[test]
fn a_chunk_that_cannot_be_written_ends_the_download() {
    let (clock, transport) = (VirtualClock::default(), InPieces::new(StatusCode::OK, vec![Piece::Bytes("a;b\n"); 3]));
    let pipeline = wire::pipeline(&clock, transport.clone(), NoAuth);
    let error = clock.run(pipeline.download(&Report, |_| Err(io::Error::other("disk full")))).unwrap_err();
    assert_eq!((error.kind(), transport.taken()), (ErrorKind::Unreadable, 1));
}

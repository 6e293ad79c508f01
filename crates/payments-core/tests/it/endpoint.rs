use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use payments_core::RawResponse;

fn is_refused_by_http(status: u16) -> bool {
    let status = StatusCode::from_u16(status).unwrap();
    RawResponse::new(status, HeaderMap::new(), Bytes::new()).is_refused_by_http()
}

/// RFC 9110, 15.5, and the registered client errors outside it, except those of the next test.
const REFUSED: [u16; 20] =
    [401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 416, 417, 418, 421, 426, 428, 429, 431, 451];

#[test]
fn a_request_rejected_by_http_was_not_carried_out() {
    for status in REFUSED {
        assert!(is_refused_by_http(status), "{status}");
    }
}

/// A bad request, a conflict or an unprocessable request, which may mean that the object already exists; a demand for
/// payment, a timeout, early data; and every status that is not a client error or is unregistered.
#[test]
fn every_other_status_leaves_the_outcome_open() {
    for status in (100..=999).filter(|status| !REFUSED.contains(status)) {
        assert!(!is_refused_by_http(status), "{status}");
    }
}

#[test]
fn a_response_is_delimited_unless_marked_otherwise() {
    let response =
        RawResponse::new(StatusCode::OK, HeaderMap::from_iter([(CONTENT_LENGTH, 1.into())]), Bytes::from_static(b"5"));
    assert!(response.is_delimited());
    let cut = response.undelimited();
    assert_eq!((cut.status, &cut.headers[CONTENT_LENGTH], cut.body.as_ref()), (StatusCode::OK, &1.into(), &b"5"[..]));
    assert!(!cut.is_delimited());
}

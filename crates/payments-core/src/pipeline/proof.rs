//! What a response proves: the rules that hold for every provider.

use http::StatusCode;
use http::header::CONTENT_ENCODING;

use crate::effect_kind::EffectKind;
use crate::endpoint::{Effect as _, Endpoint};
use crate::error::Problem;
use crate::json::DecodeError;
use crate::provider::{Classification, Provider};
use crate::raw_response::{RawResponse, is_transient};

/// Decodes the response to a call, or says that nothing happened or that the outcome is unknown.
pub(super) fn read<E: Endpoint>(
    endpoint: &E,
    response: &RawResponse,
) -> Result<E::Response, Problem<<E::Provider as Provider>::Refusal>> {
    if response.status == StatusCode::PARTIAL_CONTENT {
        return Err(Problem::Undecided(None));
    }
    if is_encoded(response) {
        return Err(classify_unread(endpoint, response));
    }
    match classify(endpoint, response) {
        Classification::Done => endpoint.decode(response).map_err(Problem::Unreadable),
        Classification::Refused(refusal) => Err(Problem::Refused(refusal)),
        Classification::Undecided(refusal) => Err(Problem::Undecided(refusal)),
    }
}

/// Classifies a response by the provider's rules and those of all providers.
fn classify<E: Endpoint>(endpoint: &E, response: &RawResponse) -> Classification<<E::Provider as Provider>::Refusal> {
    let reads = E::Effect::KIND == EffectKind::Reads;
    match endpoint.classify(response) {
        // An operation exists, whatever the rest of the response says.
        Classification::Refused(refusal) if !reads && E::Provider::names_operation(response) => {
            Classification::Undecided(Some(refusal))
        }
        // A read that got an error has its response: polling until the timeout would not help.
        Classification::Undecided(Some(refusal))
            if reads && !is_transient(response.status) && !E::Provider::is_transient(&refusal) =>
        {
            Classification::Refused(refusal)
        }
        classification => classification,
    }
}

/// Whether the body is compressed. No request asks for that, so it is not decoded here.
pub(super) fn is_encoded(response: &RawResponse) -> bool {
    let encodings = response.headers.get_all(CONTENT_ENCODING);
    encodings.iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Classifies by the status alone, where the body cannot be read.
fn classify_unread<E: Endpoint>(endpoint: &E, response: &RawResponse) -> Problem<<E::Provider as Provider>::Refusal> {
    if response.status.is_success() {
        return Problem::Unreadable(DecodeError::new(".", "compressed, which was not asked for"));
    }
    let without_body = RawResponse::new(response.status, response.headers.clone(), bytes::Bytes::new());
    match classify(endpoint, &without_body) {
        Classification::Refused(refusal) => Problem::Refused(refusal),
        Classification::Done | Classification::Undecided(_) => Problem::Undecided(None),
    }
}

//! What an answer proves: the rules that hold for every provider.

use http::StatusCode;
use http::header::CONTENT_ENCODING;

use crate::endpoint::{Effect as _, EffectKind, Endpoint, Provider, Reply, Verdict};
use crate::error::Problem;
use crate::json::DecodeError;

/// Reads the answer to a call, or says why it proves nothing, or that nothing happened.
pub(super) fn read<E: Endpoint>(
    endpoint: &E,
    reply: &Reply,
) -> Result<E::Response, Problem<<E::Provider as Provider>::Refusal>> {
    if reply.status == StatusCode::PARTIAL_CONTENT {
        return Err(Problem::Undecided(None));
    }
    if is_encoded(reply) {
        return Err(judge_unread(endpoint, reply));
    }
    match judge(endpoint, reply) {
        Verdict::Done => endpoint.decode(reply).map_err(Problem::Unreadable),
        Verdict::Refused(refusal) => Err(Problem::Refused(refusal)),
        Verdict::Undecided(refusal) => Err(Problem::Undecided(refusal)),
    }
}

/// What the provider's rules and those of all providers make of an answer together.
fn judge<E: Endpoint>(endpoint: &E, reply: &Reply) -> Verdict<<E::Provider as Provider>::Refusal> {
    let reads = E::Effect::KIND == EffectKind::Reads;
    match endpoint.judge(reply) {
        // Something exists, whatever the rest of the answer says.
        Verdict::Refused(refusal) if !reads && E::Provider::names_operation(reply) => Verdict::Undecided(Some(refusal)),
        // A question that was answered with an error has been answered: asking on until a timeout helps nobody.
        Verdict::Undecided(Some(refusal))
            if reads && !is_transient(reply.status) && !E::Provider::is_transient(&refusal) =>
        {
            Verdict::Refused(refusal)
        }
        verdict => verdict,
    }
}

/// Whether the body is compressed. No request asks for that, so nothing here can read it.
fn is_encoded(reply: &Reply) -> bool {
    let encodings = reply.headers.get_all(CONTENT_ENCODING);
    encodings.iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// What the status alone proves, where the body cannot be read.
fn judge_unread<E: Endpoint>(endpoint: &E, reply: &Reply) -> Problem<<E::Provider as Provider>::Refusal> {
    if reply.status.is_success() {
        return Problem::Unreadable(DecodeError::new(".", "compressed, which was not asked for"));
    }
    let without_body = Reply::new(reply.status, reply.headers.clone(), bytes::Bytes::new());
    match judge(endpoint, &without_body) {
        Verdict::Refused(refusal) => Problem::Refused(refusal),
        Verdict::Done | Verdict::Undecided(_) => Problem::Undecided(None),
    }
}

/// Whether HTTP reports trouble that may pass.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
}

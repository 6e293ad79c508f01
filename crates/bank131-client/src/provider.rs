//! Rules common to all endpoints of Bank 131: classification of responses, and reading a session.

use memchr::memmem;
use payments_core::json::{self, DecodeError, Json};
use payments_core::{Classification, EffectKind, Provider, RawResponse, check_echo};
use serde::Deserialize;

use crate::error_code::ErrorCode;
use crate::recovery::StatusQuery;
use crate::refusal::{ErrorObject, Refusal};
use crate::session::{Customer, Session, SessionId};

/// Marker type that names Bank 131 as the [`Provider`] of a custom [`Endpoint`](crate::common::Endpoint).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Bank131;

impl Provider for Bank131 {
    const NAME: &'static str = "Bank 131";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type Query = StatusQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();

    /// An error object counts under any HTTP status: the bank is known to send one without `status`, and a client must
    /// expect one under 200.
    fn classify(response: &RawResponse, _effect: EffectKind) -> Classification<Refusal> {
        let error = if may_contain_error(&response.body) { read_error(&response.body) } else { None };
        match error {
            Some(error) => decide(Refusal::new(error), response),
            None if response.status.is_success() => Classification::Done,
            None if response.is_refused_by_http() => Classification::Refused(Refusal::without_code()),
            // An unreadable error may be `idempotency_key_already_exists`.
            None => Classification::Undecided(None),
        }
    }

    fn names_operation(response: &RawResponse) -> bool {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(default)]
            session: Option<Json>,
        }

        let envelope = json::decode::<Envelope>(&response.body).ok();
        let session = envelope.and_then(|envelope| envelope.session);
        session.is_some_and(|session| session.as_str().starts_with('{') && session.as_str() != "{}")
    }

    fn is_transient(refusal: &Refusal) -> bool {
        refusal.code().is_some_and(ErrorCode::is_transient)
    }
}

/// Whether the body may hold the word `error`, with or without escapes. Most bodies do not, and need not be read twice.
fn may_contain_error(body: &[u8]) -> bool {
    let holds = |word| memmem::find(body, word).is_some();
    // Any letter of the word may be escaped.
    holds(b"error".as_slice()) || holds(br"\u00".as_slice())
}

/// Classifies an error by whether its code proves that the bank did not act.
fn decide(refusal: Refusal, response: &RawResponse) -> Classification<Refusal> {
    let proven = match refusal.code() {
        Some(code) if code.is_known() => code.is_definite_refusal(),
        // HTTP 400 is also the status of `idempotency_key_already_exists`, and the bank adds codes without notice.
        _ => response.rejects_caller(),
    };
    if proven { Classification::Refused(refusal) } else { Classification::Undecided(Some(refusal)) }
}

/// The error in a response, if there is one.
fn read_error(body: &[u8]) -> Option<ErrorObject> {
    // Each member is read on its own: a malformed one must not hide the code.
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default)]
        status: Option<Json>,
        #[serde(default)]
        error: Option<Json>,
    }

    let envelope: Envelope = json::decode(body).ok()?;
    let error: Option<ErrorObject> = envelope.error.and_then(|error| error.read().ok());
    let says_error = || envelope.status.is_some_and(|status| status.read::<String>().is_ok_and(|word| word == "error"));
    error.filter(ErrorObject::has_content).or_else(|| says_error().then(ErrorObject::default))
}

/// Reads a response that says nothing but that the call was carried out: `{"status": "ok"}`.
pub(crate) fn decode_ok(response: &RawResponse) -> Result<(), DecodeError> {
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default, deserialize_with = "json::non_empty_string")]
        status: Option<String>,
    }

    let status = json::decode::<Envelope>(&response.body)?.status;
    if status.as_deref() == Some("ok") { Ok(()) } else { Err(DecodeError::new("status", "expected `ok`")) }
}

/// Reads the session in a response.
pub(crate) fn decode_session(response: &RawResponse) -> Result<Session, DecodeError> {
    #[derive(Deserialize)]
    struct SessionEnvelope {
        session: Session,
        #[serde(default)]
        confirm_information: Option<Json>,
    }

    let SessionEnvelope { mut session, confirm_information } = json::decode(&response.body)?;
    session.confirm_information = confirm_information;
    Ok(session)
}

/// Reads the response to a request that makes a session: the references in it must be the one that was sent, if one was.
pub(crate) fn decode_session_for(asked: Option<&Customer>, response: &RawResponse) -> Result<Session, DecodeError> {
    let session = decode_session(response)?;
    check_references(asked, &session)?;
    Ok(session)
}

/// Reads the response to a request about an existing session: it must be about the same session.
pub(crate) fn decode_session_of(asked: &SessionId, response: &RawResponse) -> Result<Session, DecodeError> {
    let session = decode_session(response)?;
    check_echo("session.id", asked.as_str(), Some(session.id.as_str()))?;
    Ok(session)
}

/// The references in a session must be the one that was sent, if one was.
pub(crate) fn check_references(asked: Option<&Customer>, session: &Session) -> Result<(), DecodeError> {
    let Some(asked) = asked else { return Ok(()) };
    session.customers().try_for_each(|answered| {
        check_echo("customer.reference", asked.reference.as_str(), Some(answered.reference.as_str()))
    })
}

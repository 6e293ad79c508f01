//! Webhooks: what is in them and how the bank repeats them.

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::session::{Event, Session};
use super::wire::{SessionWire, confirm_information};
use crate::delivery::{Callback, Message, Recipient, Redelivery};
use crate::keys::BodySigner;

const SIGN: HeaderName = HeaderName::from_static("x-partner-sign");

/// The bank says only "growing"; the longest interval and the end are those of its sibling on the same protocol.
const REDELIVERY: Redelivery = Redelivery {
    first_interval: Duration::from_secs(5),
    longest_interval: Duration::from_secs(15 * 60),
    give_up_after: Duration::from_secs(30 * 60),
    answer_timeout: Duration::from_secs(5),
    accepts: |status| status == StatusCode::OK,
    acknowledged_by: None,
};

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: Event,
    session: SessionWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_information: Option<&'a Value>,
}

/// The signed webhook about the session as it is now.
pub(super) fn callback(session: &Session, event: Event, base_url: &str, signer: &BodySigner) -> Option<Callback> {
    let confirm_information = confirm_information(session);
    let body = Body { kind: event, session: SessionWire::new(session, base_url), confirm_information };
    let body = serde_json::to_vec(&body).ok()?;
    let signature = HeaderValue::try_from(signer.sign(&body)?).ok()?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(SIGN, signature);
    let message = Message::Post { headers, body: Bytes::from(body) };
    let to = Recipient::SetOr(None);
    Some(Callback { subject: session.id.clone(), event: event.name(), to, redelivery: REDELIVERY, message })
}

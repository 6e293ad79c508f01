//! What the partner is told: the callback of the cabinet, which is signed, and the postbacks of the request, which are not.

use std::fmt::Write as _;
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use super::CallbackFields;
use super::registration::{Registration, State};
use super::request::CardType;
use crate::delivery::{Callback, Message, Recipient, Redelivery};
use crate::digest::md5_hex;

/// Every minute until an answer below 500, thirty-two times at most. The answer wanted is another matter: 200, and
/// status 0 in JSON.
const CALLBACK_REDELIVERY: Redelivery = Redelivery {
    first_interval: Duration::from_secs(60),
    longest_interval: Duration::from_secs(60),
    give_up_after: Duration::from_secs(31 * 60),
    answer_timeout: Duration::from_secs(120),
    accepts: |status| status.as_u16() < 500,
    acknowledged_by: Some(is_acknowledgement),
};

/// Once, whatever the answer.
const POSTBACK_DELIVERY: Redelivery = Redelivery {
    first_interval: Duration::from_secs(60),
    longest_interval: Duration::from_secs(60),
    give_up_after: Duration::ZERO,
    answer_timeout: Duration::from_secs(120),
    accepts: |_| true,
    acknowledged_by: None,
};

fn is_acknowledgement(status: StatusCode, body: &[u8]) -> bool {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    // Documented as a number at one time and as a string at another.
    status == StatusCode::OK && answer.get("status").is_some_and(|status| *status == 0 || *status == "0")
}

/// The callback about a registration that is over.
pub(super) fn callback(registration: &Registration, fields: CallbackFields, secret: &str) -> Option<Callback> {
    let (status, _, code) = end(registration)?;
    let amount = registration.amount();
    let mut parameters = vec![
        ("extid", registration.request.extid.clone().unwrap_or_default()),
        ("id", registration.id.to_string()),
        ("sum", format!("{}.{:02}", amount / 100, amount % 100)),
        ("status", status.to_string()),
    ];
    // Only the sender of what went through the bank looks at the settings.
    if fields == CallbackFields::All && registration.entered().is_some() && is_paid(registration) {
        let card = registration.entered().map(|entered| entered.card.callback_mask());
        parameters.push(("channel", "SANDBOX".to_owned()));
        parameters.push(("card", card.unwrap_or_default()));
        parameters.push(("errorCode", code.to_owned()));
        parameters.push(("serviceName", "Привязка карты".to_owned()));
    }
    let values: Vec<&str> = parameters.iter().map(|(_, value)| value.as_str()).collect();
    let key = key(&values, secret);
    parameters.push(("key", key));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    Some(Callback {
        subject: registration.id.to_string(),
        event: "callback",
        to: Recipient::Set,
        redelivery: CALLBACK_REDELIVERY,
        message: Message::Get { query, signed: "id" },
    })
}

/// Over the values of the fields that are there, in their order.
fn key(values: &[&str], secret: &str) -> String {
    md5_hex(values.concat() + secret)
}

#[derive(Serialize)]
struct Postback<'a> {
    status: u8,
    message: &'a str,
    id: u64,
    amount: Value,
    extid: Option<&'a str>,
    #[serde(flatten)]
    rest: Rest<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rest<'a> {
    First { card_num: Option<String>, card_holder: Option<&'a str> },
    Second { fullname: Option<&'a str>, document_id: Option<&'a str> },
}

/// The postbacks about a registration that is over: none unless the bank was asked.
pub(super) fn postbacks(registration: &Registration) -> Vec<Callback> {
    let (Some((status, message, _)), true) = (end(registration), is_paid(registration)) else {
        return Vec::new();
    };
    let Some(entered) = registration.entered() else {
        return Vec::new();
    };
    let request = &registration.request;
    let (id, extid) = (registration.id, request.extid.as_deref());
    let kopecks = registration.amount();
    let holder = entered.rest.as_ref().map(|(_, holder)| holder.as_str());
    let first = Rest::First { card_num: Some(entered.card.callback_mask()), card_holder: holder };
    let second = Rest::Second { fullname: None, document_id: None };
    // A string in the one and a number in the other: a client must read both.
    [
        ("postbackurl", &request.postback_url, kopecks.to_string().into(), first),
        ("postbackurl_v2", &request.postback_url_v2, kopecks.into(), second),
    ]
    .into_iter()
    .filter_map(|(event, url, amount, rest)| {
        let to = Recipient::Own(url.as_ref()?.parse().ok());
        let body = Postback { status, message, id, amount, extid, rest };
        let message = post(&serde_json::to_string(&body).ok()?);
        Some(Callback { subject: id.to_string(), event, to, redelivery: POSTBACK_DELIVERY, message })
    })
    .collect()
}

fn post(json: &str) -> Message {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Message::Post { headers, body: Bytes::from(escaped(json)) }
}

/// The way PHP writes JSON: ASCII only, and a backslash before each slash.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '/' => text.push_str("\\/"),
            plain if plain.is_ascii() => text.push(plain),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
        }
    }
    text
}

fn is_paid(registration: &Registration) -> bool {
    registration.request.card_type == CardType::Payments
}

/// Status, message and code.
fn end(registration: &Registration) -> Option<(u8, &'static str, &'static str)> {
    match registration.state() {
        State::Waiting => None,
        State::Done(..) => Some((1, "", "0")),
        State::Failed(reason, _) => Some((2, reason.message, reason.code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_vectors() {
        let vectors: Value = serde_json::from_str(include_str!("../../tests/fixtures/vepay/vectors.json")).unwrap();
        let callbacks = vectors["callbacks"].as_array().unwrap();
        assert_eq!(callbacks.len(), 6);
        for vector in callbacks {
            let values: Vec<&str> =
                vector["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
            assert_eq!(key(&values, vector["secret"].as_str().unwrap()), vector["key"], "{}", vector["name"]);
        }
    }

    #[test]
    fn json_is_written_as_php_writes_it() {
        assert_eq!(escaped("{\"a\":\"УФ/😀\"}"), "{\"a\":\"\\u0423\\u0424\\/\\ud83d\\ude00\"}");
    }

    #[test]
    fn thirty_two_attempts_a_minute_apart_and_one_for_postbacks() {
        assert_eq!(CALLBACK_REDELIVERY.intervals().count(), 31);
        assert_eq!(POSTBACK_DELIVERY.intervals().count(), 0);
    }

    #[test]
    fn only_status_zero_is_an_acknowledgement() {
        for (status, body, good) in [
            (StatusCode::OK, "{\"status\":0,\"message\":\"\"}", true),
            (StatusCode::OK, "{\"status\":\"0\"}", true),
            (StatusCode::OK, "{\"status\":1}", false),
            (StatusCode::OK, "", false),
            (StatusCode::ACCEPTED, "{\"status\":0}", false),
        ] {
            assert_eq!(is_acknowledgement(status, body.as_bytes()), good, "{status} {body}");
        }
    }
}

//! What is the same for all endpoints of PaynetEasy.

use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse};

use crate::flat_response::{self, non_empty, stands_twice};
use crate::recovery::Recovery;
use crate::refusal::{Refusal, RefusalKind};

/// PaynetEasy, as a provider of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PaynetEasy;

impl Provider for PaynetEasy {
    const NAME: &'static str = "PaynetEasy";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "*/*";

    type Refusal = Refusal;
    type Recovery = Recovery;

    /// The HTTP status says little: a rejection is 200 in the form format and 4xx in JSON, as a declined order may be; 401
    /// and 403 are pages. So what the gateway says comes first.
    fn classify(response: &RawResponse, effect: EffectKind) -> Classification<Refusal> {
        match flat_response::read(response) {
            Some(fields) => classify_answer(fields, response, effect),
            None => classify_page(response),
        }
    }

    fn names_operation(response: &RawResponse) -> bool {
        let fields = flat_response::read_any(response).unwrap_or_default();
        OF_AN_OPERATION.iter().any(|name| non_empty(&fields, name).is_some())
    }

    /// No word of the gateway is known to mean that.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// What an answer has only where there is an order, a form for it, or a saved card.
const OF_AN_OPERATION: [&str; 4] = ["paynet-order-id", "redirect-url", "recurring-payment-id", "card-ref-id"];

fn classify_answer(fields: FlatFields, response: &RawResponse, effect: EffectKind) -> Classification<Refusal> {
    let kind = fields.get("type").unwrap_or_default().to_ascii_lowercase();
    if stands_twice(&fields, "type") {
        return Classification::Undecided(Some(Refusal::new(RefusalKind::Error, fields)));
    }
    match kind.as_str() {
        "validation-error" => Classification::Refused(Refusal::new(RefusalKind::Validation, fields)),
        "error" => Classification::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        "" if has_only_an_error(&fields) => classify_rejection(fields, response),
        _ if response.status.is_success() => Classification::Done,
        _ if is_state_of_an_order(&fields, response, effect) => Classification::Done,
        _ => classify_error(fields, response),
    }
}

/// Whether it says why something failed, and nothing about an order.
fn has_only_an_error(fields: &FlatFields) -> bool {
    let has = |name: &str| non_empty(fields, name).is_some();
    let says_why = has("error-code") || has("error-message");
    says_why && !has("status") && !OF_AN_OPERATION.into_iter().any(has)
}

/// How an order stands is told under 4xx too, in JSON: the gateway's own clients read the body whatever the status.
fn is_state_of_an_order(fields: &FlatFields, response: &RawResponse, effect: EffectKind) -> bool {
    let status = response.status.as_u16();
    let answers = (400..500).contains(&status) && !matches!(status, 401 | 403 | 405 | 429);
    effect == EffectKind::Reads && answers && flat_response::is_json(response) && non_empty(fields, "status").is_some()
}

/// A reason and nothing else: in JSON, and under a client error, that is how the gateway rejects what it has not begun.
fn classify_rejection(fields: FlatFields, response: &RawResponse) -> Classification<Refusal> {
    let status = response.status.as_u16();
    if response.status.is_client_error() && !matches!(status, 401 | 403 | 408 | 409 | 425) {
        return Classification::Refused(Refusal::new(RefusalKind::Http, fields));
    }
    classify_error(fields, response)
}

/// An answer that is none of the expected ones: HTTP has the word.
fn classify_error(fields: FlatFields, response: &RawResponse) -> Classification<Refusal> {
    match response.status.as_u16() {
        401 | 403 => Classification::Refused(Refusal::new(RefusalKind::AccessDenied, fields)),
        _ if response.is_refused_by_http() => Classification::Refused(Refusal::new(RefusalKind::Http, fields)),
        _ if response.status.is_success() => Classification::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        _ => Classification::Undecided(Some(Refusal::new(RefusalKind::Http, fields))),
    }
}

/// A page, a text or nothing.
fn classify_page(response: &RawResponse) -> Classification<Refusal> {
    let refused =
        |kind| Classification::Refused(Refusal::new(kind, flat_response::read_any(response).unwrap_or_default()));
    match response.status.as_u16() {
        401 | 403 => refused(RefusalKind::AccessDenied),
        // 200 without a type is no answer of the gateway's; decoding will say so.
        _ if response.status.is_success() => Classification::Done,
        _ if response.is_refused_by_http() => refused(RefusalKind::Http),
        _ => Classification::Undecided(None),
    }
}

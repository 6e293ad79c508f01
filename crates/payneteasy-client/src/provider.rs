//! The [`Provider`] implementation: response classification shared by all endpoints.

use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse};

use crate::auth::Auth;
use crate::flat_response::{self, appears_twice, non_empty};
use crate::recovery::StatusQuery;
use crate::refusal::{Refusal, RefusalKind};

/// PaynetEasy, as a [`Provider`] of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PaynetEasy;

impl Provider for PaynetEasy {
    const NAME: &'static str = "PaynetEasy";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "*/*";

    type Refusal = Refusal;
    type Query = StatusQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = Auth<'a>;

    /// Classifies by the body first: the HTTP status says little. A rejection is 200 in the form format and 4xx in JSON, and
    /// so may be a declined order; 401 and 403 are HTML pages.
    fn classify(response: &RawResponse, effect: EffectKind) -> Classification<Refusal> {
        match flat_response::read(response) {
            Some(fields) => classify_response(fields, response, effect),
            None => classify_page(response),
        }
    }

    fn names_operation(response: &RawResponse) -> bool {
        let fields = flat_response::read_any(response).unwrap_or_default();
        OF_AN_OPERATION.iter().any(|name| non_empty(&fields, name).is_some())
    }

    /// Always `false`: no refusal of the gateway is known to be transient.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// Fields that a response has only if there is an order, a form for it, or a saved card.
const OF_AN_OPERATION: [&str; 4] = ["paynet-order-id", "redirect-url", "recurring-payment-id", "card-ref-id"];

fn classify_response(fields: FlatFields, response: &RawResponse, effect: EffectKind) -> Classification<Refusal> {
    let kind = fields.get("type").unwrap_or_default().to_ascii_lowercase();
    if appears_twice(&fields, "type") {
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

/// Whether there is an error code or message, and nothing about an order.
fn has_only_an_error(fields: &FlatFields) -> bool {
    let has = |name: &str| non_empty(fields, name).is_some();
    let says_why = has("error-code") || has("error-message");
    says_why && !has("status") && !OF_AN_OPERATION.into_iter().any(has)
}

/// In JSON, an order status may come with a 4xx too: the gateway's own clients read the body whatever the HTTP status.
fn is_state_of_an_order(fields: &FlatFields, response: &RawResponse, effect: EffectKind) -> bool {
    let status = response.status.as_u16();
    let answers = (400..500).contains(&status) && !matches!(status, 401 | 403 | 405 | 429);
    effect == EffectKind::Reads && answers && flat_response::is_json(response) && non_empty(fields, "status").is_some()
}

/// Classifies an error code or message without anything else. In JSON, with a 4xx, the gateway rejects this way what it has
/// not started.
fn classify_rejection(fields: FlatFields, response: &RawResponse) -> Classification<Refusal> {
    let status = response.status.as_u16();
    if response.status.is_client_error() && !matches!(status, 401 | 403 | 408 | 409 | 425) {
        return Classification::Refused(Refusal::new(RefusalKind::Http, fields));
    }
    classify_error(fields, response)
}

/// Classifies an unexpected response by its HTTP status.
fn classify_error(fields: FlatFields, response: &RawResponse) -> Classification<Refusal> {
    match response.status.as_u16() {
        401 | 403 => Classification::Refused(Refusal::new(RefusalKind::AccessDenied, fields)),
        _ if response.is_refused_by_http() => Classification::Refused(Refusal::new(RefusalKind::Http, fields)),
        _ if response.status.is_success() => Classification::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        _ => Classification::Undecided(Some(Refusal::new(RefusalKind::Http, fields))),
    }
}

/// Classifies a page, a text or an empty body.
fn classify_page(response: &RawResponse) -> Classification<Refusal> {
    let refused =
        |kind| Classification::Refused(Refusal::new(kind, flat_response::read_any(response).unwrap_or_default()));
    match response.status.as_u16() {
        401 | 403 => refused(RefusalKind::AccessDenied),
        // 200 without a type is not from the gateway: decoding reports that.
        _ if response.status.is_success() => Classification::Done,
        _ if response.is_refused_by_http() => refused(RefusalKind::Http),
        _ => Classification::Undecided(None),
    }
}

//! What is the same for all endpoints of PaynetEasy.

use payments_core::{EffectKind, FormFields, Provider, Reply, Verdict};

use crate::answer::{self, filled, stands_twice};
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
    fn judge(reply: &Reply, effect: EffectKind) -> Verdict<Refusal> {
        match answer::read(reply) {
            Some(fields) => judge_answer(fields, reply, effect),
            None => judge_page(reply),
        }
    }

    fn names_operation(reply: &Reply) -> bool {
        let fields = answer::read_any(reply).unwrap_or_default();
        OF_AN_OPERATION.iter().any(|name| filled(&fields, name).is_some())
    }

    /// No word of the gateway is known to mean that.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// What an answer has only where there is an order, a form for it, or a saved card.
const OF_AN_OPERATION: [&str; 4] = ["paynet-order-id", "redirect-url", "recurring-payment-id", "card-ref-id"];

fn judge_answer(fields: FormFields, reply: &Reply, effect: EffectKind) -> Verdict<Refusal> {
    let kind = fields.get("type").unwrap_or_default().to_ascii_lowercase();
    if stands_twice(&fields, "type") {
        return Verdict::Undecided(Some(Refusal::new(RefusalKind::Error, fields)));
    }
    match kind.as_str() {
        "validation-error" => Verdict::Refused(Refusal::new(RefusalKind::Validation, fields)),
        "error" => Verdict::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        "" if has_only_an_error(&fields) => judge_rejection(fields, reply),
        _ if reply.status.is_success() => Verdict::Done,
        _ if is_state_of_an_order(&fields, reply, effect) => Verdict::Done,
        _ => judge_error(fields, reply),
    }
}

/// Whether it says why something failed, and nothing about an order.
fn has_only_an_error(fields: &FormFields) -> bool {
    let has = |name: &str| filled(fields, name).is_some();
    let says_why = has("error-code") || has("error-message");
    says_why && !has("status") && !OF_AN_OPERATION.into_iter().any(has)
}

/// How an order stands is told under 4xx too, in JSON: the gateway's own clients read the body whatever the status.
fn is_state_of_an_order(fields: &FormFields, reply: &Reply, effect: EffectKind) -> bool {
    let status = reply.status.as_u16();
    let answers = (400..500).contains(&status) && !matches!(status, 401 | 403 | 405 | 429);
    effect == EffectKind::Reads && answers && answer::is_json(reply) && filled(fields, "status").is_some()
}

/// A reason and nothing else: in JSON, and under a client error, that is how the gateway rejects what it has not begun.
fn judge_rejection(fields: FormFields, reply: &Reply) -> Verdict<Refusal> {
    let status = reply.status.as_u16();
    if reply.status.is_client_error() && !matches!(status, 401 | 403 | 408 | 409 | 425) {
        return Verdict::Refused(Refusal::new(RefusalKind::Http, fields));
    }
    judge_error(fields, reply)
}

/// An answer that is none of the expected ones: HTTP has the word.
fn judge_error(fields: FormFields, reply: &Reply) -> Verdict<Refusal> {
    match reply.status.as_u16() {
        401 | 403 => Verdict::Refused(Refusal::new(RefusalKind::AccessDenied, fields)),
        _ if reply.is_refused_by_http() => Verdict::Refused(Refusal::new(RefusalKind::Http, fields)),
        _ if reply.status.is_success() => Verdict::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        _ => Verdict::Undecided(Some(Refusal::new(RefusalKind::Http, fields))),
    }
}

/// A page, a text or nothing.
fn judge_page(reply: &Reply) -> Verdict<Refusal> {
    let refused = |kind| Verdict::Refused(Refusal::new(kind, answer::read_any(reply).unwrap_or_default()));
    match reply.status.as_u16() {
        401 | 403 => refused(RefusalKind::AccessDenied),
        // 200 without a type is no answer of the gateway's; decoding will say so.
        _ if reply.status.is_success() => Verdict::Done,
        _ if reply.is_refused_by_http() => refused(RefusalKind::Http),
        _ => Verdict::Undecided(None),
    }
}

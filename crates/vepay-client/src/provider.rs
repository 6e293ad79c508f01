//! What is the same for all endpoints of Vepay.

use http::StatusCode;
use payments_core::{EffectKind, FormFields, Provider, Reply, Verdict, json};

use crate::recovery::Recovery;
use crate::refusal::{Refusal, RefusalKind, filled};

/// Vepay, as a provider of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Vepay;

impl Provider for Vepay {
    const NAME: &'static str = "Vepay";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type Recovery = Recovery;

    /// What an answer means where status 1 is success and 0 an error: everywhere but in `/card/get`.
    ///
    /// Where money moves, status 0 alone proves nothing: the server answers so after it has stored the operation, a lost
    /// connection to the bank included.
    fn judge(reply: &Reply, effect: EffectKind) -> Verdict<Refusal> {
        judge_with(reply, |status| match status {
            "0" if effect.moves_money() => Meaning::Unheard,
            status => meaning(status),
        })
    }

    fn names_operation(reply: &Reply) -> bool {
        read_object(reply).is_some_and(|fields| OF_AN_OPERATION.iter().any(|name| filled(&fields, name).is_some()))
    }

    /// No words of Vepay are known to mean that.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// What an answer has only where there is an operation: its numbers, and the address of its form.
const OF_AN_OPERATION: [&str; 3] = ["id", "extid", "url"];

/// What a status means at an endpoint.
pub(crate) enum Meaning {
    Done,
    Declined,
    /// The document does not say.
    Unheard,
}

/// What a status means at most endpoints.
pub(crate) fn meaning(status: &str) -> Meaning {
    match status {
        "0" => Meaning::Declined,
        "1" => Meaning::Done,
        _ => Meaning::Unheard,
    }
}

/// Tells the families of answers apart. `meaning` says what a status means under HTTP 200.
pub(crate) fn judge_with(reply: &Reply, meaning: impl FnOnce(&str) -> Meaning) -> Verdict<Refusal> {
    let Some(fields) = read_object(reply) else { return judge_page(reply) };
    let status = fields.get("status").unwrap_or_default().to_owned();
    let refusal = Refusal::read(fields, reply.status.as_u16());
    // The framework's own `status` is an HTTP status, whatever it is.
    let from_operation = refusal.kind() == RefusalKind::Declined;
    if reply.status.is_success() && from_operation {
        return match meaning(&status) {
            // Without a status it is no answer of an operation.
            _ if status.is_empty() => Verdict::Undecided(None),
            Meaning::Done => Verdict::Done,
            Meaning::Declined => Verdict::Refused(refusal),
            Meaning::Unheard => Verdict::Undecided(Some(refusal)),
        };
    }
    if proves_refusal(reply, &refusal) { Verdict::Refused(refusal) } else { Verdict::Undecided(Some(refusal)) }
}

/// Whether nothing came of the call. Operations decline under HTTP 200; under HTTP 400 they say that the number was used before,
/// so only the framework's own 400 is believed.
fn proves_refusal(reply: &Reply, refusal: &Refusal) -> bool {
    let refused_by_framework = refusal.kind() == RefusalKind::HttpError && reply.status == StatusCode::BAD_REQUEST;
    refused_by_framework || reply.is_refused_by_http()
}

fn read_object(reply: &Reply) -> Option<FormFields> {
    json::decode::<FormFields>(&reply.body).ok().filter(|fields| !fields.is_empty())
}

fn judge_page(reply: &Reply) -> Verdict<Refusal> {
    if reply.status.is_success() {
        return Verdict::Done;
    }
    if reply.is_refused_by_http() { Verdict::Refused(Refusal::not_json()) } else { Verdict::Undecided(None) }
}

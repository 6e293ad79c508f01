//! What is the same for all endpoints of Vepay.

use payments_core::{FormFields, Provider, Reply, Verdict, json};

use crate::look_up::LookUp;
use crate::refusal::{Refusal, RefusalKind};

/// Vepay, as a provider of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Vepay;

impl Provider for Vepay {
    const NAME: &'static str = "Vepay";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type LookUp = LookUp;

    /// What an answer means where status 1 is success and 0 an error: everywhere but in `/card/get`.
    fn judge(reply: &Reply) -> Verdict<Refusal> {
        judge_with(reply, |status| match status {
            "0" => Meaning::Declined,
            "1" => Meaning::Done,
            _ => Meaning::Unheard,
        })
    }
}

/// What a status means at an endpoint.
pub(crate) enum Meaning {
    Done,
    Declined,
    /// The document does not say.
    Unheard,
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
            // Without a status it is no answer of an operation; decoding will say so.
            _ if status.is_empty() => Verdict::Done,
            Meaning::Done => Verdict::Done,
            Meaning::Declined => Verdict::Refused(refusal),
            Meaning::Unheard => Verdict::Undecided(Some(refusal)),
        };
    }
    // That the number was used before is a refusal of this call, but an operation with this number exists.
    let proven = reply.is_refused_by_http() && refusal.kind() != RefusalKind::DuplicateExtId;
    if proven { Verdict::Refused(refusal) } else { Verdict::Undecided(Some(refusal)) }
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

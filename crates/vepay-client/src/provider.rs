//! What is the same for all endpoints of Vepay.

use http::StatusCode;
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
            Meaning::Declined if !refusal.names_operation() => Verdict::Refused(refusal),
            Meaning::Declined | Meaning::Unheard => Verdict::Undecided(Some(refusal)),
        };
    }
    if proves_refusal(reply, &refusal) { Verdict::Refused(refusal) } else { Verdict::Undecided(Some(refusal)) }
}

/// Whether nothing came of the call. Where an operation is named there is one.
fn proves_refusal(reply: &Reply, refusal: &Refusal) -> bool {
    match refusal.kind() {
        RefusalKind::HttpError => reply.is_refused_by_http(),
        _ => is_refused_as_a_whole(reply) && !refusal.names_operation(),
    }
}

/// Whether HTTP alone says that nothing came of it. Operations decline under HTTP 200; under HTTP 400 they say that the number
/// was used before, so such an answer that is cut short, or without its numbers, may be about an operation that exists.
fn is_refused_as_a_whole(reply: &Reply) -> bool {
    reply.is_refused_by_http() && reply.status != StatusCode::BAD_REQUEST
}

fn read_object(reply: &Reply) -> Option<FormFields> {
    json::decode::<FormFields>(&reply.body).ok().filter(|fields| !fields.is_empty())
}

fn judge_page(reply: &Reply) -> Verdict<Refusal> {
    if reply.status.is_success() {
        return Verdict::Done;
    }
    if is_refused_as_a_whole(reply) { Verdict::Refused(Refusal::not_json()) } else { Verdict::Undecided(None) }
}

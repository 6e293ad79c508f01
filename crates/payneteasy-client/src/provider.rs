//! What is the same for all endpoints of PaynetEasy.

use payments_core::{FormFields, Provider, Reply, Verdict};

use crate::answer;
use crate::look_up::LookUp;
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
    type LookUp = LookUp;

    /// The HTTP status says little: a rejection is 200 in the form format and 4xx in JSON; 401 and 403 are pages. So
    /// what the gateway says comes first.
    fn judge(reply: &Reply) -> Verdict<Refusal> {
        if let Some(fields) = answer::read(reply) {
            return judge_answer(fields, reply);
        }
        let refused = |kind| Verdict::Refused(Refusal::new(kind, answer::read_any(reply).unwrap_or_default()));
        match reply.status.as_u16() {
            401 | 403 => refused(RefusalKind::AccessDenied),
            // 200 without a type is no answer of the gateway's; decoding will say so.
            _ if reply.status.is_success() => Verdict::Done,
            _ if reply.is_refused_by_http() => refused(RefusalKind::Http),
            _ => Verdict::Undecided(None),
        }
    }
}

fn judge_answer(fields: FormFields, reply: &Reply) -> Verdict<Refusal> {
    let kind = fields.get("type").unwrap_or_default().to_ascii_lowercase();
    match kind.as_str() {
        "validation-error" => Verdict::Refused(Refusal::new(RefusalKind::Validation, fields)),
        "error" => Verdict::Undecided(Some(Refusal::new(RefusalKind::Error, fields))),
        _ if reply.status.is_success() => Verdict::Done,
        _ => Verdict::Undecided(None),
    }
}

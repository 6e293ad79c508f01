//! What is the same for all endpoints of Bank 131.

use memchr::memmem;
use payments_core::json::{self, DecodeError};
use payments_core::{Provider, Reply, Verdict};
use serde::Deserialize;

use crate::look_up::LookUp;
use crate::objects::Session;
use crate::refusal::{ErrorObject, Refusal};

/// Bank 131, as a provider of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Bank131;

impl Provider for Bank131 {
    const NAME: &'static str = "Bank 131";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type LookUp = LookUp;

    /// An error object counts whatever the HTTP status is: the bank has been seen to send one without `status`, and a
    /// client must expect one under 200.
    fn judge(reply: &Reply) -> Verdict<Refusal> {
        if reply.status.is_success() && !may_say_error(&reply.body) {
            return Verdict::Done;
        }
        let envelope: Option<Envelope> = json::decode(&reply.body).ok();
        let error = envelope.and_then(Envelope::into_error);
        match error {
            Some(error) => decide(Refusal::new(error), reply),
            None if reply.status.is_success() => Verdict::Done,
            None if reply.is_refused_by_http() => Verdict::Refused(Refusal::without_code()),
            None => Verdict::Undecided(None),
        }
    }
}

/// Whether the word may stand in the answer, with escapes or without. Most answers are without it, and need not be read twice.
fn may_say_error(body: &[u8]) -> bool {
    let holds = |word| memmem::find(body, word).is_some();
    // Any letter of the word may be written so.
    holds(b"error".as_slice()) || holds(br"\u00".as_slice())
}

/// Whether the error's code proves that the bank did not act.
fn decide(refusal: Refusal, reply: &Reply) -> Verdict<Refusal> {
    let proven = match refusal.code() {
        Some(code) if code.is_known() => code.proves_nothing_happened(),
        // A code nobody has described: believed where HTTP says "refused" too.
        _ => reply.is_refused_by_http(),
    };
    if proven { Verdict::Refused(refusal) } else { Verdict::Undecided(Some(refusal)) }
}

/// What every answer has around its payload.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    status: Option<String>,
    #[serde(default, deserialize_with = "json::object")]
    error: Option<ErrorObject>,
}

impl Envelope {
    fn into_error(self) -> Option<ErrorObject> {
        let says_error = self.status.is_some_and(|status| status == "error");
        self.error.or_else(|| says_error.then(ErrorObject::default))
    }
}

/// Reads the session that most endpoints answer with.
pub(crate) fn decode_session(reply: &Reply) -> Result<Session, DecodeError> {
    #[derive(Deserialize)]
    struct SessionEnvelope {
        session: Session,
    }

    json::decode::<SessionEnvelope>(&reply.body).map(|envelope| envelope.session)
}

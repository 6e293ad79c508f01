//! What is the same for all endpoints of Kvell.

use payments_core::{Provider, Reply, Verdict};

use crate::look_up::LookUp;
use crate::refusal::{ErrorCode, Refusal, RetryClass};

/// Kvell, as a provider of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Kvell;

impl Provider for Kvell {
    const NAME: &'static str = "Kvell";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type LookUp = LookUp;

    /// An error list counts whatever the HTTP status is. Without one, HTTP has the word.
    fn judge(reply: &Reply) -> Verdict<Refusal> {
        match Refusal::read(reply) {
            Some(refusal) => decide(refusal, reply),
            None if reply.status.is_success() => Verdict::Done,
            None if reply.is_refused_by_http() => Verdict::Refused(Refusal::without_errors(reply)),
            None => Verdict::Undecided(None),
        }
    }
}

/// Whether the errors prove that Kvell did not act: every single one has to.
fn decide(refusal: Refusal, reply: &Reply) -> Verdict<Refusal> {
    let proves = |code: Option<&ErrorCode>| match code {
        Some(code) if code.is_known() => code.retry_class() == RetryClass::Never,
        // A code nobody has described. HTTP 400 is also the status of "it exists already".
        _ => reply.refuses_the_caller(),
    };
    let all_prove = refusal.errors().iter().all(|error| proves(error.code()));
    if all_prove { Verdict::Refused(refusal) } else { Verdict::Undecided(Some(refusal)) }
}

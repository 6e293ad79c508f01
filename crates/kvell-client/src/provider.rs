//! What is the same for all endpoints of Kvell.

use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse, json};

use crate::recovery::Recovery;
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
    type Recovery = Recovery;

    /// Where HTTP turns the caller away, that is what happened, whatever code stands beside it. Else an error list counts
    /// whatever the HTTP status is, and without one HTTP has the word.
    fn classify(response: &RawResponse, _effect: EffectKind) -> Classification<Refusal> {
        match Refusal::read(response) {
            Some(refusal) if response.refuses_the_caller() => Classification::Refused(refusal),
            Some(refusal) => decide(refusal),
            None if response.status.is_success() => Classification::Done,
            None if response.is_refused_by_http() => Classification::Refused(Refusal::without_errors(response)),
            None => Classification::Undecided(None),
        }
    }

    fn names_operation(response: &RawResponse) -> bool {
        let members: FlatFields = json::decode(&response.body).unwrap_or_default();
        OF_AN_OPERATION.iter().any(|name| members.get(name).is_some_and(|value| !value.is_empty()))
    }

    fn is_transient(refusal: &Refusal) -> bool {
        [ErrorCode::Unknown, ErrorCode::PaymentServiceError].iter().any(|code| refusal.has(code))
    }
}

/// What an answer has only where there is an order or a saved card.
const OF_AN_OPERATION: [&str; 4] = ["id", "order", "transaction", "customer_card_token"];

/// Whether the errors prove that Kvell did not act: every single one has to. A code nobody has described proves nothing: HTTP 400
/// is also the status of "it exists already".
fn decide(refusal: Refusal) -> Classification<Refusal> {
    let proves = |code: Option<&ErrorCode>| code.is_some_and(|code| code.retry_class() == RetryClass::Never);
    let all_prove = refusal.errors().iter().all(|error| proves(error.code()));
    if all_prove { Classification::Refused(refusal) } else { Classification::Undecided(Some(refusal)) }
}

//! The [`Provider`] implementation: response classification shared by all endpoints.

use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse, json};

use crate::auth::Covered;
use crate::host::Host;
use crate::recovery::StatusQuery;
use crate::refusal::{ErrorCode, Refusal, RetryClass};

/// Kvell, as a [`Provider`] of the core's pipeline.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Kvell;

impl Provider for Kvell {
    const NAME: &'static str = "Kvell";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type Query = StatusQuery;
    type Host = Host;
    const DEFAULT_HOST: Host = Host::Api;
    type Auth<'a> = Covered<'a>;

    /// Classifies a response. An HTTP status that rejects the caller decides, whatever the error codes are. Otherwise the error
    /// list decides, whatever the HTTP status is; without an error list the HTTP status decides.
    fn classify(response: &RawResponse, _effect: EffectKind) -> Classification<Refusal> {
        match Refusal::read(response) {
            Some(refusal) if response.rejects_caller() => Classification::Refused(refusal),
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

/// Fields that a response has only if there is an order or a saved card.
const OF_AN_OPERATION: [&str; 4] = ["id", "order", "transaction", "customer_card_token"];

/// Classifies an error list. Kvell did not act only if every error proves it. An undocumented code proves nothing: HTTP 400 is
/// also the status of "already exists".
fn decide(refusal: Refusal) -> Classification<Refusal> {
    let proves = |code: Option<&ErrorCode>| code.is_some_and(|code| code.retry_class() == RetryClass::Never);
    let all_prove = refusal.errors().iter().all(|error| proves(error.code()));
    if all_prove { Classification::Refused(refusal) } else { Classification::Undecided(Some(refusal)) }
}

//! What is the same for all endpoints of Vepay.

use http::StatusCode;
use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse, json};

use crate::recovery::Recovery;
use crate::refusal::{Refusal, RefusalKind, non_empty};

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
    fn classify(response: &RawResponse, effect: EffectKind) -> Classification<Refusal> {
        classify_with(response, |status| match status {
            "0" if effect.moves_money() => StatusMeaning::Unlisted,
            status => meaning(status),
        })
    }

    fn names_operation(response: &RawResponse) -> bool {
        read_object(response)
            .is_some_and(|fields| OF_AN_OPERATION.iter().any(|name| non_empty(&fields, name).is_some()))
    }

    /// No words of Vepay are known to mean that.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// What an answer has only where there is an operation: its numbers, and the address of its form.
const OF_AN_OPERATION: [&str; 3] = ["id", "extid", "url"];

/// What a status means at an endpoint.
pub(crate) enum StatusMeaning {
    Done,
    Declined,
    /// The document does not say.
    Unlisted,
}

/// What a status means at most endpoints.
pub(crate) fn meaning(status: &str) -> StatusMeaning {
    match status {
        "0" => StatusMeaning::Declined,
        "1" => StatusMeaning::Done,
        _ => StatusMeaning::Unlisted,
    }
}

/// Tells the families of answers apart. `meaning` says what a status means under HTTP 200.
pub(crate) fn classify_with(
    response: &RawResponse,
    meaning: impl FnOnce(&str) -> StatusMeaning,
) -> Classification<Refusal> {
    let Some(fields) = read_object(response) else { return classify_page(response) };
    let status = fields.get("status").unwrap_or_default().to_owned();
    let refusal = Refusal::read(fields, response.status.as_u16());
    // The framework's own `status` is an HTTP status, whatever it is.
    let from_operation = refusal.kind() == RefusalKind::Declined;
    if response.status.is_success() && from_operation {
        return match meaning(&status) {
            // Without a status it is no answer of an operation.
            _ if status.is_empty() => Classification::Undecided(None),
            StatusMeaning::Done => Classification::Done,
            StatusMeaning::Declined => Classification::Refused(refusal),
            StatusMeaning::Unlisted => Classification::Undecided(Some(refusal)),
        };
    }
    if proves_refusal(response, &refusal) {
        Classification::Refused(refusal)
    } else {
        Classification::Undecided(Some(refusal))
    }
}

/// Whether nothing came of the call. Operations decline under HTTP 200; under HTTP 400 they say that the number was used before,
/// so only the framework's own 400 is believed.
fn proves_refusal(response: &RawResponse, refusal: &Refusal) -> bool {
    let refused_by_framework = refusal.kind() == RefusalKind::HttpError && response.status == StatusCode::BAD_REQUEST;
    refused_by_framework || response.is_refused_by_http()
}

fn read_object(response: &RawResponse) -> Option<FlatFields> {
    json::decode::<FlatFields>(&response.body).ok().filter(|fields| !fields.is_empty())
}

fn classify_page(response: &RawResponse) -> Classification<Refusal> {
    if response.status.is_success() {
        return Classification::Done;
    }
    if response.is_refused_by_http() {
        Classification::Refused(Refusal::not_json())
    } else {
        Classification::Undecided(None)
    }
}

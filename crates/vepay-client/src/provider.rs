//! Response classification shared by all Vepay endpoints.

use http::StatusCode;
use payments_core::{Classification, EffectKind, FlatFields, Provider, RawResponse, json};

use crate::recovery::StatusQuery;
use crate::refusal::{Refusal, RefusalKind, non_empty};

/// The Vepay provider: how its responses are classified. Custom endpoints declare `type Provider = Vepay`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Vepay;

impl Provider for Vepay {
    const NAME: &'static str = "Vepay";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const ACCEPT: &'static str = "application/json";

    type Refusal = Refusal;
    type Query = StatusQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();

    /// Classifies a response where status 1 is success and 0 an error: everywhere except in `/card/get`.
    ///
    /// Where money moves, status 0 alone proves nothing: the server also returns it after it has stored the operation, for
    /// example when the connection to the bank is lost.
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

    /// No message of Vepay is known to mean a transient error.
    fn is_transient(_refusal: &Refusal) -> bool {
        false
    }
}

/// Fields that a response has only if an operation exists: its ids, and the address of its form.
const OF_AN_OPERATION: [&str; 3] = ["id", "extid", "url"];

/// The meaning of a status at an endpoint.
pub(crate) enum StatusMeaning {
    Done,
    Declined,
    /// Not documented.
    Unlisted,
}

/// The meaning of a status at most endpoints.
pub(crate) fn meaning(status: &str) -> StatusMeaning {
    match status {
        "0" => StatusMeaning::Declined,
        "1" => StatusMeaning::Done,
        _ => StatusMeaning::Unlisted,
    }
}

/// Classifies a response by its family. `meaning` interprets the status under HTTP 200.
pub(crate) fn classify_with(
    response: &RawResponse,
    meaning: impl FnOnce(&str) -> StatusMeaning,
) -> Classification<Refusal> {
    let Some(fields) = read_object(response) else { return classify_page(response) };
    let status = fields.get("status").unwrap_or_default().to_owned();
    let refusal = Refusal::read(fields, response.status.as_u16());
    // In an error of the framework, `status` is always an HTTP status.
    let from_operation = refusal.kind() == RefusalKind::Declined;
    if response.status.is_success() && from_operation {
        return match meaning(&status) {
            // Without a status it is not the response of an operation.
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

/// Whether the response proves that nothing happened. Operations decline under HTTP 200; under HTTP 400 they report a duplicate
/// `extid`, so only the framework's own 400 is believed.
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

//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::card::{CardGet, CardUse};
use crate::operation::RegistrationId;

/// How to find out what a call did when its outcome is unknown.
///
/// - [`Resend`](payments_core::Recovery::Resend): Vepay accepts an external id once. Success is the registration, this one
///   or the first. A refusal with [`existing`](crate::Refusal::existing) means that the first request arrived; its
///   recovery is the query. [`Client::register`](crate::Client::register) returns both as a
///   [`RegisterOutcome`](crate::card::RegisterOutcome). Any other refusal is about the second request alone.
/// - [`Ask`](payments_core::Recovery::Ask): the registration exists: query its status. The address of its form cannot be
///   learnt any more.
/// - [`AwaitCallback`](payments_core::Recovery::AwaitCallback): after a crash, if the request had a card number, which may
///   not be stored: wait for the postback, or the callback with your external id.
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of Vepay: what [`Recovery`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The registration of a card.
    Registration(CardGet),
}

impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        match self {
            Self::Registration(query) => vec![
                "registration".to_owned(),
                query.registration_id().to_string(),
                match query.card_use() {
                    CardUse::Payout => "payout".to_owned(),
                    CardUse::Autopayment => "autopayment".to_owned(),
                },
            ],
        }
    }

    fn from_words(words: &[String]) -> Option<Self> {
        let [kind, id, card_use] = words else { return None };
        let card_use = match card_use.as_str() {
            "payout" => CardUse::Payout,
            "autopayment" => CardUse::Autopayment,
            _ => return None,
        };
        let id = RegistrationId::new(id.parse().ok()?);
        (kind == "registration").then(|| Self::Registration(CardGet::new(id, card_use)))
    }
}

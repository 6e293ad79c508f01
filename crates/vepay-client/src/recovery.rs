//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::card::{CardGet, CardUse};
use crate::operation::OperationId;
use crate::wire::parse_number;

/// How to find out what a call did when its outcome is unknown.
///
/// - [`Resend`](payments_core::Recovery::Resend): Vepay accepts an external id once. Success is the registration, this one
///   or the first. A refusal with [`existing`](crate::Refusal::existing) means that the first request arrived; its
///   recovery is the query. [`Client::register`](crate::Client::register) returns both as a
///   [`RegisterOutcome`](crate::card::RegisterOutcome). Any other refusal is about the second request alone.
///
///   After a crash, leave out the card number, which may not be stored: it only prefills the form.
/// - [`Ask`](payments_core::Recovery::Ask): the operation exists: query its status. The address of its form cannot be
///   learnt any more.
/// - [`AwaitCallback`](payments_core::Recovery::AwaitCallback) and
///   [`AskAPerson`](payments_core::Recovery::AskAPerson): no call with a type of its own has these; a
///   [`RawCall`](crate::RawCall) may.
///
/// Store its text with the order, before the request is sent:
///
/// ```
/// use vepay_client::card::{CardReg, RegistrationPurpose};
/// use vepay_client::common::{InvalidField, Recover as _};
/// use vepay_client::{ExtId, Recovery};
///
/// let request = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("card-a")?);
/// let text = request.stored_recovery().to_text();
/// assert_eq!(text, "resend");
/// assert!(matches!(Recovery::from_text(&text), Ok(Recovery::Resend)));
/// # Ok::<(), InvalidField>(())
/// ```
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of Vepay: what [`Recovery`] sends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The registration of a card.
    Registration(CardGet),
}

impl StatusQuery {
    /// The id of the operation that it is about.
    pub const fn operation_id(&self) -> OperationId {
        match self {
            Self::Registration(query) => query.registration_id(),
        }
    }
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
        let id = OperationId::new(parse_number(id)?);
        (kind == "registration").then(|| Self::Registration(CardGet::new(id, card_use)))
    }
}

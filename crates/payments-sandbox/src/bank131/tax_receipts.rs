//! Payouts to self-employed persons: why one fails, and its receipt.

use serde_json::{Value, json};

use super::error::{KnownFailure, TAXPAYER_NOT_BOUND, TAXPAYER_UNKNOWN};
use crate::random::Random;

/// The tax service knows nobody with this number.
pub(super) const UNKNOWN: &str = "000000000000";
/// A self-employed person who has not let the bank act.
const NOT_BOUND: &str = "000000000001";

/// Why a payout to the person with this number fails, if it does.
pub(super) fn refusal_of(tax_reference: &str) -> Option<KnownFailure> {
    match tax_reference {
        UNKNOWN => Some(TAXPAYER_UNKNOWN),
        NOT_BOUND => Some(TAXPAYER_NOT_BOUND),
        _ => None,
    }
}

/// Why a payout to the person in `fiscalization_details` fails, if it does.
pub(super) fn refusal(details: &Value) -> Option<KnownFailure> {
    details.pointer("/professional_income_taxpayer/tax_reference").and_then(Value::as_str).and_then(refusal_of)
}

/// Adds the receipt of a payout that succeeded.
pub(super) fn add_receipt(details: &mut Value, random: &mut Random) {
    let id = random.alphanumeric::<10>().to_lowercase();
    let person = details.pointer_mut("/professional_income_taxpayer").and_then(Value::as_object_mut);
    let Some(person) = person else { return };
    let inn = person.get("tax_reference").and_then(Value::as_str).unwrap_or_default();
    let link = format!("https://lknpd.nalog.ru/api/v1/receipt/{inn}/{id}/print");
    person.insert("receipt".to_owned(), json!({"id": id, "link": link}));
}

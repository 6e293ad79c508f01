//! Self-employed persons: the check of one, and the receipts of payouts to them.

use serde_json::{Value, json};

use super::bank::Bank;
use super::error::{KnownFailure, Refusal, TAXPAYER_NOT_BOUND, TAXPAYER_UNKNOWN};
use super::request::{checked, is_digits};
use crate::json::Object;
use crate::random::Random;

/// The tax service knows nobody with this number.
const UNKNOWN: &str = "000000000000";
/// A self-employed person who has not let the bank act.
const NOT_BOUND: &str = "000000000001";

/// A check that was asked for.
#[derive(Debug)]
pub(super) struct Check {
    tax_reference: String,
    /// The first time its result is asked for there is none.
    was_asked: bool,
}

impl Bank {
    /// `npd/check`.
    pub(super) fn check_taxpayer(&mut self, body: &Object<'_>, project: &str) -> Result<(Value, String), Refusal> {
        let inn = |text: &str| is_digits(text, 12, 12);
        let tax_reference = checked(body, "tax_reference", inn, "must be 12 digits")?.to_owned();
        let id = self.random.uuid();
        self.checks.open(project, Some(&id), Check { tax_reference, was_asked: false });
        Ok((json!({"status": "pending", "request_id": id}), id))
    }

    /// `npd/request/status`.
    pub(super) fn taxpayer_status(&mut self, body: &Object<'_>, project: &str) -> Result<Value, Refusal> {
        let found = self.checks.find_by_reference(body.string("request_id")?);
        let number = found.and_then(|number| self.checks.find(Some(number), project));
        let found = number.ok().and_then(|number| self.checks.change(number));
        let (check, _) = found.ok_or_else(|| Refusal::invalid("request_id: there is no such request"))?;
        if !std::mem::replace(&mut check.was_asked, true) {
            return Ok(json!({"status": "pending"}));
        }
        let (is_taxpayer, is_linked) = (check.tax_reference != UNKNOWN, refusal_of(&check.tax_reference).is_none());
        Ok(json!({"status": "ok", "is_professional_income_taxpayer": is_taxpayer, "is_linked": is_linked}))
    }
}

fn refusal_of(tax_reference: &str) -> Option<KnownFailure> {
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

//! Checks of self-employed persons.

use serde_json::{Value, json};

use super::bank::Bank;
use super::error::Refusal;
use super::kept::Check;
use super::request::{checked, is_digits};
use super::tax_receipts::{UNKNOWN, refusal_of};
use crate::json::Object;

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

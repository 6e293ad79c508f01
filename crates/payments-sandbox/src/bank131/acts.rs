//! What the partner does to a session.

use serde_json::Value;

use super::call::{Call, Source};
use super::cards::Decision;
use super::error::{CANCELLED_BY_PARTNER, DECLINED_BY_PAYER, Refusal};
use super::operation::{OperationStatus, Refund, RefundStatus};
use super::request::{Money, checked, is_digits};
use super::session::{Event, NextAction, Outcome, Session, SessionStatus, Step};
use crate::json::Object;
use crate::ledger::{MoneyError, Transition};

impl Session {
    /// What a call about this session does; `None` for one that only asks.
    pub(super) fn act(
        &mut self,
        call: Call,
        body: &Object<'_>,
        transition: &mut Transition<'_>,
    ) -> Result<Option<Outcome>, Refusal> {
        let outcome = match call {
            Call::Confirm => self.confirm(body),
            Call::Cancel => self.cancel(transition),
            Call::Capture => self.capture(Money::optional(body, "amount_details")?, transition),
            Call::Refund => {
                let part = Money::optional(body, "amount_details")?;
                self.refund(part, body.value("metadata").cloned(), false, transition)
            }
            Call::Chargeback => self.refund(None, None, true, transition),
            Call::SberPayPush => self.push(body),
            _ => return Ok(None),
        }?;
        self.updated_at = transition.now;
        Ok(Some(outcome))
    }

    fn confirm(&mut self, body: &Object<'_>) -> Result<Outcome, Refusal> {
        let information = body.optional_object("confirm_information")?;
        if self.next_action != Some(NextAction::Confirm) {
            return Err(Refusal::wrong_state("the session does not wait for a confirmation"));
        }
        if self.source != Source::Balance {
            let information = information.ok_or_else(|| body.missing("confirm_information"))?;
            // The bank's own client library leaves out what it does not know, so only the sum has to come back.
            let sum = Money::read(&information.object("transfer_details")?.object("amount")?)?;
            let expected = self.payouts.first().and_then(|payout| payout.sum.as_ref());
            if expected.is_some_and(|expected| expected.sum() != sum.sum()) {
                return Err(Refusal::invalid("confirm_information.transfer_details.amount: is not that of the payout"));
            }
        }
        self.next_action = None;
        self.confirm_information = None;
        let payments = self.payments.iter_mut().map(|payment| &mut payment.state);
        for state in payments.chain(self.payouts.iter_mut().map(|payout| &mut payout.state)) {
            state.status = OperationStatus::InProgress;
        }
        Ok(Outcome::then(Step::Authenticate))
    }

    fn cancel(&mut self, transition: &mut Transition<'_>) -> Result<Outcome, Refusal> {
        if self.status == SessionStatus::Created {
            self.end(transition.now);
            return Ok(Outcome::default());
        }
        if self.status != SessionStatus::InProgress {
            return Err(Refusal::wrong_state("the session is not in progress"));
        }
        if self.payments.iter().any(|payment| payment.state.status == OperationStatus::Succeeded) {
            return Err(Refusal::wrong_state("the payer has been charged already"));
        }
        self.drop_the_rest(transition, CANCELLED_BY_PARTNER);
        self.error = Some(CANCELLED_BY_PARTNER);
        self.end(transition.now);
        Ok(Outcome::tell(Event::PaymentFinished))
    }

    /// Debits held money: the whole, or a part, and then the rest is released.
    fn capture(&mut self, part: Option<Money>, transition: &mut Transition<'_>) -> Result<Outcome, Refusal> {
        let held = (0..self.payments.len()).find(|position| transition.postings.part(*position).holds());
        let position = held.unwrap_or_default();
        transition.postings.part(position).capture(part.as_ref().map(Money::sum)).map_err(|error| match error {
            MoneyError::OtherCurrency => Refusal::invalid("amount_details.currency: must be that of the payment"),
            MoneyError::AboveHeld => Refusal::invalid("amount_details.amount: must not be above what is held"),
            MoneyError::NothingHeld | MoneyError::AboveDebited => Refusal::wrong_state("the session holds no money"),
        })?;
        if let Some(payment) = self.payments.get_mut(position).filter(|_| part.is_some()) {
            payment.charge = part;
        }
        self.debited(position, transition);
        Ok(self.after_debit())
    }

    /// Gives money back to the payer of the first payment: what is left of it, or a part.
    fn refund(
        &mut self,
        part: Option<Money>,
        metadata: Option<Value>,
        is_chargeback: bool,
        transition: &mut Transition<'_>,
    ) -> Result<Outcome, Refusal> {
        let is_accepted = self.status == SessionStatus::Accepted;
        let paid = self.payments.iter_mut().find(|one| one.state.status == OperationStatus::Succeeded);
        let Some((payment, charge)) =
            paid.filter(|_| is_accepted).and_then(|one| one.charge.clone().map(|of| (one, of)))
        else {
            return Err(Refusal::wrong_state("the session has no finished payment"));
        };
        let left = charge.amount.saturating_sub(payment.refunded());
        let amount = part.unwrap_or_else(|| charge.with_amount(left));
        if !amount.currency.eq_ignore_ascii_case(&charge.currency) {
            return Err(Refusal::invalid("amount_details.currency: must be that of the payment"));
        }
        if amount.amount > left || left == 0 {
            return Err(Refusal::refund_too_large());
        }
        let number = self.id.trim_start_matches("ps_");
        let id = match payment.refunds.len() {
            0 => format!("rf_{number}"),
            earlier => format!("rf_{number}-{}", earlier + 1),
        };
        payment.refunds.push(Refund {
            id,
            status: RefundStatus::InProgress,
            created_at: transition.now,
            finished_at: None,
            amount,
            metadata,
            is_chargeback,
        });
        Ok(Outcome::then(Step::Refund))
    }

    /// The payer gets a message. He agrees, unless his phone is that of somebody who does not.
    fn push(&mut self, body: &Object<'_>) -> Result<Outcome, Refusal> {
        let phone = checked(body, "phone", |text| is_digits(text, 10, 15), "must be 10 to 15 digits")?;
        let declines = phone.ends_with("0012");
        let waiting = self.payments.iter_mut().find(|one| one.waits_for_payer());
        let Some(payment) = waiting.filter(|one| one.is_sber_pay()) else {
            return Err(Refusal::wrong_state("the session does not wait for a payer with SberPay"));
        };
        if declines {
            payment.plan.decision = Decision::Declined(DECLINED_BY_PAYER);
        }
        if let Some(request) = &mut payment.request {
            request.answered = true;
        }
        payment.state.status = OperationStatus::InProgress;
        Ok(Outcome::then(Step::Authorise))
    }
}

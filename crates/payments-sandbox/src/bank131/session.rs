//! One session as a state machine: what can happen, in which order, and what the partner is told.
//!
//! It does not wait: the caller runs each [`Step`] when it is due.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::call::{Source, Version};
use super::cards::{Asks, Decision, PayoutPlan};
use super::error::{CANCELLED, DECLINED_BY_PAYER, INTERNAL, KnownFailure, NOT_COVERED, PROVIDER_TIMEOUT, THREE_DS};
use super::given::Given;
use super::operation::{
    IssuedToken, OperationStatus, PayerRequest, Payment, Payout, Refund, RefundStatus, Subscription,
};
use super::request::{Money, fee};
use super::tax_receipts;
use crate::clock;
use crate::ledger::{Account, Transition};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SessionStatus {
    Created,
    InProgress,
    Accepted,
    Cancelled,
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NextAction {
    Confirm,
    Capture,
}

/// What the partner is told about by a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    ActionRequired,
    ReadyToConfirm,
    ReadyToCapture,
    PaymentFinished,
    PaymentRefunded,
}

impl Event {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ActionRequired => "action_required",
            Self::ReadyToConfirm => "ready_to_confirm",
            Self::ReadyToCapture => "ready_to_capture",
            Self::PaymentFinished => "payment_finished",
            Self::PaymentRefunded => "payment_refunded",
        }
    }
}

/// What the bank does next by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Find out whether the partner has to confirm.
    Begin,
    /// Find out whether the payer of the next payment has to do something.
    Authenticate,
    /// Ask the issuer for the money, and hold or take it.
    Authorise,
    /// Send the money on: the payouts succeed or fail, and the session ends.
    PayOut,
    /// Learn that a session in `error` went well after all.
    Resolve,
    /// Give money back to a payer.
    Refund,
}

/// What a change leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) event: Option<Event>,
    pub(super) next: Option<Step>,
}

impl Outcome {
    pub(super) fn tell(event: Event) -> Self {
        Self { event: Some(event), next: None }
    }

    pub(super) fn then(step: Step) -> Self {
        Self { event: None, next: Some(step) }
    }
}

pub(super) struct Session {
    pub(super) id: String,
    /// That of the request that opened it.
    pub(super) version: Version,
    pub(super) source: Source,
    pub(super) status: SessionStatus,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) next_action: Option<NextAction>,
    pub(super) error: Option<KnownFailure>,
    /// What `session/create` gave.
    pub(super) given: Given,
    /// The project confirms everything by itself.
    pub(super) confirms_all: bool,
    /// The partner is told by webhooks.
    pub(super) has_webhooks: bool,
    /// What has to come back with the confirmation.
    pub(super) confirm_information: Option<Value>,
    pub(super) payments: Vec<Payment>,
    pub(super) payouts: Vec<Payout>,
}

impl Session {
    pub(super) fn new(id: String, version: Version, given: Given, now: Timestamp) -> Self {
        Self {
            id,
            version,
            source: Source::Balance,
            status: SessionStatus::Created,
            // The bank's operations are a little younger than the last update of their session.
            created_at: clock::shifted(now, -2000),
            updated_at: clock::shifted(now, -1000),
            finished_at: None,
            next_action: None,
            error: None,
            given,
            confirms_all: false,
            has_webhooks: true,
            confirm_information: None,
            payments: Vec::new(),
            payouts: Vec::new(),
        }
    }

    /// Runs a step whose time has come.
    pub(super) fn run(&mut self, step: Step, transition: &mut Transition<'_>) -> Outcome {
        self.updated_at = transition.now;
        match step {
            Step::Begin => self.begin(transition),
            Step::Authenticate => self.authenticate(transition),
            Step::Authorise => self.authorise(transition),
            Step::PayOut => self.pay_out(transition),
            Step::Resolve => self.resolve(transition),
            Step::Refund => self.give_back(transition),
        }
    }

    /// What an answer asks of the partner. A webhook does not say that money is held but by its type.
    ///
    /// Source: Bank 131, the functional tests of the bank's client library.
    pub(super) fn next_action_in_answer(&self) -> Option<NextAction> {
        let mut open = self.payments.iter().filter(|payment| !payment.state.is_over()).peekable();
        let only_holds = open.peek().is_some() && open.all(Payment::is_held);
        self.next_action.or(only_holds.then_some(NextAction::Capture))
    }

    /// The payer of a payment agreed or declined. `None` when it no longer matters.
    pub(super) fn payer_answered(
        &mut self,
        position: usize,
        agreed: bool,
        transition: &mut Transition<'_>,
    ) -> Option<Outcome> {
        let payment = self.payments.get_mut(position).filter(|payment| payment.waits_for_payer())?;
        payment.request.as_mut()?.answered = true;
        self.updated_at = transition.now;
        if !agreed {
            let failure = if payment.plan.asks == Asks::ThreeDs { THREE_DS } else { DECLINED_BY_PAYER };
            return Some(self.fail(position, transition, failure));
        }
        payment.state.status = OperationStatus::InProgress;
        Some(Outcome::then(Step::Authorise))
    }

    /// The confirmation comes before 3-D Secure and before any debit.
    fn begin(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let all = self.confirms_all;
        let waiting_payments = self.payments.iter_mut().filter(|payment| all || payment.plan.waits);
        let waiting_payouts = self.payouts.iter_mut().filter(|payout| all || payout.plan == PayoutPlan::Waits);
        let mut waits = false;
        for state in waiting_payments.map(|one| &mut one.state).chain(waiting_payouts.map(|one| &mut one.state)) {
            state.status = OperationStatus::Pending;
            waits = true;
        }
        if !waits {
            return self.authenticate(transition);
        }
        self.next_action = Some(NextAction::Confirm);
        Outcome::tell(Event::ReadyToConfirm)
    }

    /// The payment whose turn it is: they come one after the other.
    fn current(&self) -> Option<usize> {
        self.payments.iter().position(|payment| payment.state.is_running())
    }

    fn authenticate(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let current = self.current().and_then(|position| self.payments.get_mut(position));
        let Some(payment) = current else { return self.pay_out(transition) };
        if payment.plan.asks == Asks::Nothing {
            return self.authorise(transition);
        }
        payment.state.status = OperationStatus::Pending;
        payment.request = Some(PayerRequest::new(transition.random));
        // Nothing can be asked of the payer before `sberpay/push`.
        if payment.plan.asks == Asks::Push { Outcome::default() } else { Outcome::tell(Event::ActionRequired) }
    }

    fn authorise(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let Some(position) = self.current() else { return self.pay_out(transition) };
        let decision = self.payments.get(position).map_or(Decision::Success, |payment| payment.plan.decision);
        match decision {
            Decision::Declined(failure) => self.fail(position, transition, failure),
            Decision::ErrorThenSuccess => self.go_wrong(position, transition.now),
            Decision::Success => self.charge(position, transition),
        }
    }

    fn charge(&mut self, position: usize, transition: &mut Transition<'_>) -> Outcome {
        let Some(payment) = self.payments.get_mut(position) else { return Outcome::default() };
        let sum = payment.charge.as_ref().map(Money::sum);
        if let Some(sum) = sum.clone().filter(|_| payment.plan.holds) {
            transition.postings.part(position).hold(sum);
            payment.state.status = OperationStatus::Pending;
            return Outcome { event: Some(Event::ReadyToCapture), next: self.current().map(|_| Step::Authenticate) };
        }
        if let Some(sum) = sum {
            transition.postings.part(position).debit(Account::Payers, sum);
        }
        self.debited(position, transition);
        self.after_debit()
    }

    /// The next payment, or the payouts once every payer has paid.
    pub(super) fn after_debit(&self) -> Outcome {
        if self.current().is_some() {
            return Outcome::then(Step::Authenticate);
        }
        let all = self.payments.iter().all(|payment| payment.state.is_over());
        if all { Outcome::then(Step::PayOut) } else { Outcome::default() }
    }

    fn pay_out(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let is_paid_for = self.payments.iter().any(|payment| payment.charge.is_some());
        for (position, payout) in self.payouts.iter_mut().enumerate() {
            match refusal(payout, position, is_paid_for, transition) {
                Some(failure) => payout.state.fail(transition.now, failure),
                None => send(payout, position, is_paid_for, transition),
            }
        }
        self.end(transition.now);
        Outcome::tell(Event::PaymentFinished)
    }

    fn go_wrong(&mut self, position: usize, now: Timestamp) -> Outcome {
        if let Some(payment) = self.payments.get_mut(position) {
            payment.state.fail(now, PROVIDER_TIMEOUT);
        }
        self.status = SessionStatus::Error;
        self.error = Some(INTERNAL);
        Outcome { event: Some(Event::PaymentFinished), next: Some(Step::Resolve) }
    }

    fn resolve(&mut self, transition: &mut Transition<'_>) -> Outcome {
        self.error = None;
        self.status = SessionStatus::InProgress;
        let lost = self.payments.iter().position(|payment| payment.state.error == Some(PROVIDER_TIMEOUT));
        if let Some(position) = lost {
            let charge = self.payments.get(position).and_then(|payment| payment.charge.as_ref());
            if let Some(charge) = charge {
                transition.postings.part(position).debit(Account::Payers, charge.sum());
            }
            self.debited(position, transition);
        }
        if self.after_debit().next == Some(Step::PayOut) { self.pay_out(transition) } else { self.after_debit() }
    }

    /// The payer's money is the partner's now, less the fee.
    pub(super) fn debited(&mut self, position: usize, transition: &mut Transition<'_>) {
        let Some(payment) = self.payments.get_mut(position) else { return };
        if let Some(charge) = &payment.charge {
            transition.postings.part(position).charge_fee(fee(charge).amount);
        }
        payment.state.succeed(transition);
        let Some(options) = &payment.options else { return };
        if options.recurrent {
            let lifetime = payment.shown.token_lifetime();
            payment.token = Some(IssuedToken::new(transition.now, lifetime, transition.random));
        }
        payment.subscription = options.period.as_ref().map(|period| Subscription {
            id: transition.random.uuid(),
            period: period.clone(),
            initial: true,
        });
    }

    /// A payment failed: whatever is not over fails with it, and what is held is released.
    fn fail(&mut self, position: usize, transition: &mut Transition<'_>, failure: KnownFailure) -> Outcome {
        if let Some(payment) = self.payments.get_mut(position) {
            payment.state.fail(transition.now, failure);
        }
        self.drop_the_rest(transition, CANCELLED);
        self.end(transition.now);
        Outcome::tell(Event::PaymentFinished)
    }

    pub(super) fn drop_the_rest(&mut self, transition: &mut Transition<'_>, failure: KnownFailure) {
        for (position, payment) in self.payments.iter_mut().enumerate().filter(|(_, one)| !one.state.is_over()) {
            transition.postings.part(position).release();
            payment.state.fail(transition.now, failure);
        }
        for payout in self.payouts.iter_mut().filter(|payout| !payout.state.is_over()) {
            payout.state.fail(transition.now, failure);
        }
    }

    /// Accepted if anything succeeded.
    pub(super) fn end(&mut self, now: Timestamp) {
        let payments = self.payments.iter().map(|payment| payment.state.status);
        let mut all = payments.chain(self.payouts.iter().map(|payout| payout.state.status));
        let has_success = all.any(|status| status == OperationStatus::Succeeded);
        self.status = if has_success { SessionStatus::Accepted } else { SessionStatus::Cancelled };
        self.next_action = None;
        self.finished_at = Some(now);
    }

    /// The oldest refund in progress. The next one, if there is one, takes a step of its own.
    fn give_back(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let in_progress = |refund: &Refund| refund.status == RefundStatus::InProgress;
        for (position, payment) in self.payments.iter_mut().enumerate() {
            let Some(refund) = payment.refunds.iter_mut().find(|refund| in_progress(refund)) else { continue };
            let is_declined = refund.metadata.as_ref().is_some_and(|metadata| metadata == "decline");
            let is_done = !is_declined && transition.postings.part(position).refund(&refund.amount.sum()).is_ok();
            refund.status = if is_done { RefundStatus::Accepted } else { RefundStatus::Declined };
            refund.finished_at = Some(transition.now);
            break;
        }
        let more = self.payments.iter().any(|payment| payment.refunds.iter().any(in_progress));
        Outcome { event: Some(Event::PaymentRefunded), next: more.then_some(Step::Refund) }
    }
}

/// Why a payout fails, if it does. The debit of a payer stays: no document says that the bank returns it of itself.
fn refusal(
    payout: &Payout,
    position: usize,
    is_paid_for: bool,
    transition: &mut Transition<'_>,
) -> Option<KnownFailure> {
    if let PayoutPlan::Declined(failure) = payout.plan {
        return Some(failure);
    }
    let sum = payout.sum.as_ref().filter(|_| !is_paid_for).map(Money::sum);
    let is_covered = sum.is_none_or(|sum| transition.postings.part(position).covers(&sum));
    let of_taxpayer = payout.taxpayer.as_ref().and_then(tax_receipts::refusal);
    (!is_covered).then_some(NOT_COVERED).or(of_taxpayer)
}

/// A payout that no payer has paid for comes from the balance, and so does its fee.
fn send(payout: &mut Payout, position: usize, is_paid_for: bool, transition: &mut Transition<'_>) {
    if let Some(sum) = &payout.sum {
        let mut postings = transition.postings.part(position);
        postings.pay_out(&sum.sum());
        if !is_paid_for {
            postings.take_fee(&fee(sum).sum());
        }
    }
    payout.state.succeed(transition);
    if let Some(taxpayer) = &mut payout.taxpayer {
        tax_receipts::add_receipt(taxpayer, transition.random);
    }
}

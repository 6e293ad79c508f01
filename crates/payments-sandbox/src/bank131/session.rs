//! The state machine of a session: what may happen, in which order, and what the partner is told.
//!
//! It does not wait: the caller runs each [`Step`] when it is due.

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::call::Call;
use super::cards::{CardFace, Decision, PaymentPlan, PayoutPlan};
use super::error::{CANCELLED, CANCELLED_BY_PARTNER, INTERNAL, KnownFailure, PROVIDER_TIMEOUT, Refusal, THREE_DS};
use super::participant::Participants;
use super::request::{Customer, Initiator, Money};
use crate::clock;
use crate::json::Object;
use crate::ledger::{Account, MoneyError, Transition};
use crate::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SessionStatus {
    InProgress,
    Accepted,
    Cancelled,
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OperationStatus {
    InProgress,
    Pending,
    Succeeded,
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NextAction {
    Confirm,
}

/// What the partner is told about by a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    ActionRequired,
    ReadyToConfirm,
    ReadyToCapture,
    PaymentFinished,
}

impl Event {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ActionRequired => "action_required",
            Self::ReadyToConfirm => "ready_to_confirm",
            Self::ReadyToCapture => "ready_to_capture",
            Self::PaymentFinished => "payment_finished",
        }
    }
}

/// What the bank does next by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Find out whether the partner has to confirm.
    Begin,
    /// Find out whether the payer has to authenticate.
    Authenticate,
    /// Ask the issuer for the money, and hold or take it.
    Authorise,
    /// Send the money on: the payout succeeds or fails, and the session ends.
    PayOut,
    /// Learn that a session in `error` went well after all.
    Resolve,
}

/// What a change leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) event: Option<Event>,
    pub(super) next: Option<Step>,
}

impl Outcome {
    fn tell(event: Event) -> Self {
        Self { event: Some(event), next: None }
    }

    pub(super) fn then(step: Step) -> Self {
        Self { event: None, next: Some(step) }
    }
}

/// What stays the same for the life of a session.
pub(super) struct Terms {
    pub(super) source: Money,
    pub(super) amount: Money,
    pub(super) participants: Participants,
    pub(super) customer: Option<Customer>,
    pub(super) return_url: Option<Url>,
    pub(super) wants_token: bool,
}

pub(super) struct Session {
    pub(super) id: String,
    pub(super) status: SessionStatus,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) next_action: Option<NextAction>,
    pub(super) error: Option<KnownFailure>,
    pub(super) terms: Terms,
    pub(super) payment: Payment,
    pub(super) payout: Option<Payout>,
}

pub(super) struct Payment {
    pub(super) id: String,
    pub(super) shown: ShownInstrument,
    pub(super) card: CardFace,
    pub(super) plan: PaymentPlan,
    pub(super) state: Operation,
    pub(super) three_ds: Option<ThreeDs>,
    /// The money is held. The bank's samples then name no next action.
    pub(super) held: bool,
    pub(super) token: Option<IssuedToken>,
}

pub(super) struct Payout {
    pub(super) id: String,
    pub(super) card: CardFace,
    pub(super) plan: PayoutPlan,
    pub(super) state: Operation,
}

/// How the answers show what was paid with: a card without its number, a token as it was sent.
pub(super) enum ShownInstrument {
    Card,
    Recurrent { token: String, initiator: Initiator },
}

/// What a payment and a payout have in common.
pub(super) struct Operation {
    pub(super) status: OperationStatus,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) error: Option<KnownFailure>,
    pub(super) receipt: Option<Receipt>,
}

impl Operation {
    pub(super) fn new(created_at: Timestamp) -> Self {
        Self { status: OperationStatus::InProgress, created_at, finished_at: None, error: None, receipt: None }
    }

    fn succeed(&mut self, transition: &mut Transition<'_>) {
        self.status = OperationStatus::Succeeded;
        self.finished_at = Some(transition.now);
        self.error = None;
        self.receipt = Some(Receipt::new(transition.random));
    }

    fn fail(&mut self, now: Timestamp, error: KnownFailure) {
        self.status = OperationStatus::Failed;
        self.finished_at = Some(now);
        self.error = Some(error);
    }
}

/// `transaction_info`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Receipt {
    rrn: String,
    auth_code: String,
}

impl Receipt {
    fn new(random: &mut Random) -> Self {
        Self { rrn: random.digits::<12>(), auth_code: random.digits::<6>() }
    }
}

/// A token that repeats the payment.
#[derive(Clone)]
pub(super) struct IssuedToken {
    pub(super) token: String,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Timestamp,
}

impl IssuedToken {
    fn new(transition: &mut Transition<'_>) -> Self {
        const THREE_YEARS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000_000;
        let (created_at, finished_at) = (transition.now, clock::shifted(transition.now, THREE_YEARS));
        Self { token: transition.random.token(), created_at, finished_at }
    }
}

/// The payer's authentication: the address of the page and what it is to be opened with.
pub(super) struct ThreeDs {
    pub(super) key: String,
    pub(super) pa_req: String,
    pub(super) md: String,
}

impl ThreeDs {
    fn new(random: &mut Random) -> Self {
        Self { key: random.token(), pa_req: random.awkward_base64(), md: random.token() }
    }
}

impl Session {
    pub(super) fn new(id: String, terms: Terms, payment: Payment, payout: Option<Payout>, now: Timestamp) -> Self {
        Self {
            id,
            status: SessionStatus::InProgress,
            // The bank's operations are a little younger than the last update of their session.
            created_at: clock::shifted(now, -2000),
            updated_at: clock::shifted(now, -1000),
            finished_at: None,
            next_action: None,
            error: None,
            terms,
            payment,
            payout,
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
        }
    }

    /// The payer pressed a button on the 3-D Secure page. `None` when it no longer matters.
    pub(super) fn payer_answered(&mut self, agreed: bool, transition: &Transition<'_>) -> Option<Outcome> {
        if !self.waits_for_payer() {
            return None;
        }
        self.updated_at = transition.now;
        if !agreed {
            return Some(self.fail(transition.now, THREE_DS));
        }
        self.payment.state.status = OperationStatus::InProgress;
        Some(Outcome::then(Step::Authorise))
    }

    pub(super) fn waits_for_payer(&self) -> bool {
        self.payment.three_ds.is_some() && !self.payment.held && self.payment.state.status == OperationStatus::Pending
    }

    /// What a call about this session does; `None` for one that only asks.
    pub(super) fn act(
        &mut self,
        call: Call,
        body: &Object<'_>,
        transition: &mut Transition<'_>,
    ) -> Result<Option<Outcome>, Refusal> {
        let outcome = match call {
            Call::Confirm => {
                // Echoed by partners that work with escrow accounts; nothing here depends on it.
                body.optional_object("confirm_information")?;
                self.confirm()
            }
            Call::Cancel => self.cancel(transition),
            Call::Capture => {
                let part = body.optional_object("amount_details")?;
                self.capture(part.map(|part| Money::read(&part)).transpose()?, transition)
            }
            Call::Init | Call::Status | Call::TokenStatus => return Ok(None),
        }?;
        self.updated_at = transition.now;
        Ok(Some(outcome))
    }

    fn confirm(&mut self) -> Result<Outcome, Refusal> {
        if self.next_action != Some(NextAction::Confirm) {
            return Err(Refusal::wrong_state("the session does not wait for a confirmation"));
        }
        self.next_action = None;
        if let Some(payout) = &mut self.payout {
            payout.state.status = OperationStatus::InProgress;
        }
        Ok(Outcome::then(Step::Authenticate))
    }

    /// Debits held money: the whole, or a part, and then the rest is released.
    fn capture(&mut self, part: Option<Money>, transition: &mut Transition<'_>) -> Result<Outcome, Refusal> {
        transition.postings.capture(part.as_ref().map(Money::sum)).map_err(|error| match error {
            MoneyError::OtherCurrency => Refusal::invalid("amount_details.currency: must be that of the payment"),
            MoneyError::AboveHeld => Refusal::invalid("amount_details.amount: must not be above what is held"),
            MoneyError::NothingHeld | MoneyError::AboveDebited => Refusal::wrong_state("the session holds no money"),
        })?;
        self.payment.held = false;
        if let Some(part) = part {
            self.terms.source = part;
        }
        self.debited(transition);
        Ok(Outcome::then(Step::PayOut))
    }

    fn cancel(&mut self, transition: &mut Transition<'_>) -> Result<Outcome, Refusal> {
        if self.status != SessionStatus::InProgress {
            return Err(Refusal::wrong_state("the session is not in progress"));
        }
        if self.payment.state.status == OperationStatus::Succeeded {
            return Err(Refusal::wrong_state("the payer has been charged already"));
        }
        transition.postings.release();
        self.payment.held = false;
        self.payment.state.fail(transition.now, CANCELLED_BY_PARTNER);
        if let Some(payout) = &mut self.payout {
            payout.state.fail(transition.now, CANCELLED_BY_PARTNER);
        }
        self.end(SessionStatus::Cancelled, transition.now);
        Ok(Outcome::tell(Event::PaymentFinished))
    }

    /// The confirmation comes before 3-D Secure and before any debit.
    fn begin(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let Some(payout) = self.payout.as_mut().filter(|payout| payout.plan == PayoutPlan::Waits) else {
            return self.authenticate(transition);
        };
        payout.state.status = OperationStatus::Pending;
        self.next_action = Some(NextAction::Confirm);
        Outcome::tell(Event::ReadyToConfirm)
    }

    fn authenticate(&mut self, transition: &mut Transition<'_>) -> Outcome {
        if !self.payment.plan.three_ds {
            return self.authorise(transition);
        }
        self.payment.state.status = OperationStatus::Pending;
        self.payment.three_ds = Some(ThreeDs::new(transition.random));
        Outcome::tell(Event::ActionRequired)
    }

    fn authorise(&mut self, transition: &mut Transition<'_>) -> Outcome {
        match self.payment.plan.decision {
            Decision::Declined(failure) => self.fail(transition.now, failure),
            Decision::ErrorThenSuccess => self.go_wrong(transition.now),
            Decision::Success => self.charge(transition),
        }
    }

    fn charge(&mut self, transition: &mut Transition<'_>) -> Outcome {
        let source = self.terms.source.sum();
        if self.payment.plan.holds {
            transition.postings.hold(source);
            self.payment.held = true;
            self.payment.state.status = OperationStatus::Pending;
            return Outcome::tell(Event::ReadyToCapture);
        }
        transition.postings.debit(Account::Payers, source);
        self.debited(transition);
        Outcome::then(Step::PayOut)
    }

    fn pay_out(&mut self, transition: &mut Transition<'_>) -> Outcome {
        if let Some(payout) = &mut self.payout {
            match payout.plan {
                // The debit stays: no document says that the bank returns it of itself.
                PayoutPlan::Declined(failure) => payout.state.fail(transition.now, failure),
                PayoutPlan::Success | PayoutPlan::Waits => {
                    transition.postings.pay_out(&self.terms.amount.sum());
                    payout.state.succeed(transition);
                }
            }
        }
        self.end(SessionStatus::Accepted, transition.now);
        Outcome::tell(Event::PaymentFinished)
    }

    fn go_wrong(&mut self, now: Timestamp) -> Outcome {
        self.payment.state.fail(now, PROVIDER_TIMEOUT);
        self.status = SessionStatus::Error;
        self.error = Some(INTERNAL);
        Outcome { event: Some(Event::PaymentFinished), next: Some(Step::Resolve) }
    }

    fn resolve(&mut self, transition: &mut Transition<'_>) -> Outcome {
        self.error = None;
        transition.postings.debit(Account::Payers, self.terms.source.sum());
        self.debited(transition);
        self.pay_out(transition)
    }

    /// The payer's money is the partner's now, less the fee.
    fn debited(&mut self, transition: &mut Transition<'_>) {
        transition.postings.charge_fee(fee(&self.terms.source).amount);
        self.payment.state.succeed(transition);
        if self.terms.wants_token {
            self.payment.token = Some(IssuedToken::new(transition));
        }
    }

    fn fail(&mut self, now: Timestamp, failure: KnownFailure) -> Outcome {
        self.payment.state.fail(now, failure);
        if let Some(payout) = &mut self.payout {
            payout.state.fail(now, CANCELLED);
        }
        self.end(SessionStatus::Cancelled, now);
        Outcome::tell(Event::PaymentFinished)
    }

    fn end(&mut self, status: SessionStatus, now: Timestamp) {
        self.status = status;
        self.next_action = None;
        self.finished_at = Some(now);
    }
}

/// One percent of the charge. Its currency differs in case from that of the request, as in the bank's sample: a client that
/// compares currencies case-sensitively fails.
pub(super) fn fee(source: &Money) -> Money {
    let currency = if source.currency == "RUB" { "rub" } else { "RUB" };
    Money { amount: (source.amount / 100).max(1), currency: currency.to_owned() }
}

//! The state machine of a session: what may happen, in which order, and what the partner is told.
//!
//! Time is not passed here; whoever holds the session runs each [`Step`] when it is due.

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::cards::{CardFace, Decision, PaymentPlan, PayoutPlan};
use super::error::{CANCELLED, CANCELLED_BY_PARTNER, INTERNAL, KnownFailure, PROVIDER_TIMEOUT, Refusal, THREE_DS};
use super::operation::Operation as Call;
use super::participant::Participants;
use super::request::{Customer, Initiator, Money};
use crate::json::Object;
use crate::{clock, random};

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
    /// Find out whether the payer has to authenticate.
    Authenticate,
    /// Ask the issuer for the money.
    Authorise,
    /// Take the money: the payment succeeds.
    Charge,
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

    fn then(step: Step) -> Self {
        Self { event: None, next: Some(step) }
    }
}

/// The operation is not allowed in this status.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrongState(pub(super) &'static str);

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
    pub(super) project: String,
    pub(super) status: SessionStatus,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) next_action: Option<NextAction>,
    pub(super) error: Option<KnownFailure>,
    pub(super) terms: Terms,
    pub(super) payment: Payment,
    pub(super) payout: Option<Payout>,
    /// The step a timer is running for; a timer that finds another one here came too late.
    due: Option<Step>,
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

    fn succeed(&mut self, now: Timestamp) {
        self.status = OperationStatus::Succeeded;
        self.finished_at = Some(now);
        self.error = None;
        self.receipt = Some(Receipt::new());
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
    fn new() -> Self {
        Self { rrn: random::digits::<12>(), auth_code: random::digits::<6>() }
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
    fn new(now: Timestamp) -> Self {
        const THREE_YEARS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000_000;
        Self { token: random::token(), created_at: now, finished_at: clock::shifted(now, THREE_YEARS) }
    }
}

/// The payer's authentication: the address of the page and what it is to be opened with.
pub(super) struct ThreeDs {
    pub(super) key: String,
    pub(super) pa_req: String,
    pub(super) md: String,
}

impl ThreeDs {
    fn new() -> Self {
        Self { key: random::token(), pa_req: random::awkward_base64(), md: random::token() }
    }
}

impl Session {
    pub(super) fn new(
        id: String,
        project: String,
        terms: Terms,
        payment: Payment,
        payout: Option<Payout>,
        now: Timestamp,
    ) -> (Self, Outcome) {
        let mut session = Self {
            id,
            project,
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
            due: None,
        };
        let outcome = session.plan(Outcome::then(Step::Authenticate));
        (session, outcome)
    }

    /// Runs a step whose time has come; nothing happens when the session has gone another way since.
    pub(super) fn run(&mut self, step: Step, now: Timestamp) -> Outcome {
        if self.due != Some(step) {
            return Outcome::default();
        }
        self.updated_at = now;
        let outcome = match step {
            Step::Authenticate => self.authenticate(now),
            Step::Authorise => self.authorise(now),
            Step::Charge => self.charge(now),
            Step::PayOut => self.pay_out(now),
            Step::Resolve => self.resolve(now),
        };
        self.plan(outcome)
    }

    /// The payer pressed a button on the 3-D Secure page. `None` when it no longer matters.
    pub(super) fn payer_answered(&mut self, agreed: bool, now: Timestamp) -> Option<Outcome> {
        if !self.waits_for_payer() {
            return None;
        }
        self.updated_at = now;
        let outcome = if agreed {
            self.payment.state.status = OperationStatus::InProgress;
            Outcome::then(Step::Authorise)
        } else {
            self.fail(now, THREE_DS)
        };
        Some(self.plan(outcome))
    }

    pub(super) fn waits_for_payer(&self) -> bool {
        self.payment.three_ds.is_some() && !self.payment.held && self.payment.state.status == OperationStatus::Pending
    }

    /// What a call about this session does.
    pub(super) fn act(&mut self, call: Call, body: &Object<'_>, now: Timestamp) -> Result<Outcome, Refusal> {
        let outcome = match call {
            Call::Confirm => {
                // Echoed by partners that work with escrow accounts; nothing here depends on it.
                body.optional_object("confirm_information")?;
                self.confirm(now)
            }
            Call::Cancel => self.cancel(now),
            Call::Capture => {
                let part = body.optional_object("amount_details")?.map(|part| Money::read(&part)).transpose()?;
                self.check_part(part.as_ref())?;
                self.capture(part, now)
            }
            Call::Init | Call::Status | Call::TokenStatus => return Ok(Outcome::default()),
        };
        outcome.map_err(|wrong| Refusal::wrong_state(wrong.0))
    }

    pub(super) fn confirm(&mut self, now: Timestamp) -> Result<Outcome, WrongState> {
        if self.next_action != Some(NextAction::Confirm) {
            return Err(WrongState("the session does not wait for a confirmation"));
        }
        self.updated_at = now;
        self.next_action = None;
        if let Some(payout) = &mut self.payout {
            payout.state.status = OperationStatus::InProgress;
        }
        Ok(self.plan(Outcome::then(Step::Charge)))
    }

    /// A part of what is held is in its currency, and no more.
    fn check_part(&self, part: Option<&Money>) -> Result<(), Refusal> {
        let (held, Some(part)) = (&self.terms.source, part) else { return Ok(()) };
        if !part.currency.eq_ignore_ascii_case(&held.currency) {
            return Err(Refusal::invalid("amount_details.currency: must be that of the payment"));
        }
        if part.amount > held.amount {
            return Err(Refusal::invalid("amount_details.amount: must not be above what is held"));
        }
        Ok(())
    }

    /// Debits held money: the whole, or a part, and then the rest is released.
    fn capture(&mut self, part: Option<Money>, now: Timestamp) -> Result<Outcome, WrongState> {
        if !self.payment.held {
            return Err(WrongState("the session holds no money"));
        }
        self.updated_at = now;
        self.payment.held = false;
        self.terms.source = part.unwrap_or_else(|| self.terms.source.clone());
        self.succeed_payment(now);
        Ok(self.plan(Outcome::then(Step::PayOut)))
    }

    pub(super) fn cancel(&mut self, now: Timestamp) -> Result<Outcome, WrongState> {
        if self.status != SessionStatus::InProgress {
            return Err(WrongState("the session is not in progress"));
        }
        if self.payment.state.status == OperationStatus::Succeeded {
            return Err(WrongState("the payer has been charged already"));
        }
        self.updated_at = now;
        self.payment.held = false;
        self.payment.state.fail(now, CANCELLED_BY_PARTNER);
        if let Some(payout) = &mut self.payout {
            payout.state.fail(now, CANCELLED_BY_PARTNER);
        }
        self.end(SessionStatus::Cancelled, now);
        Ok(self.plan(Outcome::tell(Event::PaymentFinished)))
    }

    fn plan(&mut self, outcome: Outcome) -> Outcome {
        self.due = outcome.next;
        outcome
    }

    fn authenticate(&mut self, now: Timestamp) -> Outcome {
        if !self.payment.plan.three_ds {
            return self.authorise(now);
        }
        self.payment.state.status = OperationStatus::Pending;
        self.payment.three_ds = Some(ThreeDs::new());
        Outcome::tell(Event::ActionRequired)
    }

    fn authorise(&mut self, now: Timestamp) -> Outcome {
        match self.payment.plan.decision {
            Decision::Declined(failure) => self.fail(now, failure),
            Decision::ErrorThenSuccess => self.go_wrong(now),
            Decision::Success => self.ask_or_charge(now),
        }
    }

    fn ask_or_charge(&mut self, now: Timestamp) -> Outcome {
        let Some(payout) = self.payout.as_mut().filter(|payout| payout.plan == PayoutPlan::Waits) else {
            return self.charge(now);
        };
        payout.state.status = OperationStatus::Pending;
        self.next_action = Some(NextAction::Confirm);
        Outcome::tell(Event::ReadyToConfirm)
    }

    fn charge(&mut self, now: Timestamp) -> Outcome {
        if self.payment.plan.holds {
            self.payment.held = true;
            self.payment.state.status = OperationStatus::Pending;
            return Outcome::tell(Event::ReadyToCapture);
        }
        self.succeed_payment(now);
        Outcome::then(Step::PayOut)
    }

    fn pay_out(&mut self, now: Timestamp) -> Outcome {
        if let Some(payout) = &mut self.payout {
            match payout.plan {
                // The debit stays: no document says that the bank returns it of itself.
                PayoutPlan::Declined(failure) => payout.state.fail(now, failure),
                PayoutPlan::Success | PayoutPlan::Waits => payout.state.succeed(now),
            }
        }
        self.end(SessionStatus::Accepted, now);
        Outcome::tell(Event::PaymentFinished)
    }

    fn go_wrong(&mut self, now: Timestamp) -> Outcome {
        self.payment.state.fail(now, PROVIDER_TIMEOUT);
        self.status = SessionStatus::Error;
        self.error = Some(INTERNAL);
        Outcome { event: Some(Event::PaymentFinished), next: Some(Step::Resolve) }
    }

    fn resolve(&mut self, now: Timestamp) -> Outcome {
        self.error = None;
        self.succeed_payment(now);
        self.pay_out(now)
    }

    fn succeed_payment(&mut self, now: Timestamp) {
        self.payment.state.succeed(now);
        if self.terms.wants_token {
            self.payment.token = Some(IssuedToken::new(now));
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

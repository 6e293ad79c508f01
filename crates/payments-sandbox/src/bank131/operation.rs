//! Payments and payouts: what stands in them, and what each has of its own.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::cards::{CardFace, PaymentPlan, PayoutPlan};
use super::error::KnownFailure;
use super::instrument::Initiator;
use super::participant::Participants;
use super::request::{Customer, Money, Options};
use crate::clock;
use crate::ledger::Transition;
use crate::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OperationStatus {
    InProgress,
    Pending,
    Succeeded,
    Failed,
}

/// What the request said about an operation, for the answers.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    /// `amount_details`: in a transfer the sum of the payout, on both sides.
    pub(super) amount: Option<Money>,
    pub(super) customer: Option<Customer>,
    pub(super) participants: Option<Participants>,
    pub(super) options: Option<Value>,
    pub(super) metadata: Option<Value>,
    pub(super) split: Option<Value>,
    /// Written as in the bank's example of a transfer.
    pub(super) is_transfer: bool,
}

pub(super) struct Payment {
    pub(super) id: String,
    pub(super) terms: Terms,
    pub(super) shown: ShownInstrument,
    pub(super) plan: PaymentPlan,
    /// What the payer is charged; `None` for money that moves between accounts of the bank.
    pub(super) charge: Option<Money>,
    pub(super) options: Option<Options>,
    pub(super) state: Operation,
    pub(super) request: Option<PayerRequest>,
    pub(super) token: Option<IssuedToken>,
    pub(super) subscription: Option<Subscription>,
    pub(super) refunds: Vec<Refund>,
}

impl Payment {
    /// Whether the payer has to do something.
    pub(super) fn waits_for_payer(&self) -> bool {
        self.state.status == OperationStatus::Pending && self.request.as_ref().is_some_and(|request| !request.answered)
    }

    /// Whether its money is held, unless the session waits for a confirmation.
    pub(super) fn is_held(&self) -> bool {
        self.plan.holds && self.state.status == OperationStatus::Pending && !self.waits_for_payer()
    }

    pub(super) fn is_sber_pay(&self) -> bool {
        let ShownInstrument::AsSent(shown) = &self.shown else { return false };
        shown.pointer("/internet_banking/type").is_some_and(|kind| kind == "sber_pay")
    }

    pub(super) fn return_url(&self) -> Option<&Url> {
        self.options.as_ref()?.return_url.as_ref()
    }

    /// The sum of the refunds that were not declined.
    pub(super) fn refunded(&self) -> u64 {
        let counted = self.refunds.iter().filter(|refund| refund.status != RefundStatus::Declined);
        counted.map(|refund| refund.amount.amount).sum()
    }
}

pub(super) struct Payout {
    pub(super) id: String,
    pub(super) terms: Terms,
    /// `None` for a receipt without a payout.
    pub(super) shown: Option<ShownInstrument>,
    pub(super) plan: PayoutPlan,
    /// What the recipient gets; `None` if no money moves.
    pub(super) sum: Option<Money>,
    pub(super) state: Operation,
    /// `fiscalization_details`.
    pub(super) taxpayer: Option<Value>,
}

/// How the answers show an instrument: a card without its number, anything else as it was sent.
#[derive(Clone, Debug)]
pub(super) enum ShownInstrument {
    Card(CardFace),
    /// The face is that of the card behind the token, if it is one of a card.
    Recurrent {
        token: String,
        initiator: Initiator,
        face: Option<CardFace>,
    },
    AsSent(Value),
}

impl ShownInstrument {
    pub(super) fn face(&self) -> Option<&CardFace> {
        match self {
            Self::Card(face) => Some(face),
            Self::Recurrent { face, .. } => face.as_ref(),
            Self::AsSent(_) => None,
        }
    }

    /// How long a token that repeats the payment is good.
    ///
    /// Source: Bank 131, recurrent payments by SBP, for the ten years.
    pub(super) fn token_lifetime(&self) -> Lifetime {
        let Self::AsSent(shown) = self else { return Lifetime::ThreeYears };
        let kind = shown.get("type").and_then(Value::as_str);
        let is_sbp = kind.is_some_and(|kind| kind.starts_with("faster_payment_system"));
        if is_sbp { Lifetime::TenYears } else { Lifetime::ThreeYears }
    }
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

    pub(super) fn is_over(&self) -> bool {
        matches!(self.status, OperationStatus::Succeeded | OperationStatus::Failed)
    }

    pub(super) fn is_running(&self) -> bool {
        self.status == OperationStatus::InProgress
    }

    pub(super) fn succeed(&mut self, transition: &mut Transition<'_>) {
        self.status = OperationStatus::Succeeded;
        self.finished_at = Some(transition.now);
        self.error = None;
        self.receipt = Some(Receipt::new(transition.random));
    }

    pub(super) fn fail(&mut self, now: Timestamp, error: KnownFailure) {
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
#[derive(Clone, Debug)]
pub(super) struct IssuedToken {
    pub(super) token: String,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Timestamp,
}

impl IssuedToken {
    pub(super) fn new(now: Timestamp, lifetime: Lifetime, random: &mut Random) -> Self {
        let seconds: i64 = match lifetime {
            Lifetime::Day => 24 * 60 * 60,
            Lifetime::ThreeYears => 3 * 365 * 24 * 60 * 60,
            Lifetime::TenYears => 10 * 365 * 24 * 60 * 60,
        };
        Self { token: random.token(), created_at: now, finished_at: clock::shifted(now, seconds * 1_000_000) }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Lifetime {
    Day,
    ThreeYears,
    TenYears,
}

/// A payment that the bank repeats by itself, or would.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) period: String,
    pub(super) initial: bool,
}

/// What the payer is asked for, and how the page opens.
pub(super) struct PayerRequest {
    pub(super) key: String,
    pub(super) pa_req: String,
    pub(super) md: String,
    pub(super) answered: bool,
}

impl PayerRequest {
    pub(super) fn new(random: &mut Random) -> Self {
        Self { key: random.token(), pa_req: random.awkward_base64(), md: random.token(), answered: false }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefundStatus {
    InProgress,
    Accepted,
    Declined,
}

pub(super) struct Refund {
    pub(super) id: String,
    pub(super) status: RefundStatus,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) amount: Money,
    pub(super) metadata: Option<Value>,
    pub(super) is_chargeback: bool,
}

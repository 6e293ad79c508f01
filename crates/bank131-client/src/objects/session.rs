//! The payment session, in which everything happens.

use payments_core::__private::read;
use payments_core::{InvalidField, Timestamp, check_length, identifier, json, open_enum};
use serde::Deserialize;

use crate::objects::{AcquiringPayment, OperationStatus, Payout, RecurrentToken, word};
use crate::refusal::Refusal;

identifier! {
    /// Identifies a payment session, `ps_…` as a rule.
    pub struct SessionId;
}

impl SessionId {
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        check_length("session_id", self.as_str(), usize::MAX)
    }
}

open_enum! {
    /// How a session stands.
    pub enum SessionState {
        /// It ended well. Refunds may still be added.
        Accepted = "accepted",
        /// It was cancelled.
        Cancelled = "cancelled" | "canceled",
        /// It is open, and waits for its first operation.
        Created = "created",
        /// Something unexpected happened. **Not final**: ask the bank's support, wait for the final status, neither
        /// repeat nor refund by hand.
        Error = "error",
        /// It is being processed.
        InProgress = "in_progress",
    }
}

impl SessionState {
    /// Whether the session is over. [`Error`](Self::Error) and words that are not listed are not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Accepted | Self::Cancelled)
    }
}

open_enum! {
    /// What the bank waits for from you.
    pub enum NextAction {
        /// `session/capture` or `session/cancel`.
        Capture = "capture",
        /// `session/confirm` or `session/cancel`.
        Confirm = "confirm",
    }
}

/// What a session that is over came to: [`Session::result`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionResult {
    /// The session is accepted, and everything in it has succeeded: the money has arrived. Refunds may still be added.
    Succeeded,
    /// Every payment and every payout has failed: nobody was charged, and a new transfer may be started.
    NothingCharged,
    /// Every payment has succeeded and every payout has failed: **the payer was charged and the recipient got nothing.** No
    /// document says whether the debit is returned of itself; see [`AcquiringPayment::refunds`], and ask the bank. Start
    /// nothing anew.
    ChargedNotPaidOut,
    /// The operations say something else: one is not listed, not over, or stands otherwise than its session. Somebody has to
    /// look; start nothing anew.
    Unclear,
}

/// A payment session: one or more operations that belong together.
///
/// Everything but `id` and `status` is optional, whatever the bank's pages say.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// Identifies it.
    pub id: SessionId,
    /// How it stands. The answer's own `status` (`ok`) is another thing.
    pub status: SessionState,
    /// When it was made.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
    /// When it changed last. Operations may be younger.
    #[serde(default, deserialize_with = "json::filled")]
    pub updated_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "json::filled")]
    pub finished_at: Option<Timestamp>,
    /// What the bank waits for from you; better read through [`next_step`](Self::next_step).
    #[serde(default, deserialize_with = "word::filled_word")]
    pub next_action: Option<NextAction>,
    /// Why it went wrong. What that means for the payer's money says [`result`](Self::result), not this.
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    // Both generations of names: which of them comes follows the project's version of the API, not the path.
    #[serde(default, deserialize_with = "read")]
    payments: Option<Vec<Payout>>,
    #[serde(default, deserialize_with = "read")]
    payout_list: Option<Vec<Payout>>,
    #[serde(default, deserialize_with = "read")]
    acquiring_payments: Option<Vec<AcquiringPayment>>,
    #[serde(default, deserialize_with = "read")]
    payment_list: Option<Vec<AcquiringPayment>>,
}

/// A list with something in it: an empty one under one name must not hide a full one under the other.
fn filled<T>(list: Option<&Vec<T>>) -> Option<&[T]> {
    list.map(Vec::as_slice).filter(|list| !list.is_empty())
}

impl Session {
    /// Money taken from payers (`acquiring_payments`, in version 2 `payment_list`).
    pub fn payments(&self) -> &[AcquiringPayment] {
        filled(self.payment_list.as_ref()).or(filled(self.acquiring_payments.as_ref())).unwrap_or_default()
    }

    /// Money sent to recipients (`payments` — the bank's word for payouts — in version 2 `payout_list`).
    pub fn payouts(&self) -> &[Payout] {
        filled(self.payout_list.as_ref()).or(filled(self.payments.as_ref())).unwrap_or_default()
    }

    /// Whether the session is accepted, has operations, and every one of them has succeeded: the money has arrived.
    pub fn has_succeeded(&self) -> bool {
        let payments = self.payments().iter().map(|payment| &payment.status);
        let payouts = self.payouts().iter().map(|payout| &payout.status);
        let mut operations = payments.chain(payouts).peekable();
        self.status == SessionState::Accepted
            && operations.peek().is_some()
            && operations.all(|status| *status == OperationStatus::Succeeded)
    }

    /// What a session that is over came to; `None` as long as it is not, which includes the session status `error`.
    ///
    /// ```
    /// use bank131_client::{Session, SessionResult};
    ///
    /// fn book(session: &Session) -> &'static str {
    ///     match session.result() {
    ///         None => "wait",
    ///         Some(SessionResult::Succeeded) => "the money has arrived",
    ///         Some(SessionResult::NothingCharged) => "nothing was paid, a new transfer may be started",
    ///         Some(_) => "somebody has to look, and nothing is started anew",
    ///     }
    /// }
    /// ```
    ///
    /// Source: *inferred* from the statuses of session and operations; the bank describes each, and not what they mean together.
    pub fn result(&self) -> Option<SessionResult> {
        if !self.status.is_final() {
            return None;
        }
        if self.has_succeeded() {
            return Some(SessionResult::Succeeded);
        }
        let payments = || self.payments().iter().map(|payment| &payment.status);
        let mut payouts = self.payouts().iter().map(|payout| &payout.status);
        let all_payouts_failed = payouts.all(|status| *status == OperationStatus::Failed);
        // A payment that is not listed may have succeeded.
        if self.payments().is_empty() || !all_payouts_failed {
            return Some(SessionResult::Unclear);
        }
        if payments().all(|status| *status == OperationStatus::Failed) {
            return Some(SessionResult::NothingCharged);
        }
        let all_charged = payments().all(|status| *status == OperationStatus::Succeeded);
        let charged_in_vain = all_charged && !self.payouts().is_empty();
        Some(if charged_in_vain { SessionResult::ChargedNotPaidOut } else { SessionResult::Unclear })
    }

    /// The token to repeat this session's payment with, if one was asked for and the payment has succeeded.
    pub fn recurrent_token(&self) -> Option<&RecurrentToken> {
        self.payments().iter().find_map(|payment| payment.recurrent.as_ref()?.token.as_ref())
    }
}

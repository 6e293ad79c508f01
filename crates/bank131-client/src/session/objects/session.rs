//! The payment session, its status and its result.

use payments_core::json::{self, Json, List};
use payments_core::{InvalidField, Timestamp, check_length, identifier, open_enum};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};

use crate::recurrent::RecurrentToken;
use crate::refusal::Refusal;
use crate::session::{AcquiringPayment, Customer, OperationStatus, Payout, Refund};
use crate::word;

identifier! {
    /// Identifier of a payment session, usually `ps_…`.
    pub struct SessionId;
}

impl SessionId {
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        check_length("session_id", self.as_str(), usize::MAX)
    }
}

open_enum! {
    /// Status of a session.
    pub enum SessionState {
        /// It is final, and successful by the bank's word; [`Session::result`] says whether every operation has succeeded.
        /// Refunds may still be added.
        Accepted = "accepted",
        /// It was cancelled.
        Cancelled = "cancelled" | "canceled",
        /// It is open, and waits for its first operation.
        Created = "created",
        /// Something unexpected happened. **Not final**: ask the bank's support and wait for the final status; neither retry
        /// nor refund by hand.
        Error = "error",
        /// It is being processed.
        InProgress = "in_progress",
    }
}

impl SessionState {
    /// Whether the status is final. [`Error`](Self::Error) and unlisted words are not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Accepted | Self::Cancelled)
    }
}

open_enum! {
    /// The bank's word for the call it waits for: `confirm` or `capture`, either of which you may answer with cancel.
    pub enum NextAction {
        /// `session/capture` or `session/cancel`.
        Capture = "capture",
        /// `session/confirm` or `session/cancel`.
        Confirm = "confirm",
    }
}

/// What happened to the money in a session that is final: [`Session::result`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionResult {
    /// The session is accepted, and everything in it has succeeded: the money has arrived. Refunds may still be added; the
    /// result stays `Succeeded` after them, so book it only once.
    Succeeded,
    /// Every payment has failed, and every payout if there are any: no payer was charged, and a new transfer may be started.
    NothingCharged,
    /// Every payout has failed, and the session lists no payment. If you started a payout, nothing was paid. After a transfer
    /// ([`SessionMultiInit`](crate::session::SessionMultiInit)) the payment is missing: review it manually.
    NotPaidOut,
    /// The session was cancelled and lists no operation. If you created it empty, nothing was started. After a transfer its
    /// operations are missing: review it manually.
    NothingStarted,
    /// Every payment has succeeded and every payout has failed: **the payer was charged and the recipient got nothing.** No
    /// document says whether the debit is refunded automatically; see [`AcquiringPayment::refunds`], and ask the bank. Do not
    /// start a new transfer.
    ChargedNotPaidOut,
    /// Anything else: an operation has an unlisted status, is not final, or contradicts its session. Review it manually; do not
    /// start a new transfer.
    Unclear,
}

/// Status of all operations of one kind together.
enum Together {
    /// There are none.
    None,
    Failed,
    Succeeded,
    /// One is not final, has an unlisted status, or another status than the rest.
    Mixed,
}

impl Together {
    fn of<'a>(mut statuses: impl Iterator<Item = &'a OperationStatus>) -> Self {
        let Some(first) = statuses.next() else { return Self::None };
        if !statuses.all(|status| status == first) {
            return Self::Mixed;
        }
        match first {
            OperationStatus::Failed => Self::Failed,
            OperationStatus::Succeeded => Self::Succeeded,
            _ => Self::Mixed,
        }
    }
}

/// A payment session: in a transfer, the payment and the payout, with their statuses.
///
/// Everything except the `id` is optional, whatever the bank's pages say, and a member of an unexpected type is left out.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// The identifier.
    #[serde(deserialize_with = "read_id")]
    pub id: SessionId,
    /// The status of the session, not the response's own `status` (`ok`). An empty word, which is not listed, if the bank left
    /// it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: SessionState,
    /// When it was created.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed. Operations may be newer.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub updated_at: Option<Timestamp>,
    /// When it finished.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub finished_at: Option<Timestamp>,
    /// The action that the bank expects of you; prefer [`next_step`](Self::next_step).
    #[serde(default, deserialize_with = "json::non_empty")]
    pub next_action: Option<NextAction>,
    /// Why it failed. What that means for the payer's money is in [`result`](Self::result), not here.
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    /// Data to send back with [`SessionConfirm`](crate::session::SessionConfirm), where the response to a call has it beside the
    /// session. In a webhook it is [`Event::confirm_information`](crate::webhook::Event::confirm_information).
    #[serde(skip)]
    pub confirm_information: Option<Json>,
    // Names of API versions 1 and 2: the project's version decides which of them come, not the path.
    #[serde(default)]
    payments: List<Payout>,
    #[serde(default)]
    payout_list: List<Payout>,
    #[serde(default)]
    acquiring_payments: List<AcquiringPayment>,
    #[serde(default)]
    payment_list: List<AcquiringPayment>,
}

fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SessionId, D::Error> {
    let id = json::non_empty(deserializer)?;
    id.ok_or_else(|| D::Error::invalid_value(Unexpected::Other("another value"), &"a text that is not empty"))
}

/// The elements of a list that has any: an empty list under one name must not hide a full one under the other.
fn non_empty<T>(list: &List<T>) -> Option<&[T]> {
    Some(list.elements.as_slice()).filter(|list| !list.is_empty())
}

impl Session {
    /// The payments of the session (`acquiring_payments`, in version 2 `payment_list`): charges of the payers' cards.
    pub fn payments(&self) -> &[AcquiringPayment] {
        non_empty(&self.payment_list).or(non_empty(&self.acquiring_payments)).unwrap_or_default()
    }

    /// The payouts of the session (`payments` — the bank's word for payouts — in version 2 `payout_list`).
    pub fn payouts(&self) -> &[Payout] {
        non_empty(&self.payout_list).or(non_empty(&self.payments)).unwrap_or_default()
    }

    /// Whether the session is accepted, has operations, and every one of them has succeeded: the money has arrived.
    pub fn has_succeeded(&self) -> bool {
        self.result() == Some(SessionResult::Succeeded)
    }

    /// What happened to the money, once the session is final; `None` before, and with the session status `error`.
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionResult};
    ///
    /// fn book(session: &Session) -> &'static str {
    ///     match session.result() {
    ///         None => "wait",
    ///         Some(SessionResult::Succeeded) => "the money has arrived",
    ///         Some(SessionResult::NothingCharged) => "nothing was paid, a new transfer may be started",
    ///         Some(_) => "review manually, do not start a new transfer",
    ///     }
    /// }
    /// ```
    ///
    /// Source: *inferred* from the statuses of session and operations; the bank describes each, not their combinations.
    pub fn result(&self) -> Option<SessionResult> {
        if !self.status.is_final() {
            return None;
        }
        if self.may_lack_operations() {
            return Some(SessionResult::Unclear);
        }
        let charged = Together::of(self.payments().iter().map(|payment| &payment.status));
        let paid_out = Together::of(self.payouts().iter().map(|payout| &payout.status));
        let accepted = self.status == SessionState::Accepted;
        Some(match (charged, paid_out) {
            (Together::Mixed, _) | (_, Together::Mixed) | (Together::Failed, Together::Succeeded) => {
                SessionResult::Unclear
            }
            (Together::Failed, Together::Failed | Together::None) => SessionResult::NothingCharged,
            (Together::Succeeded, Together::Failed) => SessionResult::ChargedNotPaidOut,
            (Together::None, Together::Failed) => SessionResult::NotPaidOut,
            (Together::None, Together::None) if !accepted => SessionResult::NothingStarted,
            (Together::None, Together::None) => SessionResult::Unclear,
            // Whatever operations are left have all succeeded.
            _ if accepted => SessionResult::Succeeded,
            _ => SessionResult::Unclear,
        })
    }

    /// The refunds of all its payments, in the bank's order.
    pub fn refunds(&self) -> impl Iterator<Item = &Refund> {
        self.payments().iter().flat_map(|payment| &payment.refunds)
    }

    /// Whether an element of the lists could not be read as an operation.
    fn may_lack_operations(&self) -> bool {
        let payments_are_whole = self.payment_list.is_whole && self.acquiring_payments.is_whole;
        !payments_are_whole || !self.payout_list.is_whole || !self.payments.is_whole
    }

    /// The payer of each operation that names one.
    pub(crate) fn customers(&self) -> impl Iterator<Item = &Customer> {
        let payments = self.payments().iter().filter_map(|payment| payment.customer.as_ref());
        let payouts = self.payouts().iter().filter_map(|payout| payout.customer.as_ref());
        payments.chain(payouts).filter(|customer| !customer.reference.as_str().is_empty())
    }

    /// The recurrent token of this session's payment, if one was requested and the payment has succeeded.
    pub fn recurrent_token(&self) -> Option<&RecurrentToken> {
        self.payments().iter().find_map(|payment| payment.recurrent.as_ref()?.token.as_ref())
    }
}

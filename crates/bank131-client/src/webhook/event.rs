//! The events that webhooks report.

use http::StatusCode;
use payments_core::callback::{Acknowledgement, EventId};
use payments_core::json::{self, DecodeError, Json};
use payments_core::open_enum;
use serde::Deserialize;

use crate::session::{NextStep, Session};
use crate::webhook::ConfirmDetails;

open_enum! {
    /// Type of an event, such as `payment_finished`.
    pub enum EventType {
        /// You or the payer must act: 3-D Secure, a QR code.
        ActionRequired = "action_required",
        /// Money has come to your escrow account. It may have no session; what else it has is in [`Event::raw`]: the bank's page
        /// was not available.
        NominalTopup = "nominal_topup",
        /// A payment or payout has finished; in a transfer the other may not have. [`Session::result`] is the result of both.
        /// The status is not final if the session's status is `error`.
        PaymentFinished = "payment_finished",
        /// Money went back: a refund, a chargeback, or a payout returned by the recipient's bank.
        PaymentRefunded = "payment_refunded",
        /// Money is held and waits for `session/capture`.
        ReadyToCapture = "ready_to_capture",
        /// The bank is ready and waits for `session/confirm`.
        ReadyToConfirm = "ready_to_confirm",
    }
}

/// The content of a webhook: what happened, and the session as it was then.
///
/// On the wire: `{"type": …, "session": {…}}`. A webhook of an unlisted type is accepted, so that the bank does not keep
/// sending it; its session is read if possible.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// The type.
    pub kind: EventType,
    /// The session at the time the webhook was written. Later webhooks may have arrived earlier.
    ///
    /// `None` if the webhook has no session, or one of an unlisted type that cannot be read. Every listed type but
    /// [`NominalTopup`](EventType::NominalTopup) should have one: do not acknowledge a webhook of a listed type without it, because
    /// it cannot be booked (*inferred*).
    pub session: Option<Session>,
    /// Data to send back with [`SessionConfirm`](crate::session::SessionConfirm), or
    /// [`SessionCancel`](crate::session::SessionCancel), for operations on settlement and escrow accounts.
    pub confirm_information: Option<Json>,
    /// The whole webhook, for types that are not listed.
    pub raw: Json,
}

impl Event {
    pub(super) fn read(body: &[u8]) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(rename = "type")]
            kind: EventType,
            #[serde(default)]
            session: Option<Json>,
            #[serde(default)]
            confirm_information: Option<Json>,
        }

        let Fields { kind, session, confirm_information } = json::decode(body)?;
        let session = session.map(|session| session.read::<Session>()).transpose();
        let session = match session {
            Err(error) if kind.is_known() => {
                return Err(within_session(&error));
            }
            session => session.ok().flatten(),
        };
        Ok(Self { kind, session, confirm_information, raw: json::decode(body)? })
    }

    /// What [`confirm_information`](Self::confirm_information) says, for a person or a check before the confirmation. A member that
    /// cannot be read is left out.
    pub fn confirm_details(&self) -> Option<ConfirmDetails> {
        self.confirm_information.as_ref()?.read().ok()
    }

    /// What you have to do next. Webhooks `ready_to_capture` and `ready_to_confirm` may carry a session that does not name it
    /// itself.
    pub fn next_step(&self) -> Option<NextStep<'_>> {
        match self.kind {
            EventType::ReadyToCapture => Some(NextStep::Capture),
            EventType::ReadyToConfirm if self.has_no_other_next_action() => Some(NextStep::Confirm),
            _ => self.session.as_ref().map(Session::next_step),
        }
    }

    /// Whether the session names no next action and is not final.
    fn has_no_other_next_action(&self) -> bool {
        self.session.as_ref().is_none_or(|session| session.next_action.is_none() && !session.status.is_final())
    }

    /// An id derived from the event's content, by which duplicates are found: the type, the session and its status, and each
    /// payment, payout and refund with its status. A later state is another event. Record it with
    /// [`ProcessedEvents`](crate::common::ProcessedEvents).
    ///
    /// Everything else is left out, including times and amounts. So two webhooks that ask the payer for different things while
    /// no status changes have one id. Acknowledge a duplicate, and do nothing else: if its [`next_step`](Self::next_step) needs
    /// an action that moves money, the first delivery has already scheduled it. Query `session/status` for the page or QR code
    /// before you show it to the payer.
    ///
    /// `None` for a type that is not listed, or without a session: what distinguishes two of those is *unknown*. An unlisted
    /// type with a session may be all you learn of it: query `session/status` for the session's id.
    ///
    /// Source: *inferred*. The bank documents no event id of its webhooks, and promises neither order nor single delivery.
    pub fn event_id(&self) -> Option<EventId> {
        let session = self.session.as_ref().filter(|_| self.kind.is_known())?;
        let head = [self.kind.as_str(), session.id.as_str(), session.status.as_str()];
        let operations = operations(session);
        Some(EventId::new("bank131", head.iter().chain(operations.iter().flatten())))
    }

    /// The response that acknowledges the webhook: HTTP 200.
    ///
    /// After a 4xx or 5xx the bank sends the webhook again, at growing intervals, until it gets a response. For how long is
    /// *unknown*: a sibling product on the same protocol also does so if there is no response, waits up to 15 minutes between
    /// attempts, and stops after 30 minutes.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// Kind, id and status of every operation, sorted: the bank does not promise to list them in the same order again.
fn operations(session: &Session) -> Vec<[&str; 3]> {
    let payments = session.payments().iter();
    let payouts = session.payouts().iter();
    let refunds = payments.clone().flat_map(|payment| &payment.refunds);
    let refunds = refunds.chain(payouts.clone().flat_map(|payout| &payout.refunds));
    let mut operations: Vec<_> = payments
        .map(|payment| ["payment", payment.id.as_str(), payment.status.as_str()])
        .chain(payouts.map(|payout| ["payout", payout.id.as_str(), payout.status.as_str()]))
        .chain(refunds.map(|refund| ["refund", refund.id.as_str(), refund.status.as_str()]))
        .collect();
    operations.sort_unstable();
    operations
}

/// The error with its path from the top of the webhook. A dot is the session itself.
fn within_session(error: &DecodeError) -> DecodeError {
    let path = match error.path() {
        "." => "session".to_owned(),
        member => format!("session.{member}"),
    };
    DecodeError::new(path, error.problem())
}

//! Webhooks: what the bank sends on its own.

use http::{HeaderMap, StatusCode};
use payments_core::callback::{Acknowledgement, CallbackError, EventId, KeyRing, Verified};
use payments_core::json::{self, DecodeError, Json};
use payments_core::open_enum;
use payments_core::signing::RsaVerifier;
use serde::Deserialize;

use crate::authenticator::SIGNATURE;
use crate::objects::{NextStep, Session};

/// Receives the bank's webhooks: verifies the signature over the raw body, then reads it.
///
/// The keys are the bank's own public keys, not yours. Give several while the bank changes its key: a webhook does not
/// say which one it was signed with.
///
/// A signature proves that the bank wrote the webhook, not that it is about a transfer of yours: no project stands in it, and
/// another partner's transfer may bear your customer reference. Compare [`Session::id`] with the one you have stored, or ask
/// [`SessionStatus`](crate::SessionStatus) for it under your own project.
///
/// Hand over the body as it came. A framework that parses JSON and writes it again changes the bytes.
///
/// ```
/// use bank131_client::signing::RsaVerifier;
/// use bank131_client::{EventType, KeyRing, Webhooks};
///
/// fn load(pem: &str) -> Result<Webhooks, bank131_client::signing::KeyError> {
///     Ok(Webhooks::new(KeyRing::new("2026", RsaVerifier::from_pem(pem)?)))
/// }
///
/// fn receive(webhooks: &Webhooks, headers: &http::HeaderMap, body: &[u8]) -> http::StatusCode {
///     match webhooks.receive(headers, body) {
///         Ok(event) => {
///             if event.kind == EventType::PaymentFinished {
///                 // Book it in one transaction with `event.event_id()`: it may come twice and out of order.
///             }
///             event.ack().status()
///         }
///         Err(error) => error.status(),
///     }
/// }
/// ```
///
/// Source: Bank 131, webhooks.
#[derive(Clone, Debug)]
pub struct Webhooks {
    keys: KeyRing<RsaVerifier>,
}

impl Webhooks {
    /// Receives webhooks signed with one of these keys.
    pub const fn new(keys: KeyRing<RsaVerifier>) -> Self {
        Self { keys }
    }

    /// Verifies and reads a webhook.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] and [`CallbackError::BadSignature`]: it is not from the bank.
    /// [`CallbackError::Unreadable`]: it is, but its session has a shape this crate does not know.
    pub fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Result<Verified<Event>, CallbackError> {
        let signature = one_signature(headers).ok_or(CallbackError::NoSignature)?;
        let proves = |key: &RsaVerifier| key.verify_base64(body, signature).is_ok();
        let key = self.keys.find(proves).ok_or(CallbackError::BadSignature)?;
        Ok(Verified::by_key(Event::read(body)?, key.clone()))
    }
}

/// The signature, if there is exactly one. Spaces around it are HTTP's, not Base64's.
fn one_signature(headers: &HeaderMap) -> Option<&[u8]> {
    let mut values = headers.get_all(&SIGNATURE).iter();
    let signature = values.next()?;
    values.next().is_none().then(|| signature.as_bytes().trim_ascii())
}

open_enum! {
    /// What a webhook is about.
    pub enum EventType {
        /// You or the payer must act: 3-D Secure, a QR code.
        ActionRequired = "action_required",
        /// A payment or payout ended. If the session's status is `error`, even that is not final.
        PaymentFinished = "payment_finished",
        /// Money went back: a refund, a chargeback, or a payout returned by the recipient's bank.
        PaymentRefunded = "payment_refunded",
        /// Money is held and waits for `session/capture`.
        ReadyToCapture = "ready_to_capture",
        /// The bank is ready and waits for `session/confirm`.
        ReadyToConfirm = "ready_to_confirm",
    }
}

/// A webhook.
///
/// On the wire: `{"type": …, "session": {…}}`. A type that is not listed is kept, so that the bank need not send it
/// again and again; its session is read if it can be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// What it is about.
    pub kind: EventType,
    /// The session, as it stood when the webhook was written. Later webhooks may have arrived earlier.
    pub session: Option<Session>,
    /// What has to be sent back with [`SessionConfirm`](crate::SessionConfirm) for operations on escrow accounts.
    pub confirm_information: Option<Json>,
    /// The whole webhook, for types that are not listed.
    pub raw: Json,
}

impl Event {
    fn read(body: &[u8]) -> Result<Self, DecodeError> {
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

    /// What to do next. Webhooks `ready_to_capture` and `ready_to_confirm` may come with a session that does not say so itself.
    pub fn next_step(&self) -> Option<NextStep<'_>> {
        match self.kind {
            EventType::ReadyToCapture => Some(NextStep::Capture),
            EventType::ReadyToConfirm if self.waits_for_nothing_else() => Some(NextStep::Confirm),
            _ => self.session.as_ref().map(Session::next_step),
        }
    }

    /// Whether the session names no next action of its own, and is not over.
    fn waits_for_nothing_else(&self) -> bool {
        self.session.as_ref().is_none_or(|session| session.next_action.is_none() && !session.status.is_final())
    }

    /// What makes two deliveries the same event, for [`ProcessedEvents`](crate::ProcessedEvents): the type, the session and its
    /// status, and each payment, payout and refund with its own. A later state is another event.
    ///
    /// Everything else is left out, times and sums included. So two webhooks that ask the payer for different things while
    /// nothing changes its status are one event: look at [`next_step`](Self::next_step) on a repeat too.
    ///
    /// `None` for a type that is not listed, or without a session: what tells two of those apart is not known.
    ///
    /// Source: *inferred*. The bank documents no identity of its webhooks, and promises neither order nor single delivery.
    pub fn event_id(&self) -> Option<EventId> {
        let session = self.session.as_ref().filter(|_| self.kind.is_known())?;
        let head = [self.kind.as_str(), session.id.as_str(), session.status.as_str()];
        let operations = operations(session);
        Some(EventId::new("bank131", head.iter().chain(operations.iter().flatten())))
    }

    /// The answer the bank takes for "received": HTTP 200. To anything else it sends the webhook again.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// Kind, id and status of every operation, sorted: nobody promises that the bank lists them in the same order again.
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

/// The problem, seen from the webhook. A dot is the session itself.
fn within_session(error: &DecodeError) -> DecodeError {
    let path = match error.path() {
        "." => "session".to_owned(),
        member => format!("session.{member}"),
    };
    DecodeError::new(path, error.problem())
}

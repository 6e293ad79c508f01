//! Doubles for the tests of your service: signed test webhooks, a fake transport, a virtual clock, a signer without a key.
//!
//! With the feature `testing`, meant for `[dev-dependencies]`.
//!
//! ```
//! use bank131_client::common::{CallbackError, KeyRing};
//! use bank131_client::session::{OperationStatus, SessionId, SessionState};
//! use bank131_client::signing::RsaSigner;
//! use bank131_client::testing::{CallbackSigner, TestSession, WebhookEvent};
//! use bank131_client::webhook::EventType;
//! use bank131_client::{Currency, Money, Webhooks};
//!
//! /// `key` is the test's own, as `openssl genrsa 2048` makes it.
//! fn test_the_handler(key: RsaSigner) -> Result<(), CallbackError> {
//!     let webhooks = Webhooks::new(KeyRing::new("test", key.verifier()));
//!     let signer = CallbackSigner::new(key);
//!
//!     let amount = Money::from_minor_units(10_843, Currency::TJS);
//!     let session = TestSession::new(SessionId::new("ps_1"), SessionState::Accepted)
//!         .payment("pm_1", OperationStatus::Succeeded, &amount)
//!         .payout("po_1", OperationStatus::Succeeded, &amount)
//!         .customer("order-42-1");
//!     let genuine = signer.webhook(&WebhookEvent::payment_finished(session));
//!     let received = webhooks.receive(genuine.headers(), genuine.body())?;
//!     assert_eq!(received.kind, EventType::PaymentFinished);
//!     assert!(received.session.as_ref().is_some_and(|session| session.has_succeeded()));
//!
//!     let forged = genuine.forged();
//!     assert_eq!(webhooks.receive(forged.headers(), forged.body()).unwrap_err(), CallbackError::BadSignature);
//!
//!     let duplicate = genuine.duplicate();
//!     assert_eq!(webhooks.receive(duplicate.headers(), duplicate.body())?.event_id(), received.event_id());
//!     Ok(())
//! }
//! # let _ = test_the_handler;
//! ```

use std::fmt;

use payments_core::json::Json;
use payments_core::signing::RsaSigner;
use payments_core::testing::fail;
use payments_core::{DecodeError, Money, json};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::authenticator::SIGNATURE;
use crate::session::{CustomerReference, NextAction, OperationStatus, RefundStatus, SessionId, SessionState, amount};
use crate::webhook::EventType;

pub use payments_core::testing::{
    FakeResponse, FakeSigner, FakeTransport, LosesResponses, SignedCallback, TestCallback, VirtualClock, header,
};

/// The list of payments, in the names of both versions of the API.
const PAYMENTS: [&str; 2] = ["acquiring_payments", "payment_list"];

/// The same of the payouts.
const PAYOUTS: [&str; 2] = ["payments", "payout_list"];

/// Signs test webhooks as the bank does, with a key of the test's own. See the [module](self).
#[derive(Clone, Debug)]
pub struct CallbackSigner {
    key: RsaSigner,
}

impl CallbackSigner {
    /// Creates a signer with this private key. Give its [verifier](RsaSigner::verifier) to [`Webhooks`](crate::Webhooks).
    pub const fn new(key: RsaSigner) -> Self {
        Self { key }
    }

    /// The signed webhook about this event: a POST.
    ///
    /// # Panics
    ///
    /// If the key cannot sign.
    pub fn webhook(&self, event: &WebhookEvent) -> SignedCallback {
        SignedCallback::with_rsa_header(TestCallback::json(event), SIGNATURE, &self.key)
    }
}

/// An event that the bank reports: what happened, and the session as it is then.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookEvent {
    #[serde(rename = "type")]
    kind: EventType,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<TestSession>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_information: Option<Json>,
}

impl WebhookEvent {
    /// An event of this type. For types that are not listed; the others have a constructor.
    pub const fn new(kind: EventType, session: TestSession) -> Self {
        Self { kind, session: Some(session), confirm_information: None }
    }

    /// `action_required`: you or the payer must act.
    pub const fn action_required(session: TestSession) -> Self {
        Self::new(EventType::ActionRequired, session)
    }

    /// `nominal_topup`: money has come to your escrow account. It has no session.
    pub const fn nominal_topup() -> Self {
        Self { kind: EventType::NominalTopup, session: None, confirm_information: None }
    }

    /// `payment_finished`: a payment or payout has finished.
    pub const fn payment_finished(session: TestSession) -> Self {
        Self::new(EventType::PaymentFinished, session)
    }

    /// `payment_refunded`: money went back.
    pub const fn payment_refunded(session: TestSession) -> Self {
        Self::new(EventType::PaymentRefunded, session)
    }

    /// `ready_to_capture`: money is held.
    pub const fn ready_to_capture(session: TestSession) -> Self {
        Self::new(EventType::ReadyToCapture, session)
    }

    /// `ready_to_confirm`: the bank waits for `session/confirm`.
    pub const fn ready_to_confirm(session: TestSession) -> Self {
        Self::new(EventType::ReadyToConfirm, session)
    }

    /// Sets the data that [`SessionConfirm`](crate::session::SessionConfirm) has to send back (`confirm_information`).
    #[must_use]
    pub fn confirm_information(mut self, information: Json) -> Self {
        self.confirm_information = Some(information);
        self
    }
}

/// A session in a test webhook, with the names of version 1 of the API, or those that the session it was read from has.
///
/// `Debug` shows the size only: a session names people.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct TestSession(Map<String, Value>);

#[expect(clippy::needless_pass_by_value, reason = "a call reads better without a reference to each word")]
impl TestSession {
    /// Creates a session without operations.
    pub fn new(id: SessionId, status: SessionState) -> Self {
        let members = [("id", id.as_str()), ("status", status.as_str())];
        Self(members.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect())
    }

    /// Names the operations that are added as version 2 of the API does: `payment_list`, `payout_list`.
    #[must_use]
    pub fn in_version_2(mut self) -> Self {
        for [_, list] in [PAYMENTS, PAYOUTS] {
            self.0.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        }
        self
    }

    /// Reads the JSON object of a session, such as one that you have recorded.
    ///
    /// # Errors
    ///
    /// The text is not a JSON object.
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        json::decode(text.as_bytes()).map(Self)
    }

    /// Adds a payment: the charge of a payer's card.
    #[must_use]
    pub fn payment(self, id: &str, status: OperationStatus, amount: &Money) -> Self {
        self.add(PAYMENTS, operation(id, status.as_str(), amount))
    }

    /// Adds a payout.
    #[must_use]
    pub fn payout(self, id: &str, status: OperationStatus, amount: &Money) -> Self {
        self.add(PAYOUTS, operation(id, status.as_str(), amount))
    }

    /// Adds a refund of the last payment.
    ///
    /// # Panics
    ///
    /// There is no payment.
    #[must_use]
    #[track_caller]
    pub fn refund(self, id: &str, status: RefundStatus, amount: &Money) -> Self {
        let refund = operation(id, status.as_str(), amount);
        self.change_last_payment(|payment| push(payment, "refunds", refund))
    }

    /// Sets your reference of the transfer (`customer`) in every payment and payout: call it after they are added.
    ///
    /// # Panics
    ///
    /// There is no payment and no payout.
    #[must_use]
    #[track_caller]
    pub fn customer(mut self, reference: impl Into<CustomerReference>) -> Self {
        let customer = serde_json::json!({ "reference": reference.into() });
        let mut has_operations = false;
        for list in [PAYMENTS, PAYOUTS].concat() {
            let operations = self.0.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
            for operation in operations.filter_map(Value::as_object_mut) {
                operation.insert("customer".to_owned(), customer.clone());
                has_operations = true;
            }
        }
        if !has_operations {
            fail(format_args!("add a payment or a payout first"));
        }
        self
    }

    /// Sets the call that the bank waits for.
    #[must_use]
    pub fn next_action(mut self, action: NextAction) -> Self {
        self.0.insert("next_action".to_owned(), action.as_str().into());
        self
    }

    /// Asks for 3-D Secure of the last payment: the payer's browser has to open this page.
    ///
    /// # Panics
    ///
    /// There is no payment.
    #[must_use]
    #[track_caller]
    pub fn redirect(self, url: &str) -> Self {
        let interaction = serde_json::json!({"type": "redirect", "redirect": {"url": url, "method": "GET"}});
        self.change_last_payment(|payment| drop(payment.insert("customer_interaction".to_owned(), interaction)))
    }

    /// Shows the payer of the last payment a QR code of the Faster Payments System, with this link.
    ///
    /// # Panics
    ///
    /// There is no payment.
    #[must_use]
    #[track_caller]
    pub fn qr_code(self, link: &str) -> Self {
        let interaction = serde_json::json!({"type": "inform", "inform": {"qr": {"content": link}}});
        self.change_last_payment(|payment| drop(payment.insert("customer_interaction".to_owned(), interaction)))
    }

    #[track_caller]
    fn change_last_payment(mut self, change: impl FnOnce(&mut Map<String, Value>)) -> Self {
        let payments = self.0.get_mut(self.list(PAYMENTS)).and_then(Value::as_array_mut);
        let payment = payments.and_then(|payments| payments.last_mut()).and_then(Value::as_object_mut);
        let Some(payment) = payment else { fail(format_args!("add a payment first")) };
        change(payment);
        self
    }

    fn add(mut self, names: [&str; 2], operation: Value) -> Self {
        let list = self.list(names);
        push(&mut self.0, list, operation);
        self
    }

    /// The name of a list in the version whose names the session has.
    fn list<'a>(&self, [first, second]: [&'a str; 2]) -> &'a str {
        let in_version_2 = [PAYMENTS, PAYOUTS].iter().any(|[_, name]| self.0.contains_key(*name));
        if in_version_2 { second } else { first }
    }
}

fn push(object: &mut Map<String, Value>, list: &str, element: Value) {
    let list = object.entry(list).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(elements) = list {
        elements.push(element);
    }
}

fn operation(id: &str, status: &str, amount: &Money) -> Value {
    let amount = serde_json::to_value(amount::write(amount)).unwrap_or_default();
    serde_json::json!({"id": id, "status": status, "amount_details": amount})
}

impl fmt::Debug for TestSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TestSession({} members)", self.0.len())
    }
}

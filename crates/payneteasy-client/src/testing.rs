//! Doubles for the tests of your shop: signed test callbacks, a fake transport, a virtual clock, a signer without a key.
//!
//! With the feature `testing`, meant for `[dev-dependencies]`.
//!
//! ```
//! use payneteasy_client::common::{CallbackError, KeyRing};
//! use payneteasy_client::order::{ClientOrderId, OrderId, OrderStatus};
//! use payneteasy_client::testing::{CallbackEvent, CallbackSigner};
//! use payneteasy_client::{Callbacks, Currency, Money, Secret};
//!
//! // A control key of the test's own.
//! let control_key = Secret::new("a control key of this test");
//! let signer = CallbackSigner::new(control_key.clone());
//! let callbacks = Callbacks::new(KeyRing::new("test", control_key));
//!
//! let amount = Money::parse("100", Currency::USD)?;
//! let event = CallbackEvent::approved(OrderId::new("6863810"), ClientOrderId::new("order-42"), amount);
//! let genuine = signer.callback(&event);
//! let received = callbacks.receive(genuine.query().as_bytes())?;
//! assert_eq!(received.status, OrderStatus::Approved);
//!
//! let forged = genuine.forged();
//! assert_eq!(callbacks.receive(forged.query().as_bytes()).unwrap_err(), CallbackError::BadSignature);
//!
//! let duplicate = genuine.duplicate();
//! assert_eq!(callbacks.receive(duplicate.query().as_bytes())?.event_id(), received.event_id());
//!
//! // The payer's browser brings the same event, in the body of a POST.
//! let redirect = signer.redirect(&event);
//! assert_eq!(callbacks.receive_redirect(redirect.body())?.status, OrderStatus::Approved);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use payments_core::testing::fail;
use payments_core::{Hidden, Money, Secret};
use url::form_urlencoded;

use crate::control::checksum;
use crate::order::{ClientOrderId, OrderId, OrderStatus, TransactionType};
use crate::parameters::FORM;

pub use payments_core::testing::{
    FakeResponse, FakeSigner, FakeTransport, LosesResponses, SignedCallback, TestCallback, VirtualClock, header,
};

/// Signs test callbacks as the gateway does, with a control key of the test's own. See the [module](self).
#[derive(Clone, Debug)]
pub struct CallbackSigner {
    control_key: Secret,
}

impl CallbackSigner {
    /// Creates a signer with this control key (`merchant_control`). Give the same to [`Callbacks`](crate::Callbacks).
    pub const fn new(control_key: Secret) -> Self {
        Self { control_key }
    }

    /// The signed callback about this event: a GET with everything in its query.
    pub fn callback(&self, event: &CallbackEvent) -> SignedCallback {
        self.sign(event, TestCallback::get(event.form()))
    }

    /// The final redirect of the payer's browser about this event: a POST with everything in its body.
    pub fn redirect(&self, event: &CallbackEvent) -> SignedCallback {
        self.sign(event, TestCallback::post(FORM, event.form()))
    }

    fn sign(&self, event: &CallbackEvent, callback: TestCallback) -> SignedCallback {
        let CallbackEvent { status, order_id, client_order_id, .. } = event;
        let parts = [status.as_str(), order_id.as_str(), client_order_id.as_str(), self.control_key.expose()];
        SignedCallback::with_value(callback, "control", &checksum(parts))
    }
}

/// An event that the gateway reports: an order has a new status.
#[derive(Clone, Debug)]
pub struct CallbackEvent {
    status: OrderStatus,
    transaction_type: TransactionType,
    order_id: OrderId,
    client_order_id: ClientOrderId,
    amount: Money,
    more: Vec<(String, Hidden<String>)>,
}

impl CallbackEvent {
    /// The order has this status. For [`OrderStatus::Pending`] and statuses that are not listed; the others have a
    /// constructor.
    ///
    /// `order_id` is the gateway's number, `client_order_id` yours, and the amount that of your order.
    pub const fn new(status: OrderStatus, order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        let transaction_type = TransactionType::Transfer;
        Self { status, transaction_type, order_id, client_order_id, amount, more: Vec::new() }
    }

    /// The transaction succeeded.
    pub const fn approved(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Approved, order_id, client_order_id, amount)
    }

    /// The order was declined.
    pub const fn declined(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Declined, order_id, client_order_id, amount)
    }

    /// The order was declined because of an error.
    pub const fn error(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Error, order_id, client_order_id, amount)
    }

    /// The order was declined by fraud control.
    pub const fn filtered(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Filtered, order_id, client_order_id, amount)
    }

    /// The order is being processed: not a final status.
    pub const fn processing(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Processing, order_id, client_order_id, amount)
    }

    /// The result is unknown: not a final status.
    pub const fn unknown(order_id: OrderId, client_order_id: ClientOrderId, amount: Money) -> Self {
        Self::new(OrderStatus::Unknown, order_id, client_order_id, amount)
    }

    /// Sets the type of the transaction, such as [`TransactionType::Reversal`]. Default: [`TransactionType::Transfer`].
    #[must_use]
    pub fn transaction_type(mut self, kind: TransactionType) -> Self {
        self.transaction_type = kind;
        self
    }

    /// Adds the currency of the amount, which not every installation sends.
    #[must_use]
    pub fn currency(self) -> Self {
        let code = self.amount.currency().as_str().to_owned();
        self.parameter("currency", code)
    }

    /// Adds another parameter, such as `error_code` or `last-four-digits`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.more.push((name.into(), Hidden::new(value.into())));
        self
    }

    /// Everything but the checksum.
    fn form(&self) -> String {
        let Ok(amount) = self.amount.to_decimal() else { fail(format_args!("the currency has no known decimals")) };
        let own = self.client_order_id.as_str();
        form_urlencoded::Serializer::new(String::new())
            .append_pair("type", self.transaction_type.as_str())
            .append_pair("status", self.status.as_str())
            .append_pair("amount", &amount)
            .append_pair("orderid", self.order_id.as_str())
            .append_pair("merchant_order", own)
            .append_pair("client_orderid", own)
            .extend_pairs(self.more.iter().map(|(name, value)| (name, value.expose())))
            .finish()
    }
}

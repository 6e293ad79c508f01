//! Doubles for the tests of your shop: signed test callbacks, a fake transport, a virtual clock.
//!
//! With the feature `testing`, meant for `[dev-dependencies]`.
//!
//! ```
//! use kvell_client::card::CardToken;
//! use kvell_client::common::{CallbackError, KeyRing};
//! use kvell_client::testing::{CallbackEvent, CallbackSigner};
//! use kvell_client::{Callbacks, CustomerKey, Secret, SignaturePolicy, TransactionId};
//!
//! // Keys of the test's own.
//! let api_key = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
//! let secret_key = Secret::new("a secret of this test");
//! let signer = CallbackSigner::new(api_key, secret_key.clone());
//! let callbacks = Callbacks::new(SignaturePolicy::Require, api_key, KeyRing::new("test", secret_key));
//!
//! let transaction = TransactionId::from_any_text("transaction-1");
//! let event = CallbackEvent::card_saved(CustomerKey::new("customer-42"), transaction.clone(), CardToken::new("token"));
//! let genuine = signer.callback(&event);
//! let received = callbacks.receive(genuine.headers(), genuine.body())?;
//! assert!(received.is_verified() && received.transaction() == &transaction);
//!
//! let forged = genuine.forged();
//! assert_eq!(callbacks.receive(forged.headers(), forged.body()).unwrap_err(), CallbackError::BadSignature);
//!
//! let duplicate = genuine.duplicate();
//! assert_eq!(callbacks.receive(duplicate.headers(), duplicate.body())?.event_id(), received.event_id());
//! # Ok::<(), CallbackError>(())
//! ```

use payments_core::{CardMask, Hidden, Secret};
use serde::Serialize;

use crate::authenticator::{SIGNATURE, signature};
use crate::card::CardToken;
use crate::ids::{CustomerKey, TransactionId};

pub use payments_core::testing::{
    FakeResponse, FakeSigner, FakeTransport, LosesResponses, SignedCallback, TestCallback, VirtualClock, header,
};

/// Signs test callbacks as Kvell does, with keys of the test's own. See the [module](self).
#[derive(Clone, Debug)]
pub struct CallbackSigner {
    api_key: Hidden<Box<str>>,
    secret_key: Secret,
}

impl CallbackSigner {
    /// Creates a signer for the store with these keys. Give the same to [`Callbacks`](crate::Callbacks).
    pub fn new(api_key: impl Into<String>, secret_key: Secret) -> Self {
        Self { api_key: Hidden::new(api_key.into().into()), secret_key }
    }

    /// The signed callback about this event: a POST.
    ///
    /// Kvell may send it without a signature: [`unsigned`](SignedCallback::unsigned) is that one.
    pub fn callback(&self, event: &CallbackEvent) -> SignedCallback {
        let callback = TestCallback::json(&event.body());
        let signature = signature(self.api_key.expose(), [callback.body()], &self.secret_key);
        SignedCallback::with_header(callback, SIGNATURE, &signature)
    }
}

/// An event that Kvell reports.
#[derive(Clone, Debug)]
pub struct CallbackEvent {
    customer_key: CustomerKey,
    transaction: TransactionId,
    token: CardToken,
    pan_mask: Option<CardMask>,
    holder: Option<Hidden<String>>,
}

#[derive(Serialize)]
struct Body<'a> {
    customer_key: &'a str,
    customer_card_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pan_mask: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<&'a str>,
    transaction: &'a str,
}

impl CallbackEvent {
    /// "Сохранение привязанной карты": a card of this customer was saved, under this token.
    pub const fn card_saved(customer_key: CustomerKey, transaction: TransactionId, token: CardToken) -> Self {
        Self { customer_key, transaction, token, pan_mask: None, holder: None }
    }

    /// Adds the masked card number, such as `411111******1111`.
    #[must_use]
    pub fn pan_mask(mut self, mask: impl Into<String>) -> Self {
        self.pan_mask = Some(CardMask::new(mask));
        self
    }

    /// Adds the name on the card.
    #[must_use]
    pub fn holder(mut self, name: impl Into<String>) -> Self {
        self.holder = Some(Hidden::new(name.into()));
        self
    }

    fn body(&self) -> Body<'_> {
        Body {
            customer_key: self.customer_key.as_str(),
            customer_card_token: self.token.expose(),
            pan_mask: self.pan_mask.as_ref().map(CardMask::as_str),
            holder: self.holder.as_ref().map(|holder| holder.expose().as_str()),
            transaction: self.transaction.as_str(),
        }
    }
}

//! The reference of a transfer, by which it is found again.

use std::fmt;

use payments_core::{InvalidField, check_length, json, scrub};
use serde::{Deserialize, Serialize};

use crate::word;

/// Your reference of one transfer, which comes back in its webhooks, and the payer's contacts.
///
/// The reference is the order number and the number of the attempt, such as `order-42-1`: the same text as the
/// [idempotency key](crate::IdempotencyKey). With the order number alone, a late webhook of the first attempt would be taken
/// for one of the second.
///
/// Use a different reference for each transfer: the bank sends it back in the session and its webhooks
/// ([`AcquiringPayment::customer`](crate::session::AcquiringPayment::customer),
/// [`Payout::customer`](crate::session::Payout::customer)), and recovery by webhook recognises the transfer by it. The bank
/// itself calls it the identifier of the payer in your system.
///
/// On the wire: `{"reference": "lucky", "contacts": [{"email": …}, {"phone": …}]}`. These contacts are a list; those of a
/// [`Participant`](crate::session::Participant) are an object.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Customer {
    /// Your reference of this transfer: order number and attempt.
    #[serde(default, deserialize_with = "word::text_or_empty")]
    pub reference: String,
    /// Ways to reach the payer. After a payment by QR code the bank adds a masked phone number.
    #[serde(default, deserialize_with = "json::list", skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<CustomerContact>,
}

impl Customer {
    /// Creates a customer with this reference.
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: reference.into(), contacts: Vec::new() }
    }

    /// Adds an e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.contacts.push(CustomerContact { email: Some(address.into()), phone: None });
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, number: impl Into<String>) -> Self {
        self.contacts.push(CustomerContact { email: None, phone: Some(number.into()) });
        self
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        check_length("reference", &self.reference, usize::MAX)
    }
}

impl fmt::Debug for Customer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Customer").field("reference", &scrub(&self.reference)).finish_non_exhaustive()
    }
}

/// An e-mail address or phone number of the payer.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CustomerContact {
    /// An e-mail address.
    #[serde(default, deserialize_with = "json::non_empty_string", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A phone number.
    #[serde(default, deserialize_with = "json::non_empty_string", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl fmt::Debug for CustomerContact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CustomerContact").finish_non_exhaustive()
    }
}

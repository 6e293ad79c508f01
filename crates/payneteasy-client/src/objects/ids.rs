//! Identifiers.

use payments_core::{InvalidField, RandomnessError, SystemRandomness, identifier, random_uuid};
use zeroize::Zeroize as _;

identifier! {
    /// Your own number of an order (`client_orderid`, in callbacks `merchant_order`): at most 128 characters, never used
    /// twice. Let it begin with a letter, for the sake of [callbacks](crate::Callbacks).
    ///
    /// It is the only handle on an order whose answer was lost: make it, and store it, before you send.
    pub struct ClientOrderId;
}

impl ClientOrderId {
    /// Makes a random number, a UUID. Store it before you send.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        random_uuid(&SystemRandomness).map(Self::new)
    }
}

identifier! {
    /// The gateway's number of an order (`paynet-order-id`, in requests and callbacks `orderid`).
    pub struct OrderId;
}

identifier! {
    /// The gateway's number of one request (`serial-number`).
    pub struct SerialNumber;
}

identifier! {
    /// The gateway's number of a saved card (`card-ref-id`).
    pub struct CardReferenceId;
}

/// Stands for a card in later payments (`recurring-payment-id`), made by
/// [`CreateCardRef`](crate::CreateCardRef). Whoever has it and your key can charge the card: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecurringPaymentId(Box<str>);

impl RecurringPaymentId {
    /// Takes a number: digits only.
    ///
    /// # Errors
    ///
    /// It is empty or holds something else.
    pub fn new(number: impl Into<String>) -> Result<Self, InvalidField> {
        let number = number.into();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidField::new("recurring payment id", "must be digits only"));
        }
        Ok(Self(number.into()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for RecurringPaymentId {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for RecurringPaymentId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecurringPaymentId([hidden])")
    }
}

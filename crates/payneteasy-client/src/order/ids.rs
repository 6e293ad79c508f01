//! The numbers of an order.

use payments_core::{RandomnessError, SystemRandomness, identifier, random_uuid};

use crate::checks::{at_most, given, given_digits};

identifier! {
    /// Your order number (`client_orderid`, in callbacks `merchant_order`): at most 128 characters, never used twice. Start
    /// it with a letter: see [`Callbacks`](crate::Callbacks).
    ///
    /// It is the only way to find an order whose response was lost: create and store it before you send the request.
    pub struct ClientOrderId: given::<128>;
}

impl ClientOrderId {
    /// Creates a random number: `order-` and a UUID, so that it starts with a letter. Store it before you send the request.
    ///
    /// # Errors
    ///
    /// The operating system returned no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        random_uuid(&SystemRandomness).map(|uuid| Self::new(format!("order-{uuid}")))
    }
}

identifier! {
    /// The gateway's order number (`paynet-order-id`, in requests and callbacks `orderid`): at most 20 digits.
    pub struct OrderId: given_digits::<20>;
}

identifier! {
    /// The gateway's request number (`serial-number`, in requests `by-request-sn`): at most 128 characters.
    pub struct SerialNumber: at_most::<128>;
}

//! Identifiers.

use payments_core::{InvalidField, RandomnessError, Secret, SystemRandomness, identifier, random_uuid};

identifier! {
    /// Your own number of an order (`client_orderid`, in callbacks `merchant_order`): at most 128 characters, never used
    /// twice. Let it begin with a letter, for the sake of [callbacks](crate::Callbacks).
    ///
    /// It is the only handle on an order whose answer was lost: make it, and store it, before you send.
    pub struct ClientOrderId;
}

impl ClientOrderId {
    /// Makes a random number: `order-` and a UUID, so that it begins with a letter. Store it before you send.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        random_uuid(&SystemRandomness).map(|uuid| Self::new(format!("order-{uuid}")))
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
/// [`CreateCardRef`](crate::CreateCardRef). Whoever has it and your key can charge the card: it is wiped when dropped, and
/// `Debug` does not show it.
///
/// ```
/// use payneteasy_client::RecurringPaymentId;
///
/// let id = RecurringPaymentId::new("1491854")?;
/// assert_eq!(format!("{id:?}"), "RecurringPaymentId([secret])");
/// assert_eq!(id.expose(), "1491854");
/// # Ok::<(), payneteasy_client::InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurringPaymentId(Secret);

impl RecurringPaymentId {
    /// Takes a number from your storage: digits only.
    ///
    /// # Errors
    ///
    /// It is empty or holds something else.
    pub fn new(number: impl Into<String>) -> Result<Self, InvalidField> {
        // First into custody: what is refused may be a card number, and is wiped too.
        let number = Secret::new(number);
        let digits = number.expose();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidField::new("recurring payment id", "must be digits only"));
        }
        Ok(Self(number))
    }

    /// The number, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

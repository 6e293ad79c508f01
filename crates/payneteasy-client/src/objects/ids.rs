//! Identifiers.

use payments_core::__private::serde::{Deserialize, Deserializer};
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
    /// The gateway's number of a card, the same for every reference to it (`unq-card-ref-id`): tells whether two saved cards are
    /// one. No command takes it, so it charges nothing.
    ///
    /// Source: PaynetEasy, api/v4/create-card-ref; *inferred* that it charges nothing, from the commands' parameters.
    pub struct UniqueCardReferenceId;
}

/// The gateway's number of a saved card (`card-ref-id`), by which repeat payments, transfers and payouts name it. Whoever has it
/// and your key can move money with the card: it is wiped when dropped, `Debug` does not show it, and it has no `Display`.
///
/// ```
/// use payneteasy_client::CardReferenceId;
///
/// let card = CardReferenceId::new("558895");
/// assert_eq!(format!("{card:?}"), "CardReferenceId([secret])");
/// assert_eq!(card.expose(), "558895");
/// ```
///
/// ```compile_fail,E0277
/// println!("{}", payneteasy_client::CardReferenceId::new("558895")); // error: it doesn't implement `std::fmt::Display`
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardReferenceId(Secret);

impl CardReferenceId {
    /// Takes a number from your storage.
    pub fn new(number: impl Into<String>) -> Self {
        Self(Secret::new(number))
    }

    /// The number, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl<'de> Deserialize<'de> for CardReferenceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer).map(Self)
    }
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

//! The ids of saved cards.

use std::borrow::Cow;

use payments_core::__private::FormText;
use payments_core::__private::serde::{Deserialize, Deserializer};
use payments_core::{InvalidField, Secret, identifier};

use crate::checks::at_most;

identifier! {
    /// The gateway's number of a card, the same for every reference to it (`unq-card-ref-id`): shows whether two saved cards
    /// are the same card. No command takes it, so it cannot charge the card.
    ///
    /// Source: PaynetEasy, api/v4/create-card-ref; *inferred* that it cannot charge the card, from the commands' parameters.
    pub struct UniqueCardReferenceId;
}

/// The gateway's number of a saved card (`card-ref-id`), used in recurring payments, transfers and payouts. Anyone who has it
/// and your key can move money with the card: it is wiped when dropped, `Debug` does not show it, and it has no `Display`.
///
/// ```
/// use payneteasy_client::card::CardReferenceId;
///
/// let card = CardReferenceId::new("558895");
/// assert_eq!(format!("{card:?}"), "CardReferenceId([secret])");
/// assert_eq!(card.expose(), "558895");
/// ```
///
/// ```
/// println!("{:?}", payneteasy_client::card::CardReferenceId::new("558895"));
/// ```
///
/// It has no `Display`:
///
/// ```compile_fail,E0277
/// println!("{}", payneteasy_client::card::CardReferenceId::new("558895")); // error: it doesn't implement `std::fmt::Display`
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardReferenceId(Secret);

impl CardReferenceId {
    /// Creates an id from a stored number.
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

/// The id of a saved card for later payments (`recurring-payment-id`), created by
/// [`CreateCardRef`](crate::card::CreateCardRef). Anyone who has it and your key can charge the card: it is wiped when
/// dropped, and `Debug` does not show it.
///
/// ```
/// use payneteasy_client::card::RecurringPaymentId;
///
/// let id = RecurringPaymentId::new("1491854")?;
/// assert_eq!(format!("{id:?}"), "RecurringPaymentId([secret])");
/// assert_eq!(id.expose(), "1491854");
/// # Ok::<(), payneteasy_client::common::InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurringPaymentId(Secret);

impl RecurringPaymentId {
    /// Creates an id from a stored number: digits only.
    ///
    /// # Errors
    ///
    /// The number is empty or has another character.
    pub fn new(number: impl Into<String>) -> Result<Self, InvalidField> {
        // Wrapped before the check: a refused value may be a card number and is wiped too.
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

impl FormText for RecurringPaymentId {
    /// The gateway's table says Long, whose largest number has 19 digits. Checked only where it is sent: what the gateway wrote
    /// is kept.
    fn check(&self) -> Result<(), InvalidField> {
        at_most::<19>(self.expose()).map_err(|rule| InvalidField::new("", rule))
    }

    fn form_text(&self) -> Cow<'_, str> {
        self.expose().into()
    }
}

//! Instruments to charge and to pay out to.

use std::fmt;

use payments_core::{CardData, CardError, CardExpiry, CardNumber, SecurityCode, open_enum};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use crate::recurrent::RecurrentToken;

/// What is charged: a card or a recurrent token (`payment_details_multi`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PaymentDetails {
    /// A card, by its number. Handling card numbers is in the scope of PCI DSS.
    Card(CardDetails),
    /// A saved card, by the token of an earlier payment.
    Recurrent(RecurrentPayment),
}

open_enum! {
    /// Who initiates a payment by a recurrent token: you or the payer.
    pub enum Initiator {
        /// The payer: expect 3-D Secure, set a return address.
        Client = "client",
        /// You: the payer does not take part.
        Merchant = "merchant",
    }
}

impl PaymentDetails {
    pub(crate) const fn card_data(&self) -> CardData {
        match self {
            Self::Card(card) => card.card_data(),
            Self::Recurrent(_) => CardData::None,
        }
    }

    /// Charges a saved card on your initiative, without the payer.
    pub const fn by_merchant(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_merchant(token))
    }

    /// Charges a saved card on the payer's initiative, with 3-D Secure.
    pub const fn by_client(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_client(token))
    }

    pub(crate) fn write_all<S: Serializer>(list: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        write_all(list.iter().map(Self::wire), serializer)
    }

    fn wire(&self) -> Fields<'_> {
        match self {
            Self::Card(card) => Fields::Card { card: card.wire() },
            Self::Recurrent(payment) => Fields::Recurrent { recurrent: payment.wire() },
        }
    }
}

/// A saved card to charge: its recurrent token, and who initiates the charge.
#[derive(Clone, Debug)]
pub struct RecurrentPayment {
    token: RecurrentToken,
    initiator: Initiator,
}

impl RecurrentPayment {
    /// Creates a payment by this token.
    pub const fn new(token: RecurrentToken, initiator: Initiator) -> Self {
        Self { token, initiator }
    }

    /// Creates a payment on your initiative, without the payer.
    pub const fn by_merchant(token: RecurrentToken) -> Self {
        Self::new(token, Initiator::Merchant)
    }

    /// Creates a payment on the payer's initiative, with 3-D Secure.
    pub const fn by_client(token: RecurrentToken) -> Self {
        Self::new(token, Initiator::Client)
    }

    /// The token.
    pub const fn token(&self) -> &RecurrentToken {
        &self.token
    }

    /// Who initiates the payment.
    pub const fn initiator(&self) -> &Initiator {
        &self.initiator
    }

    fn wire(&self) -> RecurrentWire<'_> {
        RecurrentWire { token: self.token.expose(), initiator: self.initiator.as_str() }
    }
}

/// Where the money goes: a card (`payout_details_multi`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PayoutDetails {
    /// A card, by its number.
    Card(CardDetails),
}

impl PayoutDetails {
    pub(crate) const fn card_data(&self) -> CardData {
        match self {
            Self::Card(card) => card.card_data(),
        }
    }

    /// A card. Only its number is needed for a payout.
    pub const fn card(number: CardNumber) -> Self {
        Self::Card(CardDetails::new(number))
    }

    pub(crate) fn write_all<S: Serializer>(list: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        write_all(list.iter().map(|Self::Card(card)| Fields::Card { card: card.wire() }), serializer)
    }
}

/// A card to charge or to pay out to: number, and optionally expiry, security code and name.
#[derive(Clone, Debug)]
pub struct CardDetails {
    number: CardNumber,
    expiry: Option<CardExpiry>,
    security_code: Option<SecurityCode>,
    cardholder_name: Option<CardholderName>,
}

impl CardDetails {
    /// Creates a card from its number.
    pub const fn new(number: CardNumber) -> Self {
        Self { number, expiry: None, security_code: None, cardholder_name: None }
    }

    /// Adds the expiry date: the month and the four-digit year until which the card is valid.
    ///
    /// # Errors
    ///
    /// There is no such month, or the year is not 2000 to 2099.
    pub fn expires(mut self, month: u8, year: u16) -> Result<Self, CardError> {
        self.expiry = Some(CardExpiry::new(month, year)?);
        Ok(self)
    }

    /// Adds the security code.
    #[must_use]
    pub fn security_code(mut self, code: SecurityCode) -> Self {
        self.security_code = Some(code);
        self
    }

    /// Adds the name on the card.
    #[must_use]
    pub fn cardholder_name(mut self, name: impl Into<String>) -> Self {
        self.cardholder_name = Some(CardholderName(name.into()));
        self
    }

    const fn card_data(&self) -> CardData {
        if self.security_code.is_some() { CardData::NumberAndSecurityCode } else { CardData::Number }
    }

    fn wire(&self) -> CardWire<'_> {
        CardWire {
            kind: "bank_card",
            bank_card: BankCardWire {
                number: self.number.expose_digits(),
                expiration_year: self.expiry.as_ref().map(CardExpiry::year_digits),
                security_code: self.security_code.as_ref().map(SecurityCode::expose_digits),
                expiration_month: self.expiry.as_ref().map(CardExpiry::month_digits),
                cardholder_name: self.cardholder_name.as_ref().map(|name| name.0.as_str()),
            },
        }
    }
}

#[derive(Clone)]
struct CardholderName(String);

impl fmt::Debug for CardholderName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[hidden]")
    }
}

fn write_all<'a, S: Serializer>(
    list: impl ExactSizeIterator<Item = Fields<'a>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(list.len()))?;
    for element in list {
        sequence.serialize_element(&element)?;
    }
    sequence.end()
}

// The wire types are private, so that only the endpoint writes card numbers and tokens.

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Fields<'a> {
    Card { card: CardWire<'a> },
    Recurrent { recurrent: RecurrentWire<'a> },
}

#[derive(Serialize)]
struct RecurrentWire<'a> {
    token: &'a str,
    initiator: &'a str,
}

#[derive(Serialize)]
struct CardWire<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    bank_card: BankCardWire<'a>,
}

#[derive(Serialize)]
struct BankCardWire<'a> {
    number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_year: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_month: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cardholder_name: Option<&'a str>,
}

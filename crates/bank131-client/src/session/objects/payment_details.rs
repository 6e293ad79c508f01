//! Instruments to charge and to pay out to.

use payments_core::__private::JsonForm;
use payments_core::{
    CardData, CardError, CardExpiry, CardNumber, Hidden, InvalidField, SecurityCode, json_fields, open_enum,
};
use serde::Serialize;

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

    /// Whether the payer repeats a payment.
    pub(crate) fn is_by_client(&self) -> bool {
        matches!(self, Self::Recurrent(payment) if payment.initiator == Initiator::Client)
    }

    /// Charges a saved card on your initiative, without the payer.
    pub fn by_merchant(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_merchant(token))
    }

    /// Charges a saved card on the payer's initiative, with 3-D Secure.
    pub fn by_client(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_client(token))
    }
}

impl JsonForm for PaymentDetails {
    fn check(&self) -> Result<(), InvalidField> {
        match self {
            Self::Card(card) => card.check().map_err(|error| error.within("card.bank_card")),
            Self::Recurrent(payment) => payment.check().map_err(|error| error.within("recurrent")),
        }
    }

    fn json_form(&self) -> impl Serialize {
        match self {
            Self::Card(card) => Kind::Card { card: Card::BankCard { bank_card: card.json_form() } },
            Self::Recurrent(payment) => Kind::Recurrent { recurrent: payment.json_form() },
        }
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
    pub fn card(number: CardNumber) -> Self {
        Self::Card(CardDetails::new(number))
    }
}

impl JsonForm for PayoutDetails {
    fn check(&self) -> Result<(), InvalidField> {
        match self {
            Self::Card(card) => card.check().map_err(|error| error.within("card.bank_card")),
        }
    }

    fn json_form(&self) -> impl Serialize {
        match self {
            Self::Card(card) => Kind::<_, ()>::Card { card: Card::BankCard { bank_card: card.json_form() } },
        }
    }
}

/// How the bank writes an object of one of several kinds: `{"type": "card", "card": {…}}`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Kind<C, R> {
    Card { card: Card<C> },
    Recurrent { recurrent: R },
}

/// `{"type": "bank_card", "bank_card": {…}}`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Card<B> {
    BankCard { bank_card: B },
}

json_fields! {
    /// A saved card to charge: its recurrent token, and who initiates the charge.
    #[derive(Clone, Debug)]
    pub struct RecurrentPayment;

    /// Creates a payment by this token.
    pub fn new;

    /// The token.
    required token: RecurrentToken = "token";
    /// Who initiates the payment.
    required initiator: Initiator = "initiator";
}

impl RecurrentPayment {
    /// Creates a payment on your initiative, without the payer.
    pub fn by_merchant(token: RecurrentToken) -> Self {
        Self::new(token, Initiator::Merchant)
    }

    /// Creates a payment on the payer's initiative, with 3-D Secure.
    pub fn by_client(token: RecurrentToken) -> Self {
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
}

json_fields! {
    /// A card to charge or to pay out to: number, and optionally expiry, security code and name.
    #[derive(Clone, Debug)]
    pub struct CardDetails;

    /// Creates a card from its number.
    pub fn new;

    /// The number.
    required number: CardNumber as CardNumber::expose_digits = "number";
    /// The year of the expiry date, by `expires`.
    private expiry_year: CardExpiry as CardExpiry::year_digits = "expiration_year";
    /// Adds the security code.
    optional security_code: SecurityCode as SecurityCode::expose_digits = "security_code";
    /// The month of the expiry date, by `expires`.
    private expiry_month: CardExpiry as CardExpiry::month_digits = "expiration_month";
    /// Adds the name on the card.
    optional cardholder_name(into): Hidden<String> = "cardholder_name";
}

impl CardDetails {
    /// Adds the expiry date: the month and the four-digit year until which the card is valid.
    ///
    /// # Errors
    ///
    /// There is no such month, or the year is not 2000 to 2099.
    pub fn expires(mut self, month: u8, year: u16) -> Result<Self, CardError> {
        let expiry = CardExpiry::new(month, year)?;
        self.expiry_year = Some(expiry.clone());
        self.expiry_month = Some(expiry);
        Ok(self)
    }

    const fn card_data(&self) -> CardData {
        if self.security_code.is_some() { CardData::NumberAndSecurityCode } else { CardData::Number }
    }
}

//! Cards given by their number. Handling card numbers is subject to PCI DSS.

use std::fmt;

use payments_core::{CardExpiry, CardNumber, SecurityCode};

use crate::parameters::Parameters;

/// The sender's card.
#[derive(Clone)]
pub struct SourceCard {
    number: CardNumber,
    expiry: CardExpiry,
    security_code: SecurityCode,
    printed_name: String,
}

impl SourceCard {
    /// Creates a card with everything the gateway requires; `printed_name` as on the card, at most 128 characters.
    pub fn new(
        number: CardNumber,
        expiry: CardExpiry,
        security_code: SecurityCode,
        printed_name: impl Into<String>,
    ) -> Self {
        Self { number, expiry, security_code, printed_name: printed_name.into() }
    }

    pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
        parameters.add("credit_card_number", self.number.expose_digits());
        parameters.add("cvv2", self.security_code.expose_digits());
        parameters.add("expire_month", self.expiry.month_digits());
        parameters.add("expire_year", self.expiry.full_year_digits());
        parameters.add("card_printed_name", self.printed_name.as_str());
    }
}

impl fmt::Debug for SourceCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SourceCard").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The receiver's card. The gateway requires the number; some acquirers require the rest.
#[derive(Clone)]
pub struct DestinationCard {
    number: CardNumber,
    expiry: Option<CardExpiry>,
    printed_name: Option<String>,
}

impl DestinationCard {
    /// Creates a card by its number.
    pub const fn new(number: CardNumber) -> Self {
        Self { number, expiry: None, printed_name: None }
    }

    /// Adds the expiry month (`destination_expire_month`, `destination_expire_year`).
    #[must_use]
    pub fn expiry(mut self, expiry: CardExpiry) -> Self {
        self.expiry = Some(expiry);
        self
    }

    /// Adds the receiver's name as on the card (`destination_card_printed_name`).
    #[must_use]
    pub fn printed_name(mut self, name: impl Into<String>) -> Self {
        self.printed_name = Some(name.into());
        self
    }

    pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
        parameters.add("destination-card-no", self.number.expose_digits());
        if let Some(expiry) = &self.expiry {
            parameters.add("destination_expire_month", expiry.month_digits());
            parameters.add("destination_expire_year", expiry.full_year_digits());
        }
        parameters.add_some("destination_card_printed_name", self.printed_name.as_deref());
    }
}

impl fmt::Debug for DestinationCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DestinationCard").field("number", &self.number).finish_non_exhaustive()
    }
}

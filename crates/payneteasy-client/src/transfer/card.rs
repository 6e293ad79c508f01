//! Cards given by their number. Handling card numbers is subject to PCI DSS.

use payments_core::__private::AddField;
use payments_core::{CardExpiry, CardNumber, InvalidField, SecurityCode, form_fields};

use super::texts::{PrintedName, ReceiverPrintedName};
use crate::card::RecurringPaymentId;

form_fields! {
    /// The sender's card.
    #[derive(Clone, Debug)]
    pub struct SourceCard;

    /// Creates a card with everything the gateway requires; `printed_name` as on the card, at most 128 characters.
    pub fn new;

    required number: CardNumber as CardNumber::expose_digits = "credit_card_number";
    part expiry: CardExpiry as source_expiry = ..;
    required security_code: SecurityCode as SecurityCode::expose_digits = "cvv2";
    required printed_name(try): PrintedName = "card_printed_name";
}

form_fields! {
    /// The receiver's card. The gateway requires the number; some acquirers require the rest.
    #[derive(Clone, Debug)]
    pub struct DestinationCard;

    /// Creates a card by its number.
    pub fn new;

    required number: CardNumber as CardNumber::expose_digits = "destination-card-no";
    /// Adds the expiry month (`destination_expire_month`, `destination_expire_year`).
    optional_part expiry: CardExpiry as destination_expiry = ..;
    /// Adds the receiver's name as on the card (`destination_card_printed_name`).
    optional printed_name(try): ReceiverPrintedName = "destination_card_printed_name";
}

form_fields! {
    /// The sender's saved card, whose security code is required too.
    #[derive(Clone, Debug)]
    pub(super) struct SavedSource;

    /// Names the card.
    pub(super) fn new;

    required card: RecurringPaymentId = "card_recurring_payment_id";
    required security_code: SecurityCode as SecurityCode::expose_digits = "cvv2";
}

form_fields! {
    /// The receiver's saved card.
    #[derive(Clone, Debug)]
    pub(super) struct SavedDestination;

    /// Names the card.
    pub(super) fn new;

    required card: RecurringPaymentId = "destination_card_recurring_payment_id";
}

#[expect(clippy::unnecessary_wraps, reason = "a value of several fields may break a rule; an expiry date does not")]
fn source_expiry<'a>(expiry: &'a CardExpiry, add: AddField<'_, 'a>) -> Result<(), InvalidField> {
    add("expire_month", expiry.month_digits().into());
    add("expire_year", expiry.full_year_digits().into());
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "a value of several fields may break a rule; an expiry date does not")]
fn destination_expiry<'a>(expiry: &'a CardExpiry, add: AddField<'_, 'a>) -> Result<(), InvalidField> {
    add("destination_expire_month", expiry.month_digits().into());
    add("destination_expire_year", expiry.full_year_digits().into());
    Ok(())
}

//! Kinds of texts in a transfer. An empty one is not sent, and white space around one is not counted.
//!
//! Source: PaynetEasy, api/v4/transfer-form, the six tables merged.

use payments_core::{Date, InvalidField, checked_text};

use crate::checks::{at_most, digits, given};

checked_text! {
    /// A first or a last name (`first_name`, `last_name`): at most 50 characters.
    pub struct PersonName: "name", at_most::<50>;
}

checked_text! {
    /// A date of birth (`birthday`): digits, `YYYYMMDD`. Made of a [`Date`] too.
    pub struct Birthday: "birthday", digits::<8>;
}

impl TryFrom<Date> for Birthday {
    type Error = InvalidField;

    fn try_from(day: Date) -> Result<Self, InvalidField> {
        Self::try_from(&day)
    }
}

impl TryFrom<&Date> for Birthday {
    type Error = InvalidField;

    /// A date that was read from elsewhere may have another form, which is refused.
    fn try_from(day: &Date) -> Result<Self, InvalidField> {
        Self::new(day.as_str().replace('-', ""))
    }
}

checked_text! {
    /// The last four digits of a social security number (`ssn`): at most 4 digits.
    pub struct SocialSecurityNumber: "social security number", digits::<4>;
}

checked_text! {
    /// A street address (`address1`): at most 256 characters; some routes accept only 50.
    pub struct StreetAddress: "street address", at_most::<256>;
}

checked_text! {
    /// A city (`city`): at most 50 characters.
    pub struct City: "city", at_most::<50>;
}

checked_text! {
    /// A state (`state`): at most 3 letters. The table says two; five states of Australia have three. [`Payer`](super::Payer)
    /// checks it with the country.
    pub struct State: "state", at_most::<3>;
}

checked_text! {
    /// A postal code (`zip_code`): at most 10 characters.
    pub struct PostalCode: "postal code", at_most::<10>;
}

checked_text! {
    /// A country (`country`): two letters; only the length is checked.
    pub struct Country: "country", at_most::<2>;
}

checked_text! {
    /// A phone number with its country code (`phone`, `cell_phone`): at most 15 characters; nothing else is documented.
    pub struct PayerPhone: "phone number", at_most::<15>;
}

checked_text! {
    /// An e-mail address (`email`): at most 50 characters; its form is left to the gateway.
    pub struct PayerEmail: "e-mail address", at_most::<50>;
}

checked_text! {
    /// The name on the sender's card (`card_printed_name`): not empty, at most 128 characters.
    pub struct PrintedName: "printed name", given::<128>;
}

checked_text! {
    /// The name on the receiver's card (`destination_card_printed_name`): at most 128 characters.
    pub struct ReceiverPrintedName: "receiver's printed name", at_most::<128>;
}

checked_text! {
    /// What a payment tops up (`purpose`): at most 128 characters.
    pub struct Purpose: "purpose", at_most::<128>;
}

checked_text! {
    /// The site that a transfer is made from (`site_url`): at most 128 characters; its form is left to the gateway.
    pub struct SiteUrl: "site URL", at_most::<128>;
}

checked_text! {
    /// The language of the form (`preferred_language`): two letters; only the length is checked.
    pub struct FormLanguage: "language", at_most::<2>;
}

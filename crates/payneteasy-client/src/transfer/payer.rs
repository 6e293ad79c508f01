//! The sender or receiver of the money.

use payments_core::{InvalidField, form_fields};

use super::texts::{
    Birthday, City, Country, PayerEmail, PayerPhone, PersonName, PostalCode, SocialSecurityNumber, State, StreetAddress,
};

form_fields! {
    /// The sender or receiver of the money. Every member is optional; acquirers may require some of them.
    ///
    /// These are personal data, so `Debug` shows none of them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Payer;

    /// Creates a payer without any data.
    pub fn new;

    /// Date of birth.
    optional birthday(try): Birthday = "birthday";
    /// First name.
    optional first_name(try): PersonName = "first_name";
    /// Last name.
    optional last_name(try): PersonName = "last_name";
    /// The last four digits of the social security number.
    optional ssn(try): SocialSecurityNumber = "ssn";
    /// Street address.
    optional address1(try): StreetAddress = "address1";
    /// City.
    optional city(try): City = "city";
    /// State, two letters (Australia: up to three). Required with the countries US, CA and AU.
    optional state(try): State = "state";
    /// Postal code.
    optional zip_code(try): PostalCode = "zip_code";
    /// Country, two letters.
    optional country(try): Country = "country";
    /// Phone with country code.
    optional phone(try): PayerPhone = "phone";
    /// Mobile phone with country code.
    optional cell_phone(try): PayerPhone = "cell_phone";
    /// E-mail address.
    optional email(try): PayerEmail = "email";
}

/// Countries whose addresses need a state, and the length of its code.
const WITH_STATES: [(&str, usize); 3] = [("US", 2), ("CA", 2), ("AU", 3)];

impl Payer {
    /// The rules between country and state.
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let country = self.country.as_ref().map_or("", Country::as_str).trim();
        let state = self.state.as_ref().map_or("", State::as_str).trim();
        let with_states = WITH_STATES.iter().find(|(code, _)| country.eq_ignore_ascii_case(code));
        if let (Some((code, _)), "") = (with_states, state) {
            return Err(InvalidField::new("state", format!("must be given with the country {code}")));
        }
        let longest = with_states.map_or(2, |(_, longest)| *longest);
        let rule = format!("must have at most {longest} characters");
        InvalidField::unless(state.chars().nth(longest).is_none(), "state", rule)
    }
}

//! The sender or receiver of the money.

use payments_core::{Date, Hidden, InvalidField, form_fields};

form_fields! {
    /// The sender or receiver of the money. Every member is optional; acquirers may require some of them.
    ///
    /// These are personal data, so `Debug` shows none of them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Payer;

    /// Creates a payer without any data.
    pub fn new;

    /// Date of birth; sent as `YYYYMMDD`.
    optional birthday(into): Hidden<Date> as digits = "birthday";
    /// First name, at most 50 characters.
    optional first_name(into): Hidden<String> = "first_name";
    /// Last name, at most 50 characters.
    optional last_name(into): Hidden<String> = "last_name";
    /// The last four digits of the social security number.
    optional ssn(into): Hidden<String> = "ssn";
    /// Street address, at most 256 characters; some routes accept only 50.
    optional address1(into): Hidden<String> = "address1";
    /// City, at most 50 characters.
    optional city(into): Hidden<String> = "city";
    /// State, two letters (Australia: up to three). Required with the countries US, CA and AU.
    optional state(into): Hidden<String> = "state";
    /// Postal code, at most 10 characters.
    optional zip_code(into): Hidden<String> = "zip_code";
    /// Country, two letters.
    optional country(into): Hidden<String> = "country";
    /// Phone with country code, at most 15 characters.
    optional phone(into): Hidden<String> = "phone";
    /// Mobile phone with country code, at most 15 characters.
    optional cell_phone(into): Hidden<String> = "cell_phone";
    /// E-mail address, at most 50 characters.
    optional email(into): Hidden<String> = "email";
}

fn digits(day: &Hidden<Date>) -> String {
    day.expose().as_str().replace('-', "")
}

/// Countries whose addresses need a state, and the length of its code.
const WITH_STATES: [(&str, usize); 3] = [("US", 2), ("CA", 2), ("AU", 3)];

impl Payer {
    /// The rules between country and state.
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let (country, state) = (trimmed(self.country.as_ref()), trimmed(self.state.as_ref()));
        let with_states = WITH_STATES.iter().find(|(code, _)| country.eq_ignore_ascii_case(code));
        if let (Some((code, _)), "") = (with_states, state) {
            return Err(InvalidField::new("state", format!("must be given with the country {code}")));
        }
        let longest = with_states.map_or(2, |(_, longest)| *longest);
        let rule = format!("must have at most {longest} characters");
        InvalidField::unless(state.chars().nth(longest).is_none(), "state", rule)
    }
}

fn trimmed(text: Option<&Hidden<String>>) -> &str {
    text.map_or("", |text| text.expose().trim())
}

//! The sender or receiver of the money.

use std::fmt;

use payments_core::{Date, InvalidField};

use crate::parameters::Parameters;

/// Countries whose addresses need a state.
const WITH_STATES: [&str; 3] = ["US", "CA", "AU"];

/// Declares the text members, each with a setter and a request parameter of the same name.
macro_rules! payer {
    ($($(#[$meta:meta])* $member:ident,)*) => {
        /// The sender or receiver of the money. Every member is optional; acquirers may require some of them.
        ///
        /// These are personal data, so `Debug` shows none of them.
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct Payer {
            birthday: Option<String>,
            $($member: Option<String>,)*
        }

        impl Payer {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $member(mut self, text: impl Into<String>) -> Self {
                    self.$member = Some(text.into());
                    self
                }
            )*

            pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
                parameters.add_some("birthday", self.birthday.as_deref());
                $(parameters.add_some(stringify!($member), self.$member.as_deref());)*
            }
        }
    };
}

payer! {
    /// First name, at most 50 characters.
    first_name,
    /// Last name, at most 50 characters.
    last_name,
    /// The last four digits of the social security number.
    ssn,
    /// Street address, at most 256 characters; some routes accept only 50.
    address1,
    /// City, at most 50 characters.
    city,
    /// State, two letters (Australia: up to three). Required with the countries US, CA and AU.
    state,
    /// Postal code, at most 10 characters.
    zip_code,
    /// Country, two letters.
    country,
    /// Phone with country code, at most 15 characters.
    phone,
    /// Mobile phone with country code, at most 15 characters.
    cell_phone,
    /// E-mail address, at most 50 characters.
    email,
}

impl Payer {
    /// Creates a payer without any data.
    pub fn new() -> Self {
        Self::default()
    }

    /// Date of birth; sent as `YYYYMMDD`.
    #[must_use]
    pub fn birthday(mut self, day: &Date) -> Self {
        self.birthday = Some(day.as_str().replace('-', ""));
        self
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let country = self.country.as_deref().map(str::trim).unwrap_or_default();
        let Some(with_states) = WITH_STATES.iter().find(|code| country.eq_ignore_ascii_case(code)) else {
            return self.check_state_length(2);
        };
        if self.state.as_deref().is_none_or(|state| state.trim().is_empty()) {
            return Err(InvalidField::new("state", format!("must be given with the country {with_states}")));
        }
        self.check_state_length(if *with_states == "AU" { 3 } else { 2 })
    }

    fn check_state_length(&self, longest: usize) -> Result<(), InvalidField> {
        match &self.state {
            Some(state) if state.trim().chars().nth(longest).is_some() => {
                Err(InvalidField::new("state", format!("must have at most {longest} characters")))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Payer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Payer").finish_non_exhaustive()
    }
}

//! Sender and recipient.

use std::fmt;

use payments_core::{Date, InvalidField, check_length, json};
use serde::{Deserialize, Serialize};

/// Sender and recipient of an operation (`participant_details`): both, or one of them.
///
/// | call | needs |
/// |---|---|
/// | `session/multi/init` ([`SessionMultiInit`](crate::session::SessionMultiInit)) | both, with names; checked before sending |
/// | `session/init/payout` | a recipient with a name, by the bank's SDK; one of the bank's own examples has no participants |
/// | payouts from a settlement account | a sender with the account |
/// | `fps/customer_verification` | participants; which, is *unknown* |
/// | `session/create`, `session/start/…`, payments | none |
///
/// Source: Bank 131, session/multi/init; for the other calls the bank's pages and its SDK.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Participants {
    /// The sender.
    #[serde(default, deserialize_with = "json::object", skip_serializing_if = "Option::is_none")]
    pub sender: Option<Participant>,
    /// The recipient.
    #[serde(default, deserialize_with = "json::object", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Participant>,
}

impl Participants {
    /// Creates both participants.
    pub const fn new(sender: Participant, recipient: Participant) -> Self {
        Self { sender: Some(sender), recipient: Some(recipient) }
    }

    /// Creates a sender without a recipient.
    pub const fn of_sender(sender: Participant) -> Self {
        Self { sender: Some(sender), recipient: None }
    }

    /// Creates a recipient without a sender.
    pub const fn of_recipient(recipient: Participant) -> Self {
        Self { sender: None, recipient: Some(recipient) }
    }

    /// Validates the participants of a call that needs both.
    pub(crate) fn validate_both(&self) -> Result<(), InvalidField> {
        for (role, participant) in [("sender", &self.sender), ("recipient", &self.recipient)] {
            let participant = participant.as_ref().ok_or_else(|| InvalidField::new(role, "must be given"))?;
            participant.validate().map_err(|field| field.within(role))?;
        }
        Ok(())
    }
}

/// Declares an object of personal data: every member optional, with a setter, and read by the function named after it.
/// The name after the bar is read as an alias.
macro_rules! personal_data {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$member_meta:meta])* $member:ident $(| $alias:literal)?: $kind:ty = $read:literal,)*
        }
    ) => {
        $(#[$meta])*
        ///
        /// The bank treats `""` as a missing value: both are read as `None`, and both may be sent. `Debug` shows no member,
        /// because they are personal data.
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$member_meta])*
                #[serde(deserialize_with = $read, skip_serializing_if = "Option::is_none" $(, alias = $alias)?)]
                pub $member: Option<$kind>,
            )*
        }

        impl $name {
            $(
                $(#[$member_meta])*
                #[must_use]
                pub fn $member(mut self, value: impl Into<$kind>) -> Self {
                    self.$member = Some(value.into());
                    self
                }
            )*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

personal_data! {
    /// A person who sends or receives money.
    pub struct Participant {
        /// The full name. In responses the bank composes it itself: first, last, middle name.
        full_name: String = "json::non_empty_string",
        /// Citizenship, three letters: `RUS`.
        citizenship_country_iso3 | "citizenship_country_iso_3": String = "json::non_empty_string",
        /// First name.
        first_name: String = "json::non_empty_string",
        /// Last name.
        last_name: String = "json::non_empty_string",
        /// Middle name, patronymic.
        middle_name: String = "json::non_empty_string",
        /// Country of registration, three letters.
        country_iso3: String = "json::non_empty_string",
        /// State or region.
        state: String = "json::non_empty_string",
        /// City.
        city: String = "json::non_empty_string",
        /// Postal code.
        postal_code: String = "json::non_empty_string",
        /// Street.
        street: String = "json::non_empty_string",
        /// House number.
        building: String = "json::non_empty_string",
        /// Flat.
        flat: String = "json::non_empty_string",
        /// Date of birth.
        date_of_birth: Date = "json::non_empty",
        /// Identity document.
        identity_document: IdentityDocument = "json::object",
        /// Where the money comes from.
        source_of_money: String = "json::non_empty_string",
        /// A description.
        description: String = "json::non_empty_string",
        /// Contacts of the person.
        contacts: ParticipantContacts = "json::object",
    }
}

impl Participant {
    /// Creates a person with first and last name.
    pub fn new(first_name: impl Into<String>, last_name: impl Into<String>) -> Self {
        Self::default().first_name(first_name).last_name(last_name)
    }

    fn validate(&self) -> Result<(), InvalidField> {
        let non_empty = |name: &Option<String>| name.as_deref().is_some_and(|name| !name.is_empty());
        let named = non_empty(&self.full_name) || (non_empty(&self.first_name) && non_empty(&self.last_name));
        if !named {
            return Err(InvalidField::new("first_name", "must be given with last_name, unless full_name is"));
        }
        let phone = self.contacts.as_ref().and_then(|contacts| contacts.phone.as_ref());
        if let Some(phone) = phone {
            let number = phone.full_number.as_deref().unwrap_or_default();
            check_length("contacts.phone.full_number", number, usize::MAX)?;
        }
        let Some(document) = &self.identity_document else { return Ok(()) };
        for (member, value) in
            [("identity_document.id_type", &document.id_type), ("identity_document.id_number", &document.id_number)]
        {
            check_length(member, value.as_deref().unwrap_or_default(), usize::MAX)?;
        }
        Ok(())
    }
}

personal_data! {
    /// Identity document of a person.
    pub struct IdentityDocument {
        /// The type of the document, in words, not a code: `Паспорт гражданина Российской Федерации`.
        id_type: String = "json::non_empty_string",
        /// Its number.
        id_number: String = "json::non_empty_string",
        /// Expiry date.
        id_expiration_date: Date = "json::non_empty",
        /// Date of issue.
        issue_date: Date = "json::non_empty",
        /// Code of the issuing division.
        division_code: String = "json::non_empty_string",
        /// The issuer.
        issued_by: String = "json::non_empty_string",
    }
}

impl IdentityDocument {
    /// Creates a document with type and number, which the bank requires.
    pub fn new(id_type: impl Into<String>, id_number: impl Into<String>) -> Self {
        Self::default().id_type(id_type).id_number(id_number)
    }
}

personal_data! {
    /// Contacts of a person. An object here; a [`Customer`](crate::session::Customer)'s contacts are a list.
    pub struct ParticipantContacts {
        /// Phone.
        phone: Phone = "json::object",
        /// E-mail address.
        email: String = "json::non_empty_string",
    }
}

impl ParticipantContacts {
    /// Creates empty contacts.
    pub fn new() -> Self {
        Self::default()
    }
}

personal_data! {
    /// Phone number, in full and, if known, in parts.
    pub struct Phone {
        /// The full number, with a plus: `+79376151530`.
        full_number: String = "json::non_empty_string",
        /// Its country, three letters.
        country_iso3: String = "json::non_empty_string",
        /// The operator's code.
        operator_code: String = "json::non_empty_string",
        /// The number without country and operator.
        short_number: String = "json::non_empty_string",
    }
}

impl Phone {
    /// Creates a phone number from the full number.
    pub fn new(full_number: impl Into<String>) -> Self {
        Self::default().full_number(full_number)
    }
}

//! Sender and recipient.

use payments_core::{AccountNumber, Date, Hidden, InvalidField, two_way_fields};

two_way_fields! {
    /// Sender and recipient of an operation (`participant_details`): both, or one of them.
    ///
    /// | call | needs |
    /// |---|---|
    /// | `session/multi/init` ([`SessionMultiInit`](crate::session::SessionMultiInit)) | both, with names; checked before sending |
    /// | `session/init/payout` | a recipient with a name, by the bank's SDK; one of the bank's own examples has no participants |
    /// | payouts from a settlement account | a sender with the [account](Participant::account) |
    /// | `fps/customer_verification` | participants; which, is *unknown* |
    /// | `session/create`, `session/start/…`, payments | none |
    ///
    /// Source: Bank 131, session/multi/init; for the other calls the bank's pages and its SDK.
    #[derive(Clone, Debug, Default)]
    pub struct Participants;

    /// The sender.
    sender: Participant = "sender";
    /// The recipient.
    recipient: Participant = "recipient";
}

impl Participants {
    /// Creates both participants.
    pub fn new(sender: Participant, recipient: Participant) -> Self {
        Self::default().sender(sender).recipient(recipient)
    }

    /// Creates a sender without a recipient.
    pub fn of_sender(sender: Participant) -> Self {
        Self::default().sender(sender)
    }

    /// Creates a recipient without a sender.
    pub fn of_recipient(recipient: Participant) -> Self {
        Self::default().recipient(recipient)
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

two_way_fields! {
    /// A person who sends or receives money.
    ///
    /// The bank treats `""` as a missing value: in responses it is read as `None`, and it may be sent. `Debug` shows no value,
    /// because all of them are personal data.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Participant;

    /// The full name. In responses the bank composes it itself: first, last, middle name.
    full_name(into): Hidden<String> = "full_name";
    /// Citizenship, three letters: `RUS`. Some sources write `citizenship_country_iso_3`, which is read too.
    citizenship_country_iso3(into): Hidden<String> = "citizenship_country_iso3" | "citizenship_country_iso_3";
    /// First name.
    first_name(into): Hidden<String> = "first_name";
    /// Last name.
    last_name(into): Hidden<String> = "last_name";
    /// Middle name, patronymic.
    middle_name(into): Hidden<String> = "middle_name";
    /// Country of registration, three letters.
    country_iso3(into): Hidden<String> = "country_iso3";
    /// State or region.
    state(into): Hidden<String> = "state";
    /// City.
    city(into): Hidden<String> = "city";
    /// Postal code.
    postal_code(into): Hidden<String> = "postal_code";
    /// Street.
    street(into): Hidden<String> = "street";
    /// House number.
    building(into): Hidden<String> = "building";
    /// Flat.
    flat(into): Hidden<String> = "flat";
    /// Date of birth.
    date_of_birth(into): Hidden<Date> = "date_of_birth";
    /// Identity document.
    identity_document: IdentityDocument = "identity_document";
    /// Where the money comes from.
    source_of_money(into): Hidden<String> = "source_of_money";
    /// A description.
    description(into): Hidden<String> = "description";
    /// Contacts of the person.
    contacts: ParticipantContacts = "contacts";
    /// Account of a payout's sender, from which it is paid: your settlement or escrow account at the bank, 20 digits. Required
    /// for payouts from a settlement account.
    account(try AccountNumber): Hidden<String> = "account";
    /// The name of an organisation.
    company_name(into): Hidden<String> = "company_name";
    /// Your reference of the participant.
    reference(into): Hidden<String> = "reference";
    /// INN.
    tax_reference(into): Hidden<String> = "tax_reference";
    /// Country, two letters.
    country_iso2(into): Hidden<String> = "country_iso2";
    /// The address in one line.
    address_line(into): Hidden<String> = "address_line";
    /// Address in the Internet, version 4.
    ipv4(into): Hidden<String> = "ipv4";
    /// Address in the Internet, version 6.
    ipv6(into): Hidden<String> = "ipv6";
    /// A document, in words.
    document(into): Hidden<String> = "document";
    /// The currency of the account.
    currency(into): Hidden<String> = "currency";
    /// The name of the participant's bank.
    bank_name(into): Hidden<String> = "bank_name";
    /// The registration number of an organisation.
    registration_number(into): Hidden<String> = "registration_number";
    /// When an organisation was founded.
    date_of_incorporation(into): Hidden<String> = "date_of_incorporation";
    /// Phone number, digits with the country's code.
    msisdn(into): Hidden<String> = "msisdn";
    /// E-mail address.
    email(into): Hidden<String> = "email";
    /// A code.
    code(into): Hidden<String> = "code";
    /// SWIFT or BIC code of the participant's bank.
    swift_bic_code(into): Hidden<String> = "swift_bic_code";
    /// The beneficiary of an escrow account, by the INN. Required of the sender of payouts from escrow accounts.
    beneficiary_id(into): Hidden<String> = "beneficiary_id";
    /// The wallet.
    wallet_id(into): Hidden<String> = "wallet_id";
}

impl Participant {
    /// Creates a person with first and last name.
    pub fn new(first_name: impl Into<Hidden<String>>, last_name: impl Into<Hidden<String>>) -> Self {
        Self::default().first_name(first_name).last_name(last_name)
    }

    /// The rules between members: a name is given, and so is what the bank requires in a phone and in a document.
    fn validate(&self) -> Result<(), InvalidField> {
        let is_given = |text: &Option<Hidden<String>>| text.as_ref().is_some_and(|text| !text.expose().is_empty());
        let not_empty = |text, field| InvalidField::unless(is_given(text), field, "must not be empty");

        let is_named = is_given(&self.full_name) || (is_given(&self.first_name) && is_given(&self.last_name));
        InvalidField::unless(is_named, "first_name", "must be given with last_name, unless full_name is")?;
        if let Some(phone) = self.contacts.as_ref().and_then(|contacts| contacts.phone.as_ref()) {
            not_empty(&phone.full_number, "contacts.phone.full_number")?;
        }
        if let Some(document) = &self.identity_document {
            not_empty(&document.id_type, "identity_document.id_type")?;
            not_empty(&document.id_number, "identity_document.id_number")?;
        }
        Ok(())
    }
}

two_way_fields! {
    /// Identity document of a person. For `""` and `Debug` see [`Participant`].
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct IdentityDocument;

    /// The type of the document, in words, not a code: `Паспорт гражданина Российской Федерации`.
    id_type(into): Hidden<String> = "id_type";
    /// Its number.
    id_number(into): Hidden<String> = "id_number";
    /// Expiry date.
    id_expiration_date(into): Hidden<Date> = "id_expiration_date";
    /// Date of issue.
    issue_date(into): Hidden<Date> = "issue_date";
    /// Code of the issuing division.
    division_code(into): Hidden<String> = "division_code";
    /// The issuer.
    issued_by(into): Hidden<String> = "issued_by";
}

impl IdentityDocument {
    /// Creates a document with type and number, which the bank requires.
    pub fn new(id_type: impl Into<Hidden<String>>, id_number: impl Into<Hidden<String>>) -> Self {
        Self::default().id_type(id_type).id_number(id_number)
    }
}

two_way_fields! {
    /// Contacts of a person. An object here; a [`Customer`](crate::session::Customer)'s contacts are a list. For `""` and
    /// `Debug` see [`Participant`].
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ParticipantContacts;

    /// Phone.
    phone: Phone = "phone";
    /// E-mail address. Not checked: the bank's example sends an empty one.
    email(into): Hidden<String> = "email";
}

impl ParticipantContacts {
    /// Creates empty contacts.
    pub fn new() -> Self {
        Self::default()
    }
}

two_way_fields! {
    /// Phone number, in full and, if known, in parts. For `""` and `Debug` see [`Participant`].
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Phone;

    /// The full number, with a plus: `+79376151530`. Must not be empty; the bank documents no other rule.
    full_number(into): Hidden<String> = "full_number";
    /// Its country, three letters.
    country_iso3(into): Hidden<String> = "country_iso3";
    /// The operator's code.
    operator_code(into): Hidden<String> = "operator_code";
    /// The number without country and operator.
    short_number(into): Hidden<String> = "short_number";
}

impl Phone {
    /// Creates a phone number from the full number.
    pub fn new(full_number: impl Into<Hidden<String>>) -> Self {
        Self::default().full_number(full_number)
    }
}

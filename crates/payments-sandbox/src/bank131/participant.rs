//! Sender and recipient: what is read of them and what the bank says back.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::json::{Malformed, Object};

/// `participant_details`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Participants {
    #[serde(skip_serializing_if = "Option::is_none")]
    sender: Option<Participant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<Participant>,
}

impl Participants {
    pub(super) fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        let side = |name| from.optional_object(name)?.map(|object| Participant::read(&object)).transpose();
        Ok(Self { sender: side("sender")?, recipient: side("recipient")? })
    }

    /// A text of the sender that is not empty.
    pub(super) fn of_sender(&self, name: &str) -> Option<&str> {
        self.sender.as_ref()?.text(name)
    }

    /// A text of the recipient that is not empty.
    pub(super) fn of_recipient(&self, name: &str) -> Option<&str> {
        self.recipient.as_ref()?.text(name)
    }
}

/// The members that the bank's example of a transfer does not have.
///
/// Source: Bank 131, the bank's client library.
const MORE: [&str; 19] = [
    "account",
    "address_line",
    "bank_name",
    "beneficiary_id",
    "code",
    "company_name",
    "country_iso2",
    "currency",
    "date_of_incorporation",
    "document",
    "email",
    "ipv4",
    "ipv6",
    "msisdn",
    "reference",
    "registration_number",
    "swift_bic_code",
    "tax_reference",
    "wallet_id",
];

/// Members in the order of the bank's answer, which is not the order of the request. An empty string stays an empty string, but
/// for `flat`, `source_of_money` and `description`, which the bank's example sends empty and does not get back.
#[derive(Clone, Debug, Serialize)]
struct Participant {
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_iso3: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    building: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_document: Option<IdentityDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citizenship_country_iso3: Option<String>,
    /// The spelling of the bank's own client library.
    #[serde(skip_serializing_if = "Option::is_none")]
    citizenship_country_iso_3: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Contacts>,
    #[serde(flatten)]
    more: BTreeMap<&'static str, String>,
}

impl Participant {
    fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        date(from, "date_of_incorporation")?;
        let mut participant = Self {
            full_name: text(from, "full_name")?,
            first_name: text(from, "first_name")?,
            last_name: text(from, "last_name")?,
            middle_name: text(from, "middle_name")?,
            country_iso3: text(from, "country_iso3")?,
            city: text(from, "city")?,
            postal_code: text(from, "postal_code")?,
            building: text(from, "building")?,
            date_of_birth: date(from, "date_of_birth")?,
            street: text(from, "street")?,
            state: text(from, "state")?,
            identity_document: from
                .optional_object("identity_document")?
                .map(|object| IdentityDocument::read(&object))
                .transpose()?,
            citizenship_country_iso3: text(from, "citizenship_country_iso3")?,
            citizenship_country_iso_3: text(from, "citizenship_country_iso_3")?,
            contacts: from.optional_object("contacts")?.map(|object| Contacts::read(&object)).transpose()?,
            more: more(from)?,
        };
        if participant.citizenship_country_iso3.is_some() && participant.citizenship_country_iso_3.is_some() {
            let path = from.path_of("citizenship_country_iso_3");
            return Err(Malformed::new(path, "is another spelling of citizenship_country_iso3, only one can be used"));
        }
        if let Some(built) = participant.built_name() {
            participant.full_name = Some(built);
        }
        Ok(participant)
    }

    fn text(&self, name: &str) -> Option<&str> {
        let text = if name == "full_name" { self.full_name.as_ref() } else { self.more.get(name) };
        text.map(String::as_str).filter(|text| !text.is_empty())
    }

    /// First, last, middle: the bank's order, not the Russian one.
    fn built_name(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.first_name, &self.last_name, &self.middle_name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

#[derive(Clone, Debug, Serialize)]
struct IdentityDocument {
    id_type: String,
    id_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_expiration_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    division_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_by: Option<String>,
}

impl IdentityDocument {
    fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id_type: from.string("id_type")?.to_owned(),
            id_number: from.string("id_number")?.to_owned(),
            id_expiration_date: date(from, "id_expiration_date")?,
            issue_date: date(from, "issue_date")?,
            division_code: text(from, "division_code")?,
            issued_by: text(from, "issued_by")?,
        })
    }
}

#[derive(Clone, Debug, Serialize)]
struct Contacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<Phone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl Contacts {
    fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            phone: from.optional_object("phone")?.map(|object| Phone::read(&object)).transpose()?,
            email: text(from, "email")?,
        })
    }
}

#[derive(Clone, Debug, Serialize)]
struct Phone {
    full_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_iso3: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_number: Option<String>,
}

impl Phone {
    fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            full_number: from.string("full_number")?.to_owned(),
            country_iso3: text(from, "country_iso3")?,
            operator_code: text(from, "operator_code")?,
            short_number: text(from, "short_number")?,
        })
    }
}

fn more(from: &Object<'_>) -> Result<BTreeMap<&'static str, String>, Malformed> {
    let mut more = BTreeMap::new();
    for name in ["flat", "source_of_money", "description"] {
        more.extend(from.optional_string(name)?.filter(|text| !text.is_empty()).map(|text| (name, text.to_owned())));
    }
    for name in MORE {
        more.extend(from.optional_string(name)?.map(|text| (name, text.to_owned())));
    }
    Ok(more)
}

fn text(from: &Object<'_>, name: &str) -> Result<Option<String>, Malformed> {
    Ok(from.optional_string(name)?.map(str::to_owned))
}

/// `YYYY-MM-DD`, or empty like any other unknown text.
fn date(from: &Object<'_>, name: &str) -> Result<Option<String>, Malformed> {
    let Some(text) = from.optional_string(name)? else {
        return Ok(None);
    };
    let is_date = text.len() == 10 && jiff::civil::Date::strptime("%Y-%m-%d", text).is_ok();
    if !text.is_empty() && !is_date {
        return Err(Malformed::new(from.path_of(name), "must be a date such as 1998-03-15"));
    }
    Ok(Some(text.to_owned()))
}

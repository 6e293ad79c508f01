//! The members that requests about payments and payouts have in common, all of them optional.

use jiff::Timestamp;
use serde_json::Value;

use super::destination::Destination;
use super::instrument::Instrument;
use super::participant::Participants;
use super::request::{Customer, Money, Options, checked, is_digits};
use crate::json::{Malformed, Object};

/// What a request gave. What `session/create` gave counts for the start of the session.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub(super) instrument: Option<Instrument>,
    pub(super) destination: Option<Destination>,
    pub(super) amount: Option<Money>,
    pub(super) customer: Option<Customer>,
    pub(super) options: Option<Options>,
    pub(super) participants: Option<Participants>,
    pub(super) metadata: Option<Value>,
    pub(super) taxpayer: Option<Taxpayer>,
    pub(super) split: Option<Value>,
}

/// `fiscalization_details`.
#[derive(Clone, Debug)]
pub(super) struct Taxpayer {
    /// As it was sent.
    pub(super) shown: Value,
}

impl Given {
    pub(super) fn read(body: &Object<'_>, now: Timestamp) -> Result<Self, Malformed> {
        body.optional_object("payment_metadata")?;
        check_routing(body)?;
        Ok(Self {
            instrument: Instrument::optional(body, now)?,
            destination: Destination::optional(body)?,
            amount: Money::optional(body, "amount_details")?,
            customer: Customer::read(body)?,
            options: Options::read(body)?,
            participants: body
                .optional_object("participant_details")?
                .map(|object| Participants::read(&object))
                .transpose()?,
            metadata: body.value("metadata").cloned(),
            taxpayer: body
                .optional_object("fiscalization_details")?
                .map(|object| Taxpayer::read(&object, body))
                .transpose()?,
            split: read_split(body)?,
        })
    }

    /// These members, and those of an earlier request where there are none.
    pub(super) fn over(self, earlier: Self) -> Self {
        Self {
            instrument: self.instrument.or(earlier.instrument),
            destination: self.destination.or(earlier.destination),
            amount: self.amount.or(earlier.amount),
            customer: self.customer.or(earlier.customer),
            options: self.options.or(earlier.options),
            participants: self.participants.or(earlier.participants),
            metadata: self.metadata.or(earlier.metadata),
            taxpayer: self.taxpayer.or(earlier.taxpayer),
            split: self.split.or(earlier.split),
        }
    }
}

impl Taxpayer {
    fn read(from: &Object<'_>, body: &Object<'_>) -> Result<Self, Malformed> {
        let person = from.object("professional_income_taxpayer")?;
        let inn = |text: &str| is_digits(text, 12, 12);
        checked(&person, "tax_reference", inn, "must be 12 digits")?;
        let services = person.optional_list("services")?.ok_or_else(|| person.missing("services"))?;
        if !(1..=6).contains(&services.len()) {
            return Err(Malformed::new(person.path_of("services"), "must have one to six elements"));
        }
        for service in &services {
            service.string("name")?;
            Money::read(&service.object("amount_details")?)?;
        }
        let is_payer = |kind: &str| matches!(kind, "legal" | "individual" | "foreign");
        let payer = person.optional_string("payer_type")?;
        if payer.is_some() {
            checked(&person, "payer_type", is_payer, "must be legal, individual or foreign")?;
        }
        if payer == Some("legal") {
            person.string("payer_tax_number")?;
        }
        Ok(Self { shown: body.value("fiscalization_details").cloned().unwrap_or_default() })
    }
}

fn check_routing(body: &Object<'_>) -> Result<(), Malformed> {
    let Some(routing) = body.optional_object("custom_routing")? else { return Ok(()) };
    for tag in routing.optional_list("tags")?.unwrap_or_default() {
        tag.string("root_tag")?;
    }
    Ok(())
}

fn read_split(body: &Object<'_>) -> Result<Option<Value>, Malformed> {
    for item in body.optional_list("revenue_split_info")?.unwrap_or_default() {
        item.string("contractor_alias")?;
        item.optional_string("percent")?;
        item.optional_boolean("remains")?;
    }
    Ok(body.value("revenue_split_info").cloned())
}

//! Receipts of self-employed recipients.

use payments_core::__private::JsonForm;
use payments_core::{Hidden, InvalidField, Money, ProviderText, json, json_fields, open_enum};
use serde::{Deserialize, Serialize};

use super::amount::{self, PositiveAmount};
use crate::self_employed::TaxReference;
use crate::word;

open_enum! {
    /// Who pays a self-employed person.
    pub enum PayerType {
        /// An organisation abroad.
        Foreign = "foreign",
        /// A person.
        Individual = "individual",
        /// A Russian organisation: its INN is required.
        Legal = "legal",
    }
}

json_fields! {
    /// The receipt that a self-employed recipient (самозанятый) issues for a payout (`fiscalization_details`).
    ///
    /// On the wire: `{"professional_income_taxpayer": {"services": […], "tax_reference": …}}`. A receipt has at most 6 services.
    ///
    /// Source: Bank 131, payouts to the self-employed, and its SDK.
    #[derive(Clone, Debug)]
    pub struct Fiscalization;

    /// Creates a receipt of a person, by the INN, 12 digits. Add what was done with [`service`](Self::service).
    pub fn new;

    /// Adds a service.
    list service: FiscalService = "services";
    /// The INN of the person.
    required tax_reference(try): TaxReference = "tax_reference";
    /// Sets who pays.
    optional payer_type: PayerType = "payer_type";
    /// Sets the payer's INN; required for an organisation.
    optional payer_tax_number(into): Hidden<String> = "payer_tax_number";
    /// Sets the payer's name.
    optional payer_name(into): Hidden<String> = "payer_name";
}

impl Fiscalization {
    /// The rules between fields: one to six services, and the INN of an organisation that pays.
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        InvalidField::unless(!self.service.is_empty() && self.service.len() <= 6, "services", "must be 1 to 6")?;
        let is_named = self.payer_type != Some(PayerType::Legal) || self.payer_tax_number.is_some();
        InvalidField::unless(is_named, "payer_tax_number", "must be given for an organisation that pays")
    }
}

/// Writes the receipt inside its wrapper.
pub(crate) fn write(receipt: &Fiscalization) -> impl Serialize {
    std::collections::BTreeMap::from([("professional_income_taxpayer", Form(receipt))])
}

struct Form<'a>(&'a Fiscalization);

impl Serialize for Form<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.json_form().serialize(serializer)
    }
}

json_fields! {
    /// A service in a receipt.
    #[derive(Clone, Debug)]
    pub struct FiscalService;

    /// Creates a service from its name and its price, above zero.
    pub fn new;

    /// The name.
    required name(into): Hidden<String> as name_of = "name";
    /// The price of one.
    required amount(try): PositiveAmount = "amount_details";
    /// Sets how many there were. Required by the bank's SDK, left out on its pages.
    optional quantity: u32 = "quantity";
}

fn name_of(name: &Hidden<String>) -> &str {
    name.expose()
}

/// The receipt of a payout to a self-employed person, in responses (`fiscalization_details`).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct FiscalizationDetails {
    /// The receipt's content.
    #[serde(default, deserialize_with = "json::object")]
    pub professional_income_taxpayer: Option<IncomeTaxpayer>,
}

/// The self-employed person of a payout, the services, and the receipt once it is issued.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct IncomeTaxpayer {
    /// The services.
    #[serde(default, deserialize_with = "json::list")]
    pub services: Vec<IssuedService>,
    /// The INN of the person.
    #[serde(default, deserialize_with = "json::lenient")]
    pub tax_reference: Option<Hidden<String>>,
    /// Who pays.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub payer_type: Option<PayerType>,
    /// The payer's INN.
    #[serde(default, deserialize_with = "json::lenient")]
    pub payer_tax_number: Option<Hidden<String>>,
    /// The payer's name.
    #[serde(default, deserialize_with = "json::lenient")]
    pub payer_name: Option<Hidden<String>>,
    /// The receipt, after the payout has succeeded.
    #[serde(default, deserialize_with = "json::object")]
    pub receipt: Option<Receipt>,
}

/// A service in an issued receipt.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct IssuedService {
    /// The name.
    #[serde(default, deserialize_with = "json::lenient")]
    pub name: Option<Hidden<String>>,
    /// The price of one.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// How many there were.
    #[serde(default, deserialize_with = "word::quantity")]
    pub quantity: Option<u32>,
}

/// An issued receipt. The link shows personal data.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The receipt's identifier.
    #[serde(default, deserialize_with = "json::lenient")]
    pub id: Option<ProviderText>,
    /// Where it can be seen.
    #[serde(default, deserialize_with = "json::lenient")]
    pub link: Option<Hidden<String>>,
}

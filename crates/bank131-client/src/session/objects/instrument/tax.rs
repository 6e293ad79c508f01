//! Payments of taxes.

use std::fmt;

use payments_core::__private::JsonForm;
use payments_core::json::{self, Json, Lenient};
use payments_core::{Bik, Hidden, Inn, open_enum, two_way_fields};
use serde::{Deserialize, Deserializer, Serialize};

open_enum! {
    /// The kind of a tax payment.
    pub enum TaxType {
        /// With the whole of its details.
        Full = "tax_full",
        /// With the period alone.
        Short = "tax_short",
    }
}

two_way_fields! {
    /// A payment of a tax (`tax`).
    ///
    /// The bank's SDK writes the details of a full payment beside its type; the bank's page of objects writes them in an object
    /// `tax_full`. Which of the two the bank reads is *unknown*: [`Tax::full`] writes what the SDK does, [`Tax::full_nested`]
    /// what the page has. Both are read in responses.
    ///
    /// Source: Bank 131, objects (`tax`), and its SDK.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Tax;

    /// The kind.
    kind: TaxType = "type";
    /// The description.
    description(into): Hidden<String> = "description";
    /// The unique identifier of the charge (УИН).
    uin(into): Hidden<String> = "uin";
    /// The details.
    tax_details: TaxDetails = "tax_details";
    /// Who pays.
    payer: TaxPayer = "payer";
    /// Who is paid.
    payee: TaxPayee = "payee";
    /// The same details in an object of their own.
    nested: FullTax = "tax_full";
}

impl Tax {
    /// Creates a full payment, as the bank's SDK writes it: the details beside the type.
    pub fn full(tax: FullTax) -> Self {
        let FullTax { uin, description, tax_details, payer, payee, .. } = tax;
        Self { kind: Some(TaxType::Full), description, uin, tax_details, payer, payee, ..Self::default() }
    }

    /// Creates a full payment, as the bank's page of objects writes it: the details in `tax_full`.
    pub fn full_nested(tax: FullTax) -> Self {
        Self::default().kind(TaxType::Full).nested(tax)
    }

    /// Creates a short payment, for this period.
    pub fn short(period: TaxPeriod) -> Self {
        Self::default().kind(TaxType::Short).tax_details(TaxDetails::default().period(period))
    }
}

two_way_fields! {
    /// The details of a full tax payment.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct FullTax;

    /// The unique identifier of the charge (УИН).
    uin(into): Hidden<String> = "uin";
    /// The description.
    description(into): Hidden<String> = "description";
    /// The details.
    tax_details: TaxDetails = "tax_details";
    /// Who pays.
    payer: TaxPayer = "payer";
    /// Who is paid.
    payee: TaxPayee = "payee";
}

two_way_fields! {
    /// The fields of a Russian payment order to the budget.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TaxDetails;

    /// The budget classification code (КБК).
    kbk(into): Hidden<String> = "kbk";
    /// The territory's code (ОКТМО).
    oktmo(into): Hidden<String> = "oktmo";
    /// The reason for the payment.
    payment_reason(into): Hidden<String> = "payment_reason";
    /// The period.
    period(into): TaxPeriod = "period";
    /// The number of the document.
    document_number(into): Hidden<String> = "document_number";
    /// The date of the document.
    document_date(into): Hidden<String> = "document_date";
}

two_way_fields! {
    /// Who pays a tax.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TaxPayer;

    /// KPP.
    kpp(into): Hidden<String> = "kpp";
    /// INN.
    inn(try Inn): Hidden<String> = "inn";
}

two_way_fields! {
    /// Who is paid a tax.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TaxPayee;

    /// The BIK of the treasury's bank.
    bik(try Bik): Hidden<String> = "bik";
    /// The treasury's account.
    account(into): Hidden<String> = "account";
    /// The single treasury account (ЕКС).
    account_eks(into): Hidden<String> = "account_eks";
    /// The name.
    name(into): Hidden<String> = "name";
    /// KPP.
    kpp(into): Hidden<String> = "kpp";
    /// INN.
    inn(try Inn): Hidden<String> = "inn";
}

open_enum! {
    /// The length of a tax period.
    pub enum TaxPeriodType {
        /// A month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
    }
}

/// The period that a tax is paid for: a text in a full payment, an object `{"type": "quarter", "number": 2, "year": "2026"}` in a
/// short one.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaxPeriod {
    /// As a text, such as `КВ.02.2026`.
    Text(String),
    /// A month or quarter of a year.
    Part {
        /// Month or quarter.
        kind: TaxPeriodType,
        /// Which of the year.
        number: u8,
        /// The year, which is a text on the wire.
        year: u16,
    },
}

impl TaxPeriod {
    /// Creates a month or quarter of a year.
    pub fn part(kind: TaxPeriodType, number: u8, year: u16) -> Self {
        Self::Part { kind, number, year }
    }
}

impl From<&str> for TaxPeriod {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Shows no text of the bank's.
impl fmt::Debug for TaxPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => formatter.write_str("Text([hidden])"),
            Self::Part { kind, number, .. } => write!(formatter, "Part({kind} {number})"),
        }
    }
}

impl JsonForm for TaxPeriod {
    fn json_form(&self) -> impl Serialize {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Form<'a> {
            Text(&'a str),
            Part {
                #[serde(rename = "type")]
                kind: &'a TaxPeriodType,
                number: u8,
                year: String,
            },
        }

        match self {
            Self::Text(text) => Form::Text(text),
            Self::Part { kind, number, year } => Form::Part { kind, number: *number, year: year.to_string() },
        }
    }
}

impl Lenient for TaxPeriod {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        #[derive(Deserialize)]
        struct Part {
            #[serde(rename = "type")]
            kind: TaxPeriodType,
            number: u8,
            #[serde(deserialize_with = "json::non_empty_string")]
            year: Option<String>,
        }

        let value = Json::deserialize(deserializer)?;
        let part = value.read::<Part>().ok();
        Ok(part
            .and_then(|Part { kind, number, year }| Some(Self::Part { kind, number, year: year?.parse().ok()? }))
            .or_else(|| value.read::<String>().ok().map(Self::Text)))
    }
}

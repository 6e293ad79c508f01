//! `collections/banks`: the banks of the faster payments system.

use http::Method;
use payments_core::json::{self, Json};
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, Reads, identifier,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::auth::Covered;
use crate::checks::no_body;
use crate::provider::Kvell;

/// Request of `collections/banks`: lists the banks that accept payouts by phone number. Returns [`Bank`]s in no particular
/// order.
///
/// `GET /v1/collections/banks`, with the api key and without a signature. It changes nothing. The recorded list has 227
/// banks in 19 KB.
///
/// ```
/// use kvell_client::bank::{Bank, BankList};
/// use kvell_client::{Client, Error};
///
/// async fn banks(client: &Client) -> Result<Vec<Bank>, Error> {
///     client.send(&BankList::new()).await
/// }
/// ```
///
/// Source: Kvell, /v1/collections/banks, as a recorded exchange with the stage host shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BankList;

impl BankList {
    /// Creates a request for the list.
    pub const fn new() -> Self {
        Self
    }
}

identifier! {
    /// The number of a bank in the faster payments system (`bank_id`): twelve digits in every recorded response.
    pub struct BankId;
}

/// A bank of the faster payments system, in the response of `collections/banks`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Bank {
    /// The number of the bank in the faster payments system.
    #[serde(deserialize_with = "read_id")]
    pub bank_id: BankId,
    /// The BIC, nine digits. Every ninth bank of the recorded list has none.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub bank_bic: Option<ProviderText>,
    /// The name, in Russian.
    #[serde(default, deserialize_with = "read_name")]
    pub name: ProviderText,
}

fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BankId, D::Error> {
    json::non_empty(deserializer)?.ok_or_else(|| D::Error::missing_field("bank_id"))
}

fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ProviderText, D::Error> {
    Ok(json::non_empty(deserializer)?.unwrap_or_default())
}

impl Endpoint for BankList {
    type Provider = Kvell;
    type Response = Vec<Bank>;
    type Effect = Reads;

    const NAME: &'static str = "collections/banks";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/collections/banks";
    const EVIDENCE: Evidence = Evidence::Recorded;

    fn auth(&self) -> Covered<'_> {
        Covered::NotSigned
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(no_body())
    }

    /// Skips a bank that has no number and cannot be read.
    fn decode(&self, response: &RawResponse) -> Result<Vec<Bank>, DecodeError> {
        let banks: Vec<Json> = json::decode(&response.body)?;
        Ok(banks.iter().filter_map(|bank| bank.read().ok()).collect())
    }
}

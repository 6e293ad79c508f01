//! `npd/check`: ask the tax service about a person.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads, json, json_fields};
use serde::Deserialize;

use super::{NpdRequestId, NpdStatus, TaxReference};
use crate::provider::Bank131;
use crate::word;

json_fields! {
    /// Request of `npd/check`: asks the tax service whether a person is self-employed and has linked the bank. The response
    /// names the question; [`NpdRequestStatus`](super::NpdRequestStatus) asks for its answer.
    ///
    /// `POST /api/v1/npd/check` with `{"tax_reference": "123456789012"}`. It changes nothing about the person, and is asked again
    /// while its status is [`Pending`](NpdStatus::Pending): one shop's program waits 40 seconds in between.
    ///
    /// ```
    /// use bank131_client::self_employed::{NpdCheck, NpdRequestId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn ask(client: &Client, tax_reference: &str) -> Result<Option<NpdRequestId>, Error> {
    ///     Ok(client.send(&NpdCheck::new(tax_reference)).await?.request_id)
    /// }
    /// ```
    ///
    /// Source: a shop's program that calls the bank's test host; the bank's pages name the call.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NpdCheck;

    /// Creates a request about the person with this taxpayer number.
    pub fn new;

    /// The person's taxpayer number.
    required tax_reference(try): TaxReference = "tax_reference";
}

/// Response of `npd/check`: the question, by its identifier.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct NpdCheckResponse {
    /// How far it has come. An empty word, which is not listed, if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: NpdStatus,
    /// The identifier of the question.
    #[serde(default, deserialize_with = "json::lenient")]
    pub request_id: Option<NpdRequestId>,
}

impl Endpoint for NpdCheck {
    type Provider = Bank131;
    type Response = NpdCheckResponse;
    type Effect = Reads;

    const NAME: &'static str = "npd/check";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/npd/check";
    const EVIDENCE: Evidence = Evidence::ThirdParty;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<NpdCheckResponse, DecodeError> {
        json::decode(&response.body)
    }
}

//! `npd/request/status`: the tax service's answer about a person.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads, json, json_fields};
use serde::Deserialize;

use super::{NpdRequestId, NpdStatus};
use crate::provider::Bank131;
use crate::word;

json_fields! {
    /// Request of `npd/request/status`: what the tax service has answered to an [`NpdCheck`](super::NpdCheck): whether the person
    /// is self-employed, and has linked the bank.
    ///
    /// `POST /api/v1/npd/request/status` with `{"request_id": "…"}`. It changes nothing. Ask again while its status is
    /// [`Pending`](NpdStatus::Pending). A person who is self-employed and not linked gets no payout with a receipt: the bank
    /// refuses it with `taxpayer_not_bound`.
    ///
    /// ```
    /// use bank131_client::self_employed::{NpdRequestId, NpdRequestStatus, NpdStatus};
    /// use bank131_client::{Client, Error};
    ///
    /// /// Whether the person can be paid with a receipt; nothing while the tax service has not answered.
    /// async fn can_be_paid(client: &Client, question: NpdRequestId) -> Result<Option<bool>, Error> {
    ///     let answer = client.send(&NpdRequestStatus::new(question)).await?;
    ///     let linked = (answer.is_professional_income_taxpayer, answer.is_linked) == (Some(true), Some(true));
    ///     Ok((answer.status == NpdStatus::Ok).then_some(linked))
    /// }
    /// ```
    ///
    /// Source: a shop's program that calls the bank's test host; the bank's pages name the call.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NpdRequestStatus;

    /// Creates a request for the answer to this question.
    pub fn new;

    /// The question.
    required request_id: NpdRequestId = "request_id";
}

/// Response of `npd/request/status`: the tax service's answer. An error in its place is the error of the call.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct NpdRequestStatusResponse {
    /// How far it has come. An empty word, which is not listed, if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: NpdStatus,
    /// Whether the person is self-employed: pays the tax on professional income.
    #[serde(default, deserialize_with = "json::flag")]
    pub is_professional_income_taxpayer: Option<bool>,
    /// Whether the person has allowed the bank to register income at the tax service.
    #[serde(default, deserialize_with = "json::flag")]
    pub is_linked: Option<bool>,
}

impl Endpoint for NpdRequestStatus {
    type Provider = Bank131;
    type Response = NpdRequestStatusResponse;
    type Effect = Reads;

    const NAME: &'static str = "npd/request/status";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/npd/request/status";
    const EVIDENCE: Evidence = Evidence::ThirdParty;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        InvalidField::unless(!self.request_id.as_str().is_empty(), "request_id", "must not be empty")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<NpdRequestStatusResponse, DecodeError> {
        json::decode(&response.body)
    }
}

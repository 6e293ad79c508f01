//! `recurrent/status`: the state of a recurrent token.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads, json_fields};

use super::token::{RecurrentDetails, RecurrentToken, decode_details_of};
use crate::provider::Bank131;
use crate::secret_token::{check_in_object, in_object};

json_fields! {
    /// Request of `recurrent/status`: says whether a recurrent token can still be used, and until when. The response is the
    /// token's [`RecurrentDetails`].
    ///
    /// `POST /api/v1/recurrent/status` with `{"recurrent": {"token": "…"}}`. It changes nothing.
    ///
    /// ```
    /// use bank131_client::recurrent::{RecurrentStatus, RecurrentToken};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn is_usable(client: &Client, token: RecurrentToken) -> Result<Option<bool>, Error> {
    ///     Ok(client.send(&RecurrentStatus::new(token)).await?.is_active)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, recurrent/status.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RecurrentStatus;

    /// Creates a request for this token.
    pub fn new;

    /// The token.
    required token: RecurrentToken as in_object = "recurrent";
}

impl Endpoint for RecurrentStatus {
    type Provider = Bank131;
    type Response = RecurrentDetails;
    type Effect = Reads;

    const NAME: &'static str = "recurrent/status";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/recurrent/status";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        check_in_object("recurrent", &self.token)
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<RecurrentDetails, DecodeError> {
        decode_details_of(&self.token, response)
    }
}

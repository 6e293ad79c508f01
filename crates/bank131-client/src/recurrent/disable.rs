//! `recurrent/disable`: switch a recurrent token off.

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, json_fields};

use super::token::{RecurrentDetails, RecurrentToken, decode_details_of};
use crate::provider::Bank131;
use crate::secret_token::{check_in_object, in_object};

json_fields! {
    /// Request of `recurrent/disable`: switches a recurrent token off, so that the saved card cannot be charged by it any more.
    /// The response is the token's [`RecurrentDetails`], with `is_active` false.
    ///
    /// `POST /api/v1/recurrent/disable` with `{"recurrent": {"token": "…"}}`. Other tokens of the same card stay as they are;
    /// nothing is known that switches a token on again.
    ///
    /// If the response is lost, ask [`RecurrentStatus`](crate::recurrent::RecurrentStatus). Sending the request again should do
    /// no harm (*inferred*).
    ///
    /// ```
    /// use bank131_client::recurrent::{RecurrentDisable, RecurrentToken};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn forget_card(client: &Client, token: RecurrentToken) -> Result<(), Error> {
    ///     client.send(&RecurrentDisable::new(token)).await.map(drop)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, recurrent/disable.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RecurrentDisable;

    /// Creates a request for this token.
    pub fn new;

    /// The token.
    required token: RecurrentToken as in_object = "recurrent";
}

impl Endpoint for RecurrentDisable {
    type Provider = Bank131;
    type Response = RecurrentDetails;
    type Effect = Changes;

    const NAME: &'static str = "recurrent/disable";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/recurrent/disable";
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

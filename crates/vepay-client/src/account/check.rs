//! `/check`: check the connection and the credentials.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, Reads, json};
use serde::Deserialize;

use crate::operation::RequestStatus;
use crate::provider::Vepay;
use crate::wire;

/// Request of `check`: checks that Vepay can be reached and accepts your partner id and secret. Returns a [`CheckResponse`].
///
/// `POST /check` without a body. It changes nothing. In the document's machine-readable form the path is spelled with a
/// Cyrillic letter; the server's path is plain ASCII.
///
/// ```
/// use vepay_client::account::Check;
/// use vepay_client::{Client, Error};
///
/// async fn is_up(client: &Client) -> Result<(), Error> {
///     client.send(&Check::new()).await.map(drop)
/// }
/// ```
///
/// Source: Vepay, /check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check;

impl Check {
    /// Creates a `check` request.
    pub const fn new() -> Self {
        Self
    }
}

/// Response of `check`: Vepay can be reached and accepts your credentials.
///
/// On the wire: `{"status": 1, "message": ""}`.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CheckResponse {
    /// Always [`Success`](RequestStatus::Success): another status is an error of the call.
    #[serde(deserialize_with = "wire::code")]
    pub status: RequestStatus,
    /// Vepay's message, if any.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub message: Option<ProviderText>,
}

impl Endpoint for Check {
    type Provider = Vepay;
    type Response = CheckResponse;
    type Effect = Reads;

    const NAME: &'static str = "check";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "check";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, response: &RawResponse) -> Result<CheckResponse, DecodeError> {
        json::decode(&response.body)
    }
}

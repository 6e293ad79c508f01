//! `fps/banks`: the banks of the Faster Payments System.

use http::Method;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, Reads, identifier, json,
};
use serde::Deserialize;

use crate::provider::Bank131;
use crate::word;

/// Request of `fps/banks`: lists the banks of the Faster Payments System (SBP), to which a payout by phone number can be sent.
/// The response is a list of [`FpsBank`].
///
/// `GET /api/v1/fps/banks`. It changes nothing. A `GET` has no body, so by default the signature is made over no bytes. The
/// bank's SDK sends and signs the body `[]` instead, see [`with_sdk_body`](Self::with_sdk_body); which of the two the bank wants
/// is *unknown*. If the bank answers `authentication_error`, take the other.
///
/// ```
/// use bank131_client::fps::{FpsBank, FpsBanks};
/// use bank131_client::{Client, Error};
///
/// async fn banks(client: &Client) -> Result<Vec<FpsBank>, Error> {
///     client.send(&FpsBanks::new()).await
/// }
/// ```
///
/// Source: the bank's SDK, fps/banks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FpsBanks {
    as_the_sdk: bool,
}

impl FpsBanks {
    /// Creates a request for the list.
    pub const fn new() -> Self {
        Self { as_the_sdk: false }
    }

    /// Sends and signs the body `[]`, as the bank's SDK does. A proxy on the way may remove the body of a `GET`; then the
    /// signature is wrong.
    #[must_use]
    pub const fn with_sdk_body(self) -> Self {
        Self { as_the_sdk: true }
    }
}

identifier! {
    /// The number of a bank in the Faster Payments System (`bank_id` in payouts), such as `100000000069`.
    pub struct FpsBankId;
}

/// A bank of the Faster Payments System, in the response of `fps/banks`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct FpsBank {
    /// The number of the bank in the Faster Payments System. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub id: FpsBankId,
    /// The name in English.
    #[serde(default, deserialize_with = "json::lenient")]
    pub eng_name: Option<ProviderText>,
    /// The name in Russian.
    #[serde(default, deserialize_with = "json::lenient")]
    pub ru_name: Option<ProviderText>,
}

impl Endpoint for FpsBanks {
    type Provider = Bank131;
    type Response = Vec<FpsBank>;
    type Effect = Reads;

    const NAME: &'static str = "fps/banks";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "api/v1/fps/banks";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn body(&self) -> Result<Body, InvalidField> {
        if self.as_the_sdk { Body::json::<[(); 0]>(&[]) } else { Ok(Body::empty()) }
    }

    fn decode(&self, response: &RawResponse) -> Result<Vec<FpsBank>, DecodeError> {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(deserialize_with = "json::list")]
            banks: Vec<FpsBank>,
        }

        json::decode::<Envelope>(&response.body).map(|envelope| envelope.banks)
    }
}

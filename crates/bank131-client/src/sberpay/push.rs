//! `sberpay/push`: send the payer a message to pay.

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, Phone, RawResponse, json_fields};

use crate::provider::{Bank131, decode_ok};
use crate::session::SessionId;

json_fields! {
    /// Request of `sberpay/push`: sends the payer of a session a push notification or a text message, by which the payment is
    /// confirmed in the application of Sberbank.
    ///
    /// `POST /api/v1/sberpay/push` with `{"phone": "89876543210", "session_id": "ps_…"}`. For payments by `SberPay` through the
    /// channel `web`, in which no webhook `action_required` comes; the bank advises against it for the channel `app`. The payer
    /// has 20 minutes. The response is a status and nothing else, so this returns nothing; the payment's result comes by
    /// webhook, or by [`SessionStatus`](crate::session::SessionStatus).
    ///
    /// If the response is lost, the payer may have got the message. A second request may send a second one; it cannot make the
    /// payer pay twice, because a session is paid once (*inferred*).
    ///
    /// ```
    /// use bank131_client::sberpay::SberPayPush;
    /// use bank131_client::session::SessionId;
    /// use bank131_client::{Client, Error};
    ///
    /// async fn remind(client: &Client, session: SessionId) -> Result<(), Error> {
    ///     client.send(&SberPayPush::new("89876543210", session)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, payments by `SberPay` (sberpay/push); body as the bank's SDK sends it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SberPayPush;

    /// Creates a request to send the payer of this session a message. The bank's SDK shows the phone number with the prefix of
    /// calls within Russia, `8`; whether it takes `7` and `+7` as well is *unknown*.
    pub fn new;

    /// The payer's phone number.
    required phone(try): Phone = "phone";
    /// The session that is paid.
    required session_id: SessionId = "session_id";
}

impl Endpoint for SberPayPush {
    type Provider = Bank131;
    type Response = ();
    type Effect = Changes;

    const NAME: &'static str = "sberpay/push";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/sberpay/push";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        self.session_id.validate()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<(), DecodeError> {
        decode_ok(response)
    }
}

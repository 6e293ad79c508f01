//! `fps/customer_verification`: check that a phone number can receive by the Faster Payments System.

use http::Method;
use payments_core::{
    Body, Changes, DecodeError, Endpoint, Evidence, Hidden, InvalidField, Path, RawResponse, json_fields,
};

use crate::provider::{Bank131, decode_session};
use crate::session::{BankAccount, Participants, PayoutDetails, SbpAccount, Session};
use crate::version::ApiVersion;

json_fields! {
    /// Request of `fps/customer_verification`: checks whether a phone number at a bank can receive a payout by the Faster Payments
    /// System. No money moves. The response is a [`Session`] with one payout without an amount, whose end says whether it can.
    ///
    /// `POST /api/v1/fps/customer_verification` with `payment_method` (in version 2 `payout_details`) and `participant_details`. The
    /// bank recommends it before the first payout to new details. Wait for the session's end: which member of it tells the result
    /// is *unknown*, so read the [status of the payout](crate::session::Payout::status) (*inferred*).
    ///
    /// ```
    /// use bank131_client::fps::FpsCustomerVerification;
    /// use bank131_client::session::{Participant, Participants, Session};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn verify(client: &Client) -> Result<Session, Error> {
    ///     let recipient = Participants::of_recipient(Participant::default().full_name("Иванов Иван"));
    ///     client.send(&FpsCustomerVerification::new("79680000000", "100000000069", recipient)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131's SDK, fps/customer_verification.
    #[derive(Clone, Debug)]
    pub struct FpsCustomerVerification;

    fn in_version;

    unsent version: ApiVersion;
    private in_version_1: PayoutDetails = "payment_method";
    private in_version_2: PayoutDetails = "payout_details";
    required participants: Participants = "participant_details";
}

impl FpsCustomerVerification {
    /// Creates a request about this phone number, digits with the country's code, at this bank of
    /// [`FpsBanks`](crate::fps::FpsBanks). Which participants the bank requires is *unknown*; its SDK sends some.
    pub fn new(
        phone: impl Into<Hidden<String>>,
        bank_id: impl Into<Hidden<String>>,
        participants: Participants,
    ) -> Self {
        let account = BankAccount::faster_payment_system_verification(SbpAccount::new(phone, bank_id));
        let request = Self::in_version(ApiVersion::default(), participants);
        Self { in_version_1: Some(account.into()), ..request }
    }

    /// Sends it in this version of the API. Default: version 1.
    #[must_use]
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        version.rename(&mut self.in_version_1, &mut self.in_version_2);
        self.version = version;
        self
    }
}

impl Endpoint for FpsCustomerVerification {
    type Provider = Bank131;
    type Response = Session;
    type Effect = Changes;

    const NAME: &'static str = "fps/customer_verification";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/fps/customer_verification";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("version", self.version.segment())
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        decode_session(response)
    }
}

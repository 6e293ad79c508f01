//! `/card/reg`: begin the registration of a card.

use http::Method;
use payments_core::{
    Body, CardData, CardNumber, Classification, DecodeError, Email, Endpoint, Evidence, Idempotency, InvalidField,
    Minutes, MovesMoney, ProviderText, RawResponse, Recover, json, json_fields,
};
use serde::Deserialize;

use super::card_get::CardGet;
use super::objects::RegistrationPurpose;
use crate::operation::{ExtId, FormLanguage, FormUrl, OperationId, PostbackUrl, RequestStatus, ReturnUrl};
use crate::provider::{Vepay, classify_with, meaning};
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;

json_fields! {
    /// Request of `card/reg`: begins the registration of a card. Returns a [`CardRegResponse`]: an id, and the URL of a form.
    ///
    /// `POST /card/reg`. [`Client::register`](crate::Client::register) sends it and distinguishes a new registration from an
    /// existing one. The call itself only makes a form; for an autopayment card the customer pays a small amount in it. It
    /// nevertheless counts as a call that moves money, because the form it makes can charge the customer: if its response is lost,
    /// [`money_may_have_moved`](payments_core::Error::money_may_have_moved) is true and the error carries the recovery.
    ///
    /// Vepay also accepts a registration without `extid`; this client does not send one, because a lost response could not be
    /// recovered then.
    ///
    /// ```
    /// use vepay_client::card::{CardReg, RegisterOutcome, RegistrationPurpose};
    /// use vepay_client::{Client, Error, ExtId};
    ///
    /// async fn register(client: &Client, order: ExtId) -> Result<RegisterOutcome, Error> {
    ///     let request = CardReg::new(RegistrationPurpose::PayoutOnly, order)
    ///         .timeout_minutes(10)
    ///         .success_url("https://shop.example/saved")
    ///         .fail_url("https://shop.example/failed");
    ///     client.register(&request).await
    /// }
    /// ```
    ///
    /// | field | limits | |
    /// |---|---|---|
    /// | `type` | 0, 1 | [`RegistrationPurpose`] |
    /// | `extid` | 1 to 40 characters | [`ExtId`] |
    /// | `timeout` | 10 to 59 minutes | how long Vepay waits for the payment |
    /// | `successurl`, `failurl`, `cancelurl` | 1000 characters, a host with a dot in its name | |
    /// | `postbackurl`, `postbackurl_v2` | 255 characters, likewise | |
    /// | `card` | 16 or 18 digits | prefills the form; later versions of the API |
    /// | `language` | `rus`, `eng` | later versions |
    /// | `email` | an address | later versions |
    ///
    /// Source: Vepay, /card/reg.
    #[derive(Clone, Debug)]
    pub struct CardReg;

    /// Creates a request that registers a card for this purpose, under your `extid`.
    pub fn new;

    /// The purpose of the registration.
    required purpose: RegistrationPurpose = "type";
    /// Your `extid` of the registration.
    required ext_id: ExtId = "extid";
    /// Sets how long Vepay waits for the payment (`timeout`): 10 to 59 minutes. A server of 2022 waited half an hour whatever
    /// the value.
    optional timeout_minutes(try): Minutes<10, 59> = "timeout";
    /// Sets the return URL after success (`successurl`). A browser arriving there proves nothing: send [`CardGet`].
    optional success_url(try): ReturnUrl = "successurl";
    /// Sets the return URL after an error (`failurl`); according to one page of the document, after a refusal to pay. Vepay
    /// appends `extid`, unsigned.
    optional fail_url(try): ReturnUrl = "failurl";
    /// Sets the return URL after the customer refuses to pay (`cancelurl`).
    optional cancel_url(try): ReturnUrl = "cancelurl";
    /// Sets the URL for a [postback](crate::callback::PostbackV1) (`postbackurl`). Not every registration gets one; poll as
    /// well.
    optional postback_url(try): PostbackUrl = "postbackurl";
    /// Sets the URL for a [postback of the second version](crate::callback::PostbackV2) (`postbackurl_v2`).
    optional postback_url_v2(try): PostbackUrl = "postbackurl_v2";
    /// Prefills the card number in the form (`card`): 16 or 18 digits. Test servers accept test cards only.
    optional card: CardNumber as CardNumber::expose_digits = "card";
    /// Sets the language of the form (`language`).
    optional language: FormLanguage = "language";
    /// Sets the customer's e-mail address (`email`).
    optional email(try): Email = "email";
}

impl CardReg {
    /// The purpose of the registration.
    pub const fn purpose(&self) -> RegistrationPurpose {
        self.purpose
    }

    /// Your `extid` of the registration.
    pub const fn ext_id(&self) -> &ExtId {
        &self.ext_id
    }

    pub(crate) fn timeout(&self) -> Option<Minutes<10, 59>> {
        self.timeout_minutes
    }
}

/// Response of `card/reg`: the id of the registration, and the URL of its form.
///
/// On the wire: `{"status": 1, "message": "", "id": 101464, "url": "https://…"}`. For a duplicate `extid`, a server before 2022
/// also returns the first registration in this form.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CardRegResponse {
    /// Always [`Success`](RequestStatus::Success): another status is an error of the call.
    #[serde(deserialize_with = "crate::wire::code")]
    pub status: RequestStatus,
    /// The registration id. Store it.
    pub id: OperationId,
    /// The URL of the form in which the customer enters the card.
    pub url: FormUrl,
    /// Vepay's message, if any.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub message: Option<ProviderText>,
}

impl Endpoint for CardReg {
    type Provider = Vepay;
    type Response = CardRegResponse;
    /// By all that is known the call only makes a form, which charges the customer later, and a card number only prefills it.
    /// No document says that nothing else happens, so it counts as moving money: `RecoverableChanges` would say of a lost
    /// response that no money can have moved.
    type Effect = MovesMoney;

    const NAME: &'static str = "card/reg";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "card/reg";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::Number;

    fn card_data(&self) -> CardData {
        if self.card.is_some() { CardData::Number } else { CardData::None }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        let digits = self.card.as_ref().map_or(16, |card| card.expose_digits().len());
        InvalidField::unless(matches!(digits, 16 | 18), "card", "must have 16 or 18 digits")?;
        let is_known = self.language.as_ref().is_none_or(FormLanguage::is_known);
        InvalidField::unless(is_known, "language", "must be rus or eng")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    /// A registration moves no money yet, so a declined one does not exist.
    fn classify(&self, response: &RawResponse) -> Classification<Refusal> {
        classify_with(response, meaning)
    }

    fn decode(&self, response: &RawResponse) -> Result<CardRegResponse, DecodeError> {
        json::decode(&response.body)
    }
}

impl Recover for CardReg {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;

    fn recovery(&self, refusal: Option<&Refusal>) -> Recovery {
        match refusal.and_then(|refusal| refusal.existing_for(&self.ext_id)) {
            Some(id) => Recovery::Ask(StatusQuery::Registration(CardGet::new(id, self.purpose.card_use()))),
            None => Recovery::Resend,
        }
    }

    /// Sending it again, even if the request has a card number: without that number, which may not be stored. Vepay finds a
    /// duplicate by the `extid` alone, the number only prefills the form, and callbacks about registrations are not to be
    /// counted on.
    fn stored_recovery(&self) -> Recovery {
        self.recovery(None)
    }
}

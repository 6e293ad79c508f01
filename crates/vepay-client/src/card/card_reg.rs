//! `/card/reg`: begin the registration of a card.

use std::fmt;

use http::Method;
use payments_core::{
    Body, CardData, CardNumber, Classification, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney,
    RawResponse, Recover, json, scrub,
};
use serde::{Deserialize, Serialize};

use super::card_get::CardGet;
use super::objects::RegistrationPurpose;
use crate::operation::{ExtId, FormLanguage, FormUrl, OperationId, RequestStatus};
use crate::provider::{Vepay, classify_with, meaning};
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;
use crate::{urls, wire};

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
#[derive(Clone)]
pub struct CardReg {
    purpose: RegistrationPurpose,
    ext_id: ExtId,
    timeout: Option<u8>,
    success_url: Option<String>,
    fail_url: Option<String>,
    cancel_url: Option<String>,
    postback_url: Option<String>,
    postback_url_v2: Option<String>,
    card: Option<CardNumber>,
    language: Option<FormLanguage>,
    email: Option<String>,
}

impl CardReg {
    /// Creates a request that registers a card for this purpose, under your `extid`.
    pub const fn new(purpose: RegistrationPurpose, ext_id: ExtId) -> Self {
        Self {
            purpose,
            ext_id,
            timeout: None,
            success_url: None,
            fail_url: None,
            cancel_url: None,
            postback_url: None,
            postback_url_v2: None,
            card: None,
            language: None,
            email: None,
        }
    }

    /// Sets how long Vepay waits for the payment (`timeout`): 10 to 59 minutes. A server of 2022 waited half an hour whatever
    /// the value.
    #[must_use]
    pub const fn timeout_minutes(mut self, minutes: u8) -> Self {
        self.timeout = Some(minutes);
        self
    }

    /// Sets the return URL after success (`successurl`). A browser arriving there proves nothing: send [`CardGet`].
    #[must_use]
    pub fn success_url(mut self, address: impl Into<String>) -> Self {
        self.success_url = Some(address.into());
        self
    }

    /// Sets the return URL after an error (`failurl`); according to one page of the document, after a refusal to pay. Vepay
    /// appends `extid`, unsigned.
    #[must_use]
    pub fn fail_url(mut self, address: impl Into<String>) -> Self {
        self.fail_url = Some(address.into());
        self
    }

    /// Sets the return URL after the customer refuses to pay (`cancelurl`).
    #[must_use]
    pub fn cancel_url(mut self, address: impl Into<String>) -> Self {
        self.cancel_url = Some(address.into());
        self
    }

    /// Sets the URL for a [postback](crate::callback::PostbackV1) (`postbackurl`). Not every registration gets one; poll as
    /// well.
    #[must_use]
    pub fn postback_url(mut self, address: impl Into<String>) -> Self {
        self.postback_url = Some(address.into());
        self
    }

    /// Sets the URL for a [postback of the second version](crate::callback::PostbackV2) (`postbackurl_v2`).
    #[must_use]
    pub fn postback_url_v2(mut self, address: impl Into<String>) -> Self {
        self.postback_url_v2 = Some(address.into());
        self
    }

    /// Prefills the card number in the form (`card`): 16 or 18 digits. Test servers accept test cards only.
    #[must_use]
    pub fn card(mut self, number: CardNumber) -> Self {
        self.card = Some(number);
        self
    }

    /// Sets the language of the form (`language`).
    #[must_use]
    pub fn language(mut self, language: FormLanguage) -> Self {
        self.language = Some(language);
        self
    }

    /// Sets the customer's e-mail address (`email`).
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.email = Some(address.into());
        self
    }

    /// The purpose of the registration.
    pub const fn purpose(&self) -> RegistrationPurpose {
        self.purpose
    }

    /// Your `extid` of the registration.
    pub const fn ext_id(&self) -> &ExtId {
        &self.ext_id
    }

    pub(crate) const fn timeout(&self) -> Option<u8> {
        self.timeout
    }

    fn validate_card(&self) -> Result<(), InvalidField> {
        match self.card.as_ref().map(|card| card.expose_digits().len()) {
            None | Some(16 | 18) => Ok(()),
            Some(_) => Err(InvalidField::new("card", "must have 16 or 18 digits")),
        }
    }
}

/// Checks the form of an e-mail address only, not whether it exists.
fn check_email(address: &str) -> Result<(), InvalidField> {
    let plain = !address.chars().any(|character| character.is_whitespace() || character.is_control());
    let parts = address.rsplit_once('@').filter(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if plain && parts.is_some() { Ok(()) } else { Err(InvalidField::new("email", "must be an e-mail address")) }
}

/// The JSON body, with its fields in the document's order.
#[derive(Serialize)]
struct Fields<'a> {
    #[serde(rename = "type")]
    purpose: RegistrationPurpose,
    extid: &'a ExtId,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    successurl: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failurl: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelurl: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postbackurl: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postbackurl_v2: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a FormLanguage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
}

/// Response of `card/reg`: the id of the registration, and the URL of its form.
///
/// On the wire: `{"status": 1, "message": "", "id": 101464, "url": "https://…"}`. For a duplicate `extid`, a server before 2022
/// also returns the first registration in this form.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct CardRegResponse {
    /// Always [`Success`](RequestStatus::Success): another status is an error of the call.
    #[serde(deserialize_with = "wire::code")]
    pub status: RequestStatus,
    /// The registration id. Store it.
    pub id: OperationId,
    /// The URL of the form in which the customer enters the card.
    pub url: FormUrl,
    /// Vepay's message, if any.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub message: Option<String>,
}

/// Card numbers in Vepay's message are redacted.
impl fmt::Debug for CardRegResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CardRegResponse")
            .field("status", &self.status)
            .field("id", &self.id)
            .field("url", &self.url)
            .field("message", &self.message.as_deref().map(scrub))
            .finish()
    }
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
        if self.timeout.is_some_and(|minutes| !(10..=59).contains(&minutes)) {
            return Err(InvalidField::new("timeout", "must be 10 to 59 minutes"));
        }
        let check = |field, address: &Option<String>, check: fn(_, &str) -> _| {
            address.as_deref().map_or(Ok(()), |address| check(field, address))
        };
        check("successurl", &self.success_url, urls::check_return)?;
        check("failurl", &self.fail_url, urls::check_return)?;
        check("cancelurl", &self.cancel_url, urls::check_return)?;
        check("postbackurl", &self.postback_url, urls::check_postback)?;
        check("postbackurl_v2", &self.postback_url_v2, urls::check_postback)?;
        self.validate_card()?;
        if self.language.as_ref().is_some_and(|language| !language.is_known()) {
            return Err(InvalidField::new("language", "must be rus or eng"));
        }
        self.email.as_deref().map_or(Ok(()), check_email)
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(&Fields {
            purpose: self.purpose,
            extid: &self.ext_id,
            timeout: self.timeout,
            successurl: self.success_url.as_deref(),
            failurl: self.fail_url.as_deref(),
            cancelurl: self.cancel_url.as_deref(),
            postbackurl: self.postback_url.as_deref(),
            postbackurl_v2: self.postback_url_v2.as_deref(),
            card: self.card.as_ref().map(CardNumber::expose_digits),
            language: self.language.as_ref(),
            email: self.email.as_deref(),
        })
    }

    /// A registration moves no money yet, so a declined one does not exist.
    fn classify(&self, response: &RawResponse) -> Classification<Refusal> {
        classify_with(response, meaning)
    }

    fn decode(&self, response: &RawResponse) -> Result<CardRegResponse, DecodeError> {
        let registered: CardRegResponse = json::decode(&response.body)?;
        if registered.url.as_str().is_empty() {
            return Err(DecodeError::new("url", "expected the address of the form"));
        }
        Ok(registered)
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

/// Shows neither the card, nor the customer's e-mail address, nor the return URLs: those may identify the customer too.
impl fmt::Debug for CardReg {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CardReg")
            .field("purpose", &self.purpose)
            .field("ext_id", &self.ext_id)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

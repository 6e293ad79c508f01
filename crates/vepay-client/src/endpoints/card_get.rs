//! `/card/get`: how a registration stands, and its card.

use std::fmt;

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, InvalidField, Reads, RawResponse, Classification, json, scrub};
use serde::{Deserialize, Serialize};

use crate::objects::{Card, CardStatus, CardUse, RegistrationId, wire};
use crate::provider::{StatusMeaning, Vepay, classify_with};
use crate::refusal::Refusal;
use crate::registration::Registration;

/// Asks how a registration stands, and for its card. Answered with a [`CardGetResponse`].
///
/// `POST /card/get` with `{"id": 101464, "type": 1}`: the number of the **registration**, and the type it was made with. It
/// changes nothing and may be asked as often as needed; [`Client::wait_for_card`](crate::Client::wait_for_card) does.
///
/// ```
/// use vepay_client::{CardGet, CardGetResponse, Client, Error, Registration};
///
/// async fn how_it_stands(client: &Client, registration: &Registration) -> Result<CardGetResponse, Error> {
///     client.send(&CardGet::of(registration)).await
/// }
/// ```
///
/// Source: Vepay, /card/get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardGet {
    id: RegistrationId,
    #[serde(rename = "type")]
    card_use: CardUse,
}

impl CardGet {
    /// Asks about a registration, with the type it was made with.
    pub const fn new(id: RegistrationId, card_use: CardUse) -> Self {
        Self { id, card_use }
    }

    /// Asks about this registration.
    pub const fn of(registration: &Registration) -> Self {
        Self::new(registration.id(), registration.purpose().card_use())
    }

    /// The registration asked about.
    pub const fn registration_id(&self) -> RegistrationId {
        self.id
    }
}

/// How a registration stands.
///
/// On the wire: `{"status": 1, "message": "", "card": {…}}`. Status 0 is ambiguous: Vepay gives it for a registration that
/// waits, but also for one it does not know, for a wrong type and for a card that was deleted. Only the message differs
/// ([`is_plainly_waiting`](Self::is_plainly_waiting)).
///
/// Status 1 has been seen to come a moment before the bank has confirmed; an autopayment with such a card is refused
/// with the words `Карта не зарегистрирована`. Wait and try again then.
#[derive(Clone)]
#[non_exhaustive]
pub struct CardGetResponse {
    /// How it stands.
    pub status: CardStatus,
    /// Vepay's words, Russian and for people. The only thing that tells one status 0 from another.
    pub message: Option<String>,
    /// The card. With the status [`Success`](CardStatus::Success) always, otherwise never.
    pub card: Option<Card>,
}

/// A card number in Vepay's words does not show.
impl fmt::Debug for CardGetResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CardGetResponse")
            .field("status", &self.status)
            .field("message", &self.message.as_deref().map(scrub))
            .field("card", &self.card)
            .finish()
    }
}

/// What has been seen to stand beside status 0 while a payment is waited for, since 2021.
const WAITING: &str = "В обработке";

impl CardGetResponse {
    /// Whether it is status 0 and says nothing that speaks against waiting: the words `В обработке`, or none at all, as
    /// before 2021. Otherwise look at the message; the registration may be unknown or of another type.
    pub fn is_plainly_waiting(&self) -> bool {
        let words_fit = self.message.as_deref().is_none_or(|message| message.trim() == WAITING);
        self.status == CardStatus::Waiting && words_fit
    }

    fn read(body: &[u8]) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(deserialize_with = "wire::code")]
            status: CardStatus,
            #[serde(default, deserialize_with = "json::non_empty_string")]
            message: Option<String>,
        }

        #[derive(Deserialize)]
        struct WithCard {
            card: Card,
        }

        let Fields { status, message } = json::decode(body)?;
        let card = if status == CardStatus::Success { Some(json::decode::<WithCard>(body)?.card) } else { None };
        Ok(Self { status, message, card })
    }
}

impl Endpoint for CardGet {
    type Provider = Vepay;
    type Response = CardGetResponse;
    type Effect = Reads;

    const NAME: &'static str = "card/get";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "card/get";

    fn validate(&self) -> Result<(), InvalidField> {
        self.id.validate("id")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(self)
    }

    /// Here no status is a refusal: 0 waits, 2 is how the registration ended.
    fn classify(&self, response: &RawResponse) -> Classification<Refusal> {
        classify_with(response, |_status| StatusMeaning::Done)
    }

    fn decode(&self, response: &RawResponse) -> Result<CardGetResponse, DecodeError> {
        CardGetResponse::read(&response.body)
    }
}

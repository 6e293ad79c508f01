//! `/card/del`: delete a saved card.

use std::fmt;

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, json, scrub};
use serde::{Deserialize, Serialize};

use super::objects::CardId;
use crate::operation::RequestStatus;
use crate::provider::Vepay;
use crate::wire;

/// Request of `card/del`: deletes a saved card, of either type. Returns a [`CardDelResponse`].
///
/// `POST /card/del` with `{"card": 356}`. It moves no money. If its response is lost, send it again: for a card that is already
/// deleted Vepay refuses it (`Ошибка запроса`), and [`CardInfo`](crate::card::CardInfo) shows that the card is deleted.
///
/// ```
/// use vepay_client::card::{CardDel, CardDelResponse, CardId};
/// use vepay_client::{Client, Error};
///
/// async fn delete(client: &Client, card: CardId) -> Result<CardDelResponse, Error> {
///     client.send(&CardDel::new(card)).await
/// }
/// ```
///
/// Source: Vepay, /card/del.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardDel {
    #[serde(serialize_with = "CardId::write")]
    card: CardId,
}

impl CardDel {
    /// Creates a request that deletes this card.
    pub const fn new(card: CardId) -> Self {
        Self { card }
    }
}

/// Response of `card/del`: the card is deleted.
///
/// On the wire: `{"status": 1, "message": ""}`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct CardDelResponse {
    /// Always [`Success`](RequestStatus::Success): another status is an error of the call.
    #[serde(deserialize_with = "wire::code")]
    pub status: RequestStatus,
    /// Vepay's message, if any.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub message: Option<String>,
}

/// Card numbers in Vepay's message are redacted.
impl fmt::Debug for CardDelResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CardDelResponse")
            .field("status", &self.status)
            .field("message", &self.message.as_deref().map(scrub))
            .finish()
    }
}

impl Endpoint for CardDel {
    type Provider = Vepay;
    type Response = CardDelResponse;
    type Effect = Changes;

    const NAME: &'static str = "card/del";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "card/del";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.card.validate("card")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(self)
    }

    fn decode(&self, response: &RawResponse) -> Result<CardDelResponse, DecodeError> {
        json::decode(&response.body)
    }
}

//! `/card/info`: look up a saved card.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads, check_echo, json};
use serde::{Deserialize, Serialize};

use super::objects::{Card, CardId, CardUse};
use crate::operation::RequestStatus;
use crate::provider::Vepay;
use crate::wire;

/// Request of `card/info`: looks up a saved card. Returns the [`Card`].
///
/// `POST /card/info` with `{"card": 356, "type": 1}`: the id of the **card**. It changes nothing. Vepay refuses it for a card
/// that does not exist, or is not of this type (`Нет такой карты`).
///
/// ```
/// use vepay_client::card::{Card, CardId, CardInfo, CardUse};
/// use vepay_client::{Client, Error};
///
/// async fn show(client: &Client, card: CardId) -> Result<Card, Error> {
///     client.send(&CardInfo::new(card, CardUse::Payout)).await
/// }
/// ```
///
/// Source: Vepay, /card/info.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardInfo {
    #[serde(serialize_with = "CardId::write")]
    card: CardId,
    #[serde(rename = "type")]
    card_use: CardUse,
}

impl CardInfo {
    /// Creates a request for this card of this type.
    pub const fn new(card: CardId, card_use: CardUse) -> Self {
        Self { card, card_use }
    }
}

impl Endpoint for CardInfo {
    type Provider = Vepay;
    type Response = Card;
    type Effect = Reads;

    const NAME: &'static str = "card/info";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "card/info";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.card.validate("card")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(self)
    }

    fn decode(&self, response: &RawResponse) -> Result<Card, DecodeError> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(rename = "status", deserialize_with = "wire::code")]
            _status: RequestStatus,
            card: Card,
        }

        let Fields { card, .. } = json::decode(&response.body)?;
        check_echo("card.id", &self.card.get().to_string(), Some(&card.id.get().to_string()))?;
        Ok(card)
    }
}

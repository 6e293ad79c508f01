//! `/card/info`: look up a saved card.

use http::Method;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads, check_echo, json, json_fields,
};
use serde::Deserialize;

use super::objects::{Card, CardId, CardUse};
use crate::operation::RequestStatus;
use crate::provider::Vepay;
use crate::wire;

json_fields! {
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
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CardInfo;

    /// Creates a request for this card of this type.
    pub fn new;

    /// The card.
    required card: CardId = "card";
    /// What the card is for.
    required card_use: CardUse = "type";
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
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
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

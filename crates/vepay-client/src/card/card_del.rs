//! `/card/del`: delete a saved card.

use http::Method;
use payments_core::{
    Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, json, json_fields,
};
use serde::Deserialize;

use super::objects::CardId;
use crate::operation::RequestStatus;
use crate::provider::Vepay;
use crate::wire;

json_fields! {
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
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CardDel;

    /// Creates a request that deletes this card.
    pub fn new;

    /// The card.
    required card: CardId = "card";
}

/// Response of `card/del`: the card is deleted.
///
/// On the wire: `{"status": 1, "message": ""}`.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CardDelResponse {
    /// Always [`Success`](RequestStatus::Success): another status is an error of the call.
    #[serde(deserialize_with = "wire::code")]
    pub status: RequestStatus,
    /// Vepay's message, if any.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub message: Option<ProviderText>,
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
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<CardDelResponse, DecodeError> {
        json::decode(&response.body)
    }
}

//! `/card/get`: the status of a registration, and its card.

use http::Method;
use payments_core::{
    Body, Classification, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, Reads, json,
    json_fields,
};
use serde::Deserialize;

use super::objects::{Card, CardStatus, CardUse};
use crate::operation::{OperationId, OperationStatus, Reported, ReportsStatus};
use crate::provider::{StatusMeaning, Vepay, classify_with};
use crate::refusal::Refusal;
use crate::wire;

json_fields! {
    /// Request of `card/get`: gets the status of a registration, and its card. Returns a [`CardGetResponse`].
    ///
    /// `POST /card/get` with `{"id": 101464, "type": 1}`: the id of the **registration**, and the type it was created with. It
    /// changes nothing and may be polled as often as needed, as [`Client::wait_for_card`](crate::Client::wait_for_card) does.
    ///
    /// ```
    /// use vepay_client::card::{CardGet, CardGetResponse, Registration};
    /// use vepay_client::{Client, Error};
    ///
    /// async fn status(client: &Client, registration: &Registration) -> Result<CardGetResponse, Error> {
    ///     client.send(&CardGet::of(registration)).await
    /// }
    /// ```
    ///
    /// Source: Vepay, /card/get.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CardGet;

    /// Creates a request for a registration, with the type it was created with.
    pub fn new;

    /// The id of the registration.
    required id: OperationId = "id";
    /// What the card is for.
    required card_use: CardUse = "type";
}

impl CardGet {
    /// The id of the registration.
    pub const fn registration_id(&self) -> OperationId {
        self.id
    }

    /// What the card is for.
    pub const fn card_use(&self) -> CardUse {
        self.card_use
    }
}

/// Response of `card/get`: the status of a registration, and its card.
///
/// On the wire: `{"status": 1, "message": "", "card": {…}}`. Status 0 is ambiguous: Vepay returns it for a waiting
/// registration, but also for an unknown one, for a wrong type and for a card that was deleted. Only the message differs
/// ([`is_clearly_waiting`](Self::is_clearly_waiting)).
///
/// Status 1 has been observed a moment before the bank's confirmation; an autopayment with such a card is refused
/// with the message `Карта не зарегистрирована`. Wait and retry then.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CardGetResponse {
    /// The status of the registration.
    pub status: CardStatus,
    /// Vepay's message, in Russian and for people. Only the message distinguishes the meanings of status 0.
    pub message: Option<ProviderText>,
    /// The card: always present with the status [`Success`](CardStatus::Success), otherwise never.
    pub card: Option<Card>,
}

/// The message observed with status 0 while waiting for the payment, since 2021.
const WAITING: &str = "В обработке";

impl CardGetResponse {
    /// Whether the status is 0 and the message does not contradict waiting: it is `В обработке`, or missing, as before 2021.
    /// Otherwise check the message; the registration may be unknown or of another type.
    pub fn is_clearly_waiting(&self) -> bool {
        let words_fit = self.message.as_ref().is_none_or(|message| message.raw().trim() == WAITING);
        self.status == CardStatus::Waiting && words_fit
    }

    fn read(body: &[u8]) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(deserialize_with = "wire::code")]
            status: CardStatus,
            #[serde(default, deserialize_with = "json::non_empty")]
            message: Option<ProviderText>,
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

impl ReportsStatus for CardGetResponse {}

impl Reported for CardGetResponse {
    const REPORTED_BY: &'static str = CardGet::NAME;

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn confirms(&self, claimed: &OperationStatus) -> bool {
        match claimed {
            OperationStatus::Success => self.status == CardStatus::Success,
            OperationStatus::Error => self.status == CardStatus::PaymentError,
            OperationStatus::Processing | OperationStatus::Created | OperationStatus::WaitingForBank => {
                self.status == CardStatus::Waiting
            }
            // It has no counterpart in `/card/get`; a forged postback could create a new event for any id.
            _ => false,
        }
    }
}

impl Endpoint for CardGet {
    type Provider = Vepay;
    type Response = CardGetResponse;
    type Effect = Reads;

    const NAME: &'static str = "card/get";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "card/get";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    /// Here no status is a refusal: 0 is waiting, 2 is a final result of the registration.
    fn classify(&self, response: &RawResponse) -> Classification<Refusal> {
        classify_with(response, |_status| StatusMeaning::Done)
    }

    fn decode(&self, response: &RawResponse) -> Result<CardGetResponse, DecodeError> {
        CardGetResponse::read(&response.body)
    }
}

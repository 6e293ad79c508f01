//! `token/info`: what is behind a token.

use std::collections::BTreeMap;

use http::Method;
use payments_core::__private::JsonForm;
use payments_core::{
    Body, CardData, CardNumber, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, Reads,
    Secret, Timestamp, check_echo, check_length, json, json_fields, open_enum,
};
use serde::{Deserialize, Serialize, Serializer};

use super::{CardToken, PublicToken, SubscriptionToken};
use crate::provider::Bank131;
use crate::recurrent::RecurrentToken;
use crate::secret_token::{check_in_object, in_object};
use crate::session::Kind;

open_enum! {
    /// What `token/info` is asked about, and what it says that it is.
    pub enum TokenType {
        /// A card.
        Card = "card",
        /// A public token.
        PublicToken = "public_token",
        /// A recurrent token.
        RecurrentToken = "recurrent_token",
        /// A subscription's token.
        SubscriptionToken = "subscription_token",
    }
}

/// A card as `token/info` is asked about it: its number, or what the bank's widget has made of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CardReference {
    /// The number. Handling card numbers is in the scope of PCI DSS.
    Number(CardNumber),
    /// The hash of the number (`encrypted_card.number_hash`).
    Hash(Secret),
    /// The token in place of the number (`tokenized_card`).
    Token(CardToken),
}

/// By hand, because the member is named as the kind: `{"type": "bank_card", "bank_card": {"number": "…"}}`.
impl JsonForm for CardReference {
    fn check(&self) -> Result<(), InvalidField> {
        match self {
            Self::Number(_) => Ok(()),
            Self::Hash(hash) => {
                check_length("number_hash", hash.expose(), usize::MAX).map_err(|error| error.within("encrypted_card"))
            }
            Self::Token(token) => check_in_object("tokenized_card", token),
        }
    }

    fn json_form(&self) -> impl Serialize {
        struct Form<'a>(&'a CardReference);

        impl Serialize for Form<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    CardReference::Number(number) => {
                        Kind("bank_card", BTreeMap::from([("number", number.expose_digits())])).serialize(serializer)
                    }
                    CardReference::Hash(hash) => {
                        Kind("encrypted_card", BTreeMap::from([("number_hash", hash.expose())])).serialize(serializer)
                    }
                    CardReference::Token(token) => Kind("tokenized_card", in_object(token)).serialize(serializer),
                }
            }
        }

        Form(self)
    }
}

json_fields! {
    /// Request of `token/info`: what is behind a card or a token: the payment system and the last digits of the card, how long a
    /// token can be used. The response is a [`TokenInfoResponse`].
    ///
    /// `POST /api/v1/token/info` with `{"type": "recurrent_token", "recurrent_token": {"token": "…"}}`, and the like for what else
    /// may be asked about. It changes nothing. How to ask about the token of a bank account is *unknown*.
    ///
    /// ```
    /// use bank131_client::common::ProviderText;
    /// use bank131_client::token::{CardReference, CardToken, TokenInfo};
    /// use bank131_client::{Client, Error};
    ///
    /// /// The last four digits of a card, to be shown to the payer.
    /// async fn last_digits(client: &Client, card: CardToken) -> Result<Option<ProviderText>, Error> {
    ///     Ok(client.send(&TokenInfo::of_card(CardReference::Token(card))).await?.last4)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, token/info, for cards; public and recurrent tokens by the words of its enum; subscriptions by the
    /// page of the sibling product of the same software.
    #[derive(Clone, Debug)]
    pub struct TokenInfo;

    fn about;

    required kind: TokenType = "type";
    private card: CardReference = "card";
    private public_token: PublicToken as in_object = "public_token";
    private recurrent_token: RecurrentToken as in_object = "recurrent_token";
    private subscription_token: SubscriptionToken as in_object = "subscription_token";
}

impl TokenInfo {
    /// Creates a request about a card.
    pub fn of_card(card: CardReference) -> Self {
        Self { card: Some(card), ..Self::about(TokenType::Card) }
    }

    /// Creates a request about a public token.
    pub fn of_public_token(token: PublicToken) -> Self {
        Self { public_token: Some(token), ..Self::about(TokenType::PublicToken) }
    }

    /// Creates a request about a recurrent token. [`RecurrentStatus`](crate::recurrent::RecurrentStatus) says the same, and is
    /// better known.
    pub fn of_recurrent_token(token: RecurrentToken) -> Self {
        Self { recurrent_token: Some(token), ..Self::about(TokenType::RecurrentToken) }
    }

    /// Creates a request about the token of a subscription. Known from the sibling product of the same software only.
    pub fn of_subscription_token(token: SubscriptionToken) -> Self {
        Self { subscription_token: Some(token), ..Self::about(TokenType::SubscriptionToken) }
    }

    /// The token that is asked about, which comes back in the response; that of a card need not.
    fn asked(&self) -> Option<&str> {
        let public = self.public_token.as_ref().map(PublicToken::expose);
        let recurrent = self.recurrent_token.as_ref().map(RecurrentToken::expose);
        public.or(recurrent).or(self.subscription_token.as_ref().map(SubscriptionToken::expose))
    }
}

/// Response of `token/info`: what is behind a card or a token (`info`). Which members there are depends on what was asked about.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TokenInfoResponse {
    /// What it is.
    #[serde(default, rename = "type", deserialize_with = "json::lenient")]
    pub kind: Option<TokenType>,
    /// The token: that which was asked about, or one in place of the card.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub token: Option<Secret>,
    /// The hash of the card's number.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub number_hash: Option<Secret>,
    /// The payment system of the card, such as `visa` or `mir`.
    #[serde(default, deserialize_with = "json::lenient")]
    pub brand: Option<ProviderText>,
    /// The last four digits of the card.
    #[serde(default, deserialize_with = "json::lenient")]
    pub last4: Option<ProviderText>,
    /// The country of the card's issuer, three letters. Under `country` for a subscription.
    #[serde(default, deserialize_with = "json::lenient")]
    pub country_iso3: Option<ProviderText>,
    #[serde(default, deserialize_with = "json::lenient")]
    country: Option<ProviderText>,
    /// The account without most of its digits.
    #[serde(default, deserialize_with = "json::lenient")]
    pub masked_account: Option<ProviderText>,
    /// When the token was issued.
    #[serde(default, deserialize_with = "json::lenient")]
    pub created_at: Option<Timestamp>,
    /// When the token expires.
    #[serde(default, deserialize_with = "json::lenient")]
    pub finished_at: Option<Timestamp>,
    /// Whether the token can be used.
    #[serde(default, deserialize_with = "json::flag")]
    pub is_active: Option<bool>,
}

impl Endpoint for TokenInfo {
    type Provider = Bank131;
    type Response = TokenInfoResponse;
    type Effect = Reads;

    const NAME: &'static str = "token/info";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/token/info";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;
    const CARD_DATA: CardData = CardData::Number;

    fn card_data(&self) -> CardData {
        if matches!(self.card, Some(CardReference::Number(_))) { CardData::Number } else { CardData::None }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        self.public_token.iter().try_for_each(|token| check_in_object("public_token", token))?;
        self.recurrent_token.iter().try_for_each(|token| check_in_object("recurrent_token", token))?;
        self.subscription_token.iter().try_for_each(|token| check_in_object("subscription_token", token))
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<TokenInfoResponse, DecodeError> {
        #[derive(Deserialize)]
        struct Envelope {
            info: TokenInfoResponse,
        }

        let Envelope { mut info } = json::decode(&response.body)?;
        if let Some(asked) = self.asked() {
            check_echo("info.token", asked, info.token.as_ref().map(Secret::expose))?;
        }
        info.country_iso3 = info.country_iso3.or(info.country.take());
        Ok(info)
    }
}

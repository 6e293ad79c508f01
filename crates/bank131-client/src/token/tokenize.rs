//! `tokenize`: a token in place of an account number.

use http::Method;
use payments_core::{
    AccountNumber, Bik, Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, ProviderText, RawResponse, json,
    json_fields,
};
use serde::Deserialize;

use super::BankAccountToken;
use crate::provider::Bank131;

json_fields! {
    /// An account at a Russian bank (`bank_account_ru`).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RussianAccount;

    /// Creates an account from the bank's identification code (БИК, 9 digits) and the number of the account (20 digits).
    pub fn new;

    /// The identification code of the bank.
    required bik(try): Bik = "bik";
    /// The number of the account.
    required account(try): AccountNumber = "account";
}

json_fields! {
    /// Request of `tokenize`: makes a token in place of an account number, so that you store the token and not the number. The
    /// response is a [`TokenizeResponse`].
    ///
    /// `POST /api/v1/tokenize` with `{"type": "bank_account_ru", "bank_account_ru": {"bik", "account"}}`. Payouts take the token
    /// where they take an account.
    ///
    /// If the response is lost, send the request again. Whether the same account gets the same token is *unknown*.
    ///
    /// ```
    /// use bank131_client::token::{BankAccountToken, RussianAccount, Tokenize};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn token_of(client: &Client, bik: &str, account: &str) -> Result<BankAccountToken, Error> {
    ///     Ok(client.send(&Tokenize::bank_account(RussianAccount::new(bik, account))).await?.token)
    /// }
    /// ```
    ///
    /// Source: Bank 131, payouts to a tokenized account (tokenize).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Tokenize;

    fn of_kind;

    required kind: &'static str = "type";
    required bank_account_ru: RussianAccount = "bank_account_ru";
}

impl Tokenize {
    /// Creates a request for a token of this account.
    pub fn bank_account(account: RussianAccount) -> Self {
        Self::of_kind("bank_account_ru", account)
    }
}

/// Response of `tokenize`: the token, and the account's number without most of its digits.
///
/// On the wire: `{"token": "…", "data": {"masked_account": "40702***0025"}}`.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TokenizeResponse {
    /// The token.
    pub token: BankAccountToken,
    /// What the token stands for, to be shown to a person.
    #[serde(default, deserialize_with = "json::object")]
    pub data: Option<TokenizedData>,
}

/// What a token stands for, to be shown to a person.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TokenizedData {
    /// The first five and the last four digits of the account's number, such as `40702***0025`.
    #[serde(default, deserialize_with = "json::lenient")]
    pub masked_account: Option<ProviderText>,
}

impl Endpoint for Tokenize {
    type Provider = Bank131;
    type Response = TokenizeResponse;
    type Effect = Changes;

    const NAME: &'static str = "tokenize";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/tokenize";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<TokenizeResponse, DecodeError> {
        json::decode(&response.body)
    }
}

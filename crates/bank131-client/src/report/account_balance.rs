//! `report/account_balance`: the balance of an account.

use http::Method;
use payments_core::{
    AccountNumber, Body, Currency, DecodeError, Endpoint, Evidence, Hidden, InvalidField, Money, RawResponse, Reads,
    check_echo, json, json_fields,
};
use serde::Deserialize;

use crate::provider::Bank131;

json_fields! {
    /// Request of `report/account_balance`: the balance of one of your accounts at the bank. The response is an
    /// [`AccountBalanceResponse`].
    ///
    /// `POST /api/v1/report/account_balance` with `{"account_number": "40702810…"}`. It changes nothing. (The bank's example names
    /// no HTTP method, and has a body.)
    ///
    /// ```
    /// use bank131_client::report::AccountBalance;
    /// use bank131_client::{Client, Error, Money};
    ///
    /// async fn balance(client: &Client, account: &str) -> Result<Option<Money>, Error> {
    ///     Ok(client.send(&AccountBalance::new(account)).await?.current_balance())
    /// }
    /// ```
    ///
    /// Source: Bank 131, statements and balance (report/account_balance).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccountBalance;

    /// Creates a request about this account: 20 digits. The bank's page says that it begins with 40701, 40702, 40703, 40802 or
    /// 40807; the bank checks that, this client does not.
    pub fn new;

    /// The number of the account.
    required account_number(try): AccountNumber = "account_number";
}

/// Response of `report/account_balance`: the balance of an account.
///
/// On the wire: `{"account_number", "account_currency": "RUB", "balance": {"current_balance": 1310000}}`.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AccountBalanceResponse {
    /// The number of the account.
    #[serde(default, deserialize_with = "json::lenient")]
    pub account_number: Option<Hidden<String>>,
    /// The currency of the account.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub account_currency: Option<Currency>,
    /// The balance, without its currency.
    #[serde(default, deserialize_with = "json::object")]
    pub balance: Option<AccountFunds>,
}

impl AccountBalanceResponse {
    /// The current balance. `None` if the bank left out the amount or the currency.
    pub fn current_balance(&self) -> Option<Money> {
        let amount = self.balance.as_ref()?.current_balance?.into_exposed();
        Some(Money::from_minor_units(amount, self.account_currency.clone()?))
    }
}

/// The money on an account, in minor units of its currency.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AccountFunds {
    /// The current balance.
    #[serde(default, deserialize_with = "json::lenient")]
    pub current_balance: Option<Hidden<i64>>,
}

impl Endpoint for AccountBalance {
    type Provider = Bank131;
    type Response = AccountBalanceResponse;
    type Effect = Reads;

    const NAME: &'static str = "report/account_balance";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/report/account_balance";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<AccountBalanceResponse, DecodeError> {
        let report: AccountBalanceResponse = json::decode(&response.body)?;
        check_account(self.account_number.as_ref(), report.account_number.as_ref())?;
        Ok(report)
    }
}

/// Checks that a report is about the account that was asked about.
pub(super) fn check_account(
    asked: Option<&AccountNumber>,
    answered: Option<&Hidden<String>>,
) -> Result<(), DecodeError> {
    let asked = asked.map_or("", AccountNumber::as_str);
    check_echo("account_number", asked, answered.map(|number| number.expose().as_str()))
}

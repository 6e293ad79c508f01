//! `report/account_statement`: what went through an account on one day.

use http::Method;
use payments_core::json::List;
use payments_core::{
    AccountNumber, Body, Date, DecodeError, Endpoint, Evidence, Hidden, InvalidField, RawResponse, Reads, json,
    json_fields,
};
use serde::{Deserialize, Deserializer};

use super::Transaction;
use super::account_balance::check_account;
use crate::provider::Bank131;

json_fields! {
    /// Request of `report/account_statement`: the statement of one of your accounts at the bank, for one day. The response is an
    /// [`AccountStatementResponse`].
    ///
    /// `POST /api/v1/report/account_statement` with `{"date_from", "date_to", "account_number"}`. The bank takes one day only: both
    /// dates are the same. For settlement and escrow accounts in roubles. It changes nothing. (Older copies of the bank's page
    /// have `GET` with a body.)
    ///
    /// ```
    /// use bank131_client::common::Date;
    /// use bank131_client::report::{AccountStatement, Transaction};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn transactions(client: &Client, account: &str, day: Date) -> Result<Vec<Transaction>, Error> {
    ///     let statement = client.send(&AccountStatement::of_day(account, day)).await?;
    ///     assert!(statement.is_whole); // or something in the list could not be read: look at the raw response
    ///     Ok(statement.transactions)
    /// }
    /// ```
    ///
    /// Source: Bank 131, statements of escrow accounts (report/account_statement).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccountStatement;

    fn between;

    required date_from: Date = "date_from";
    required date_to: Date = "date_to";
    required account_number(try): AccountNumber = "account_number";
}

impl AccountStatement {
    /// Creates a request for the statement of this account, 20 digits, for this day.
    pub fn of_day(account_number: impl TryInto<AccountNumber, Error: Into<InvalidField>>, day: Date) -> Self {
        Self::between(day.clone(), day, account_number)
    }
}

/// Response of `report/account_statement`: the transactions of the day, and their sums. All amounts are in minor units of the
/// account's currency, roubles.
///
/// The bank's page has had two forms of it, and both are read: with the sums and the transactions beside `account_statement`, and
/// with all of it within `method.account_statement`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountStatementResponse {
    /// What the bank calls `name`; its page does not say of what.
    pub name: Option<Hidden<String>>,
    /// The first day.
    pub date_from: Option<Date>,
    /// The last day.
    pub date_to: Option<Date>,
    /// The number of the account.
    pub account_number: Option<Hidden<String>>,
    /// The sums of what was debited and credited.
    pub total_turnover: Option<TotalTurnover>,
    /// The balances before and after.
    pub total_balance: Option<TotalBalance>,
    /// The transactions, in the order of the bank.
    pub transactions: Vec<Transaction>,
    /// Whether the list of transactions is there, and every element of it is in [`transactions`](Self::transactions). If not, do
    /// not take them for the whole day.
    pub is_whole: bool,
}

/// The sums of what was debited and credited, in minor units.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TotalTurnover {
    /// What went out (the bank writes `debet`).
    #[serde(default, rename = "debet", deserialize_with = "json::lenient")]
    pub debit: Option<Hidden<i64>>,
    /// What came in.
    #[serde(default, deserialize_with = "json::lenient")]
    pub credit: Option<Hidden<i64>>,
}

/// The balances before and after, in minor units.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TotalBalance {
    /// At the beginning.
    #[serde(default, deserialize_with = "json::lenient")]
    pub opening: Option<Hidden<i64>>,
    /// At the end.
    #[serde(default, deserialize_with = "json::lenient")]
    pub closing: Option<Hidden<i64>>,
}

/// The members of a statement as they stand in one object of the response: in the document itself, in `method`, or in
/// `account_statement`.
#[derive(Default, Deserialize)]
struct Level {
    #[serde(default, deserialize_with = "json::object")]
    method: Option<Box<Level>>,
    #[serde(default, deserialize_with = "json::object")]
    account_statement: Option<Box<Level>>,
    #[serde(default, deserialize_with = "json::lenient")]
    name: Option<Hidden<String>>,
    #[serde(default, deserialize_with = "json::lenient")]
    date_from: Option<Date>,
    #[serde(default, deserialize_with = "json::lenient")]
    date_to: Option<Date>,
    #[serde(default, deserialize_with = "json::lenient")]
    account_number: Option<Hidden<String>>,
    #[serde(default, deserialize_with = "json::object")]
    total_turnover: Option<TotalTurnover>,
    #[serde(default, deserialize_with = "json::object")]
    total_balance: Option<TotalBalance>,
    #[serde(default, deserialize_with = "present")]
    transactions: Option<List<Transaction>>,
}

/// Reads a list that is there, `null` as an empty one.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<List<Transaction>>, D::Error> {
    List::deserialize(deserializer).map(Some)
}

impl Level {
    /// Takes each member from the innermost object that has it.
    fn into_statement(mut self) -> Result<AccountStatementResponse, DecodeError> {
        let mut method = self.method.take().unwrap_or_default();
        let statement = method.account_statement.take().or_else(|| self.account_statement.take());
        let mut statement = statement.ok_or_else(|| DecodeError::new("account_statement", "expected an object"))?;
        let mut levels = [&mut *statement, &mut *method, &mut self];
        let list = pick(&mut levels, |level| level.transactions.take());
        Ok(AccountStatementResponse {
            name: pick(&mut levels, |level| level.name.take()),
            date_from: pick(&mut levels, |level| level.date_from.take()),
            date_to: pick(&mut levels, |level| level.date_to.take()),
            account_number: pick(&mut levels, |level| level.account_number.take()),
            total_turnover: pick(&mut levels, |level| level.total_turnover.take()),
            total_balance: pick(&mut levels, |level| level.total_balance.take()),
            is_whole: list.as_ref().is_some_and(|list| list.is_whole),
            transactions: list.map(|list| list.elements).unwrap_or_default(),
        })
    }
}

fn pick<T>(levels: &mut [&mut Level], member: fn(&mut Level) -> Option<T>) -> Option<T> {
    levels.iter_mut().find_map(|level| member(level))
}

impl Endpoint for AccountStatement {
    type Provider = Bank131;
    type Response = AccountStatementResponse;
    type Effect = Reads;

    const NAME: &'static str = "report/account_statement";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/report/account_statement";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<AccountStatementResponse, DecodeError> {
        let report = json::decode::<Level>(&response.body)?.into_statement()?;
        check_account(self.account_number.as_ref(), report.account_number.as_ref())?;
        Ok(report)
    }
}

//! A transaction in the statement of an account.

use payments_core::{Currency, Date, Hidden, Money, ProviderText, identifier, json, open_enum};
use serde::Deserialize;

use crate::session::SessionId;

identifier! {
    /// Identifier of a transaction (`transaction_id`).
    pub struct TransactionId;
}

identifier! {
    /// Identifier of a transaction in the bank's accounting (`bank_system_id`).
    pub struct BankSystemId;
}

open_enum! {
    /// Direction of a transaction.
    pub enum TransactionType {
        /// Money came in.
        Credit = "credit",
        /// Money went out.
        Debit = "debit",
    }
}

/// A transaction in the statement of an account. `Debug` shows neither amounts nor purpose and counter-party.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Transaction {
    /// The amount, in minor units. Not negative in the newer copies of the bank's page, with a sign in the oldest: take the
    /// direction from [`kind`](Self::kind).
    #[serde(default, deserialize_with = "json::lenient")]
    pub amount: Option<Hidden<i64>>,
    /// Another amount, which the bank calls basic: presumably in roubles (*inferred*), in minor units.
    #[serde(default, deserialize_with = "json::lenient")]
    pub base_amount: Option<Hidden<i64>>,
    /// The currency of the amount.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub currency: Option<Currency>,
    /// The day on which it was booked.
    #[serde(default, deserialize_with = "json::lenient")]
    pub payment_date: Option<Date>,
    /// Its identifier in the bank's accounting.
    #[serde(default, deserialize_with = "json::lenient")]
    pub bank_system_id: Option<BankSystemId>,
    /// Its identifier.
    #[serde(default, deserialize_with = "json::lenient")]
    pub transaction_id: Option<TransactionId>,
    /// The session that it belongs to.
    #[serde(default, deserialize_with = "json::lenient")]
    pub session_id: Option<SessionId>,
    /// What was paid for.
    #[serde(default, deserialize_with = "json::lenient")]
    pub purpose: Option<Hidden<String>>,
    /// Who paid, or was paid.
    #[serde(default, deserialize_with = "json::object")]
    pub counter_party: Option<CounterParty>,
    /// The direction.
    #[serde(default, rename = "type", deserialize_with = "json::lenient")]
    pub kind: Option<TransactionType>,
}

impl Transaction {
    /// The amount with its currency. `None` if the bank left out one of them.
    pub fn money(&self) -> Option<Money> {
        Some(Money::from_minor_units(self.amount?.into_exposed(), self.currency.clone()?))
    }
}

/// The other side of a transaction: who paid, or was paid.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CounterParty {
    /// The name.
    #[serde(default, deserialize_with = "json::lenient")]
    pub name: Option<Hidden<String>>,
    /// The number of the account.
    #[serde(default, deserialize_with = "json::lenient")]
    pub account_number: Option<Hidden<String>>,
    /// The identification code of the bank (БИК).
    #[serde(default, deserialize_with = "json::lenient")]
    pub bank_code: Option<ProviderText>,
    /// The taxpayer number (ИНН).
    #[serde(default, deserialize_with = "json::lenient")]
    pub inn: Option<Hidden<String>>,
    /// The code of the registration reason (КПП).
    #[serde(default, deserialize_with = "json::lenient")]
    pub kpp: Option<ProviderText>,
}

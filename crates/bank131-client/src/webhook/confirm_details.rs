//! What a confirmation is about: `confirm_information`, in types.

use payments_core::json::{self, Json};
use payments_core::{Hidden, Money, ProviderText};
use serde::Deserialize;

use crate::session::amount;

/// What the bank asks you to confirm (`confirm_information`): the transfer, the accounts, the exchanges of currency.
///
/// Send it back as it came, from [`Event::confirm_information`](crate::webhook::Event::confirm_information), and not from here.
///
/// Source: Bank 131, payouts from settlement and escrow accounts; members as in the bank's SDK.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ConfirmDetails {
    /// The transfer.
    #[serde(default, deserialize_with = "json::object")]
    pub transfer_details: Option<TransferDetails>,
    /// The accounts.
    #[serde(default, deserialize_with = "json::object")]
    pub account_details: Option<AccountDetails>,
    /// The exchanges of currency.
    #[serde(default, deserialize_with = "json::list")]
    pub exchanges: Vec<Exchange>,
}

/// The transfer to confirm.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TransferDetails {
    /// Where the money goes. The bank's SDK has the instrument's own members here, without its type.
    #[serde(default, alias = "payment_method")]
    pub payout_details: Option<Json>,
    /// Who pays.
    #[serde(default, deserialize_with = "json::object")]
    pub customer: Option<AccountHolder>,
    /// Who is paid.
    #[serde(default, deserialize_with = "json::object")]
    pub recipient: Option<AccountHolder>,
    /// The purpose.
    #[serde(default, deserialize_with = "json::lenient")]
    pub purpose: Option<Hidden<String>>,
    /// The amount.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount: Option<Money>,
}

/// The accounts of a transfer.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AccountDetails {
    /// Who pays.
    #[serde(default, deserialize_with = "json::object")]
    pub sender: Option<AccountHolder>,
    /// Who is paid.
    #[serde(default, deserialize_with = "json::object")]
    pub recipient: Option<AccountHolder>,
}

/// A person or organisation, and its account.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AccountHolder {
    /// The account.
    #[serde(default, deserialize_with = "json::lenient")]
    pub account_number: Option<Hidden<String>>,
    /// The name.
    #[serde(default, deserialize_with = "json::lenient")]
    pub name: Option<Hidden<String>>,
    /// The name of the bank.
    #[serde(default, deserialize_with = "json::lenient")]
    pub bank_name: Option<Hidden<String>>,
    /// The bank's BIK.
    #[serde(default, deserialize_with = "json::lenient")]
    pub bik: Option<Hidden<String>>,
    /// The bank's correspondent account.
    #[serde(default, deserialize_with = "json::lenient")]
    pub correspondent_account_number: Option<Hidden<String>>,
    /// INN.
    #[serde(default, deserialize_with = "json::lenient")]
    pub inn: Option<Hidden<String>>,
    /// KPP.
    #[serde(default, deserialize_with = "json::lenient")]
    pub kpp: Option<Hidden<String>>,
}

/// An exchange of currency.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Exchange {
    /// Its identifier.
    #[serde(default, deserialize_with = "json::lenient")]
    pub id: Option<ProviderText>,
    /// What is given.
    #[serde(default, deserialize_with = "amount::read")]
    pub source: Option<Money>,
    /// What is received.
    #[serde(default, deserialize_with = "amount::read")]
    pub destination: Option<Money>,
    /// The rate, a decimal number as text.
    #[serde(default, deserialize_with = "json::lenient")]
    pub fx_rate: Option<ProviderText>,
    /// The commission.
    #[serde(default, deserialize_with = "amount::read")]
    pub commission: Option<Money>,
}

//! Reports: the balances of your wallets and accounts, and the statement of an account.

mod account_balance;
mod account_statement;
mod transaction;
mod wallet_balance;

pub use account_balance::{AccountBalance, AccountBalanceResponse, AccountFunds};
pub use account_statement::{AccountStatement, AccountStatementResponse, TotalBalance, TotalTurnover};
pub use transaction::{BankSystemId, CounterParty, Transaction, TransactionId, TransactionType};
pub use wallet_balance::{RequestDatetime, Wallet, WalletBalance, WalletId};

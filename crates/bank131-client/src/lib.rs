#![doc = include_str!("../README.md")]
//!
//! # Types by task
//!
//! | task | use |
//! |---|---|
//! | start a transfer, with a card or a recurrent token | [`session::SessionMultiInit`] |
//! | query the status of a session, or poll until it is final | [`session::SessionStatus`], [`Client::wait_for_final`] |
//! | confirm or cancel a pending payout | [`session::SessionConfirm`], [`session::SessionCancel`] |
//! | debit or release held money | [`session::SessionCapture`], [`session::SessionCancel`] |
//! | find the next step and the result of a session | [`session::Session::next_step`], [`session::Session::result`] |
//! | charge a saved card | [`recurrent::RecurrentToken`], [`session::PaymentDetails::by_merchant`] |
//! | query whether a saved card can still be charged, or forget it | [`recurrent::RecurrentStatus`], [`recurrent::RecurrentDisable`] |
//! | cancel or restore a subscription | [`subscription::SubscriptionCancel`], [`subscription::SubscriptionRestore`] |
//! | open a widget of the bank in the payer's browser | [`token::IssuePublicToken`] |
//! | learn what is behind a token, or replace an account number by one | [`token::TokenInfo`], [`token::Tokenize`] |
//! | query balances and statements | [`report::WalletBalance`], [`report::AccountBalance`], [`report::AccountStatement`] |
//! | calculate what a transfer would come to | [`rate::Calculate`] |
//! | list the banks of the Faster Payments System | [`fps::FpsBanks`] |
//! | ask a payer to confirm a payment by `SberPay` | [`sberpay::SberPayPush`] |
//! | ask whether a person is self-employed | [`self_employed::NpdCheck`], [`self_employed::NpdRequestStatus`] |
//! | verify and read webhooks | [`Webhooks`] |
//! | ignore duplicate webhooks | [`common::ProcessedEvents`] |
//! | use a promotional rate | [`Client::with_project`] |
//! | handle a failed call | [`Error`], [`ErrorCode::retry_class`], [`Recovery`] |
//! | call an endpoint that has no type yet | [`RawCall`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! The root has the names of a first program. Requests and objects are in modules by what they are about: [`fps`], [`rate`],
//! [`recurrent`], [`report`], [`sberpay`], [`self_employed`], [`session`], [`subscription`], [`token`] and [`webhook`]. What all
//! clients share, such as timeouts, transports and traits, is in [`common`].
//!
//! Source of everything here: the bank's document "Vepay - Банк 131. API для денежных переводов", completed from the
//! bank's public pages and its PHP SDK where that document only links to them.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod authenticator;
mod client;
mod error_code;
pub mod fps;
mod idempotency_key;
mod provider;
pub mod rate;
mod raw_call;
mod recovery;
pub mod recurrent;
mod refusal;
mod registry;
pub mod report;
pub mod sberpay;
mod secret_token;
pub mod self_employed;
pub mod session;
pub mod subscription;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
pub mod token;
mod version;
pub mod webhook;
mod word;

pub use client::{Client, ClientBuilder, Environment};
pub use error_code::{ErrorCode, RetryClass};
pub use idempotency_key::IdempotencyKey;
pub use provider::Bank131;
pub use raw_call::RawCall;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{Refusal, RejectReason};
pub use registry::ENDPOINTS;
pub use version::ApiVersion;
pub use webhook::{Event, Webhooks};

pub use payments_core::callback::KeyRing;
pub use payments_core::{CardNumber, Currency, Money, Outcome, PollSchedule};

/// Signatures: a signer of your requests, a verifier of the bank's webhooks.
///
#[doc(inline)]
pub use payments_core::signing;

#[doc(inline)]
pub use payments_core::common;

/// The error of one call: why it failed, and whether that call may have moved money.
///
/// The error of a status query is about the query: the transfer it asks about may have moved money.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Bank131>;

#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | what it is about |
//! |---|---|
//! | [`session`] | transfers, payments, payouts and held money, and the session that holds them |
//! | [`account`] | payouts from settlement and escrow accounts |
//! | [`recurrent`], [`subscription`] | tokens of saved cards, payments that the bank repeats |
//! | [`report`], [`rate`] | balances and statements, what a transfer would come to |
//! | [`fps`], [`sberpay`] | banks and recipients of the Faster Payments System, messages to payers by SberPay |
//! | [`self_employed`] | whether a person is self-employed, and receipts |
//! | [`token`] | tokens for the bank's widgets, tokens of cards and accounts |
//! | [`webhook`] | [`Webhooks`], and the events they read |
//! | [`common`] | what all clients of this project share: money, cards, keys, transports, retries, timeouts |
//!
//! The root has the names of a first program. Requests are sent with [`Client::send`]; [`Client::wait_for_final`] polls. Errors:
//! [`Error::outcome`](payments_core::Error::outcome), [`ErrorCode::retry_class`], [`Recovery`]. An endpoint without a type of
//! its own: [`RawCall`].
//!
//! Source of everything here: the bank's document "Vepay - Банк 131. API для денежных переводов", completed from the
//! bank's public pages and its PHP SDK where that document only links to them.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod account;
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
pub use recovery::{Recovery, RefundQuery, StatusQuery};
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

#![doc = include_str!("../README.md")]
//!
//! # Main items
//!
//! - The form: [`Preauthorize`], signed by [`Client::sign_form`], which returns a [`SignedForm`].
//! - Callbacks: [`Callbacks`], [`SignaturePolicy`], [`Client::confirm`], [`ProcessedEvents`].
//! - Requests: [`CardByTransaction`], [`OrderByTransaction`], [`BankList`], sent with [`Client::send`].
//!   [`Client::wait_for_final`] polls.
//! - Errors: [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`ErrorCode::retry_class`], [`Recovery`].
//! - The request id for Kvell's support: [`Refusal::request_id`], [`request_id`].
//!
//! Source of everything here: Kvell's page "Форма холдирования" (/customer/cards/preauthorize), completed from other pages
//! of its documentation, recorded exchanges with its stage host, and its SDKs. If these are silent or contradict each other,
//! the item says so.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
mod authenticator;
pub mod bank;
pub mod callback;
pub mod card;
mod checks;
mod client;
pub mod form;
mod ids;
pub mod order;
mod provider;
mod recovery;
pub mod refusal;
mod registry;
mod wire;

pub use callback::{Callbacks, CardSaved, SignaturePolicy};
pub use client::{Client, ClientBuilder, Environment};
pub use ids::{CustomerKey, TransactionId};
pub use provider::Kvell;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorCode, Refusal};
pub use registry::ENDPOINTS;

#[doc(inline)]
pub use payments_core::common;
pub use payments_core::{CardNumber, Currency, Money, Outcome, Secret};

/// The error of a call: why it failed, and whether Kvell may have acted.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Kvell>;

#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | what it is about |
//! |---|---|
//! | [`form`] | the form that binds a card, signed by [`Client::sign_form`] |
//! | [`card`] | saved cards |
//! | [`callback`] | [`Callbacks`], and [`Client::confirm`] for what they claim |
//! | [`payout`] | payouts |
//! | [`order`] | orders and their status |
//! | [`bank`] | banks of the faster payments system |
//! | [`refusal`] | what Kvell refuses, and its request id for Kvell's support |
//! | [`common`] | what all clients of this project share: money, cards, keys, transports, retries, timeouts |
//!
//! Requests are sent with [`Client::send`]; [`Client::wait_for_final`] polls. Errors:
//! [`Error::outcome`](payments_core::Error::outcome), [`ErrorCode::retry_class`], [`Recovery`]. An endpoint without a type of
//! its own: [`RawCall`].
//!
//! Source: Kvell's page "Форма холдирования" (/customer/cards/preauthorize), its pages on payouts, other pages
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
mod host;
mod ids;
pub mod order;
pub mod payout;
mod provider;
mod recovery;
pub mod refusal;
mod registry;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
mod wire;

pub use auth::RsaMessage;
pub use callback::{Callbacks, CardSaved, SignaturePolicy};
pub use client::{Client, ClientBuilder};
pub use host::{Environment, Host};
pub use ids::{CustomerKey, TransactionId};
pub use provider::Kvell;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorCode, Refusal};
pub use registry::{ENDPOINTS, PAGES};

#[doc(inline)]
pub use payments_core::common;
pub use payments_core::{CardNumber, Currency, Money, Outcome, Secret};

/// The error of a call: why it failed, and whether money may have moved.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Kvell>;

/// A request to an endpoint that this version has no type for; see [`payments_core::RawCall`].
///
/// [`with_auth`](payments_core::RawCall::with_auth) says how Kvell wants it signed, and
/// [`with_host`](payments_core::RawCall::with_host) where it goes, if not to [`Host::Api`]. By default it is not signed. A
/// partial refund, which Kvell's Python SDK signs over the transaction:
///
/// ```
/// use http::Method;
/// use kvell_client::auth::Covered;
/// use kvell_client::common::{Body, InvalidField, MovesMoney};
/// use kvell_client::order::OrderByTransaction;
/// use kvell_client::{RawCall, Recovery, StatusQuery, TransactionId};
///
/// /// Kvell has no number for a refund: if its outcome is unknown, compare `refund_amount` of the order.
/// fn refund(payment: &TransactionId, kopecks: u64) -> Result<RawCall<MovesMoney>, InvalidField> {
///     let recovery = Recovery::Ask(StatusQuery::Order(OrderByTransaction::new(payment.clone())));
///     let call = RawCall::moves_money("refund", Method::POST, "v1/orders/{transaction}/refund", recovery)
///         .with_parameter("transaction", payment.as_str())
///         .with_body(Body::json(&serde_json::json!({ "amount": kopecks }))?)
///         .with_auth(|call| Covered::Values(call.parameter("transaction").into_iter().collect()));
///     Ok(call)
/// }
/// ```
pub type RawCall<E> = payments_core::RawCall<Kvell, E>;

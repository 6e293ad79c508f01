#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | what it is about |
//! |---|---|
//! | [`transfer`] | transfers: their cards, payers, addresses and settings of the form |
//! | [`order`] | orders: numbers, status, returns, the comparison with your [`StoredOrder`](order::StoredOrder) |
//! | [`card`] | saved cards |
//! | [`callback`] | [`Callbacks`] and the browser's final redirect |
//! | [`common`] | what all clients of this project share: money, cards, keys, transports, retries, timeouts |
//!
//! Requests are sent with [`Client::send`]; [`Client::wait_for_final`] polls. Errors:
//! [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`]. Signatures: [`Client::explain`]. An endpoint
//! without a type of its own: [`RawCall`].
//!
//! Source of everything here: PaynetEasy's document "/api/v4/transfer-form", completed from the gateway's public pages and
//! examples.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod callback;
pub mod card;
pub mod order;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
pub mod transfer;

mod auth;
mod checks;
mod client;
mod control;
mod flat_response;
mod oauth;
mod parameters;
mod provider;
mod recovery;
mod refusal;
mod registry;
mod terminal;

pub use auth::Auth;
pub use callback::{Callback, Callbacks};
pub use client::{Client, ClientBuilder, Environment, ExplainError, ResponseFormat};
pub use oauth::Explanation;
pub use payments_core::{CardNumber, Currency, Money, Outcome, Secret, common};
pub use provider::PaynetEasy;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorCode, Refusal, RefusalKind};
pub use registry::ENDPOINTS;
pub use terminal::Terminal;

/// The error of a call: why it failed, and whether the gateway may have acted.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<PaynetEasy>;

/// A request to an endpoint that this crate has no type for, such as `payout-pay` of version 4 or `capture` of version 2.
///
/// ```
/// use payneteasy_client::common::{Body, MovesMoney};
/// use payneteasy_client::order::{ClientOrderId, Status};
/// use payneteasy_client::{Auth, Client, RawCall, Recovery, StatusQuery};
///
/// /// Version 2: the merchant's login and the checksum `control` are added to the body.
/// fn capture(client: &Client, order: &str, id: &str) -> RawCall<MovesMoney> {
///     let status = Status::new(client.endpoint(39915), ClientOrderId::new(order));
///     let body = format!("client_orderid={order}&orderid={id}"); // percent-encode what needs it
///     RawCall::moves_money(
///         "capture",
///         http::Method::POST,
///         "api/v2/capture/{endpoint_id}",
///         Recovery::Ask(StatusQuery::Order(status)),
///     )
///     .with_parameter("endpoint_id", "39915")
///     .with_body(Body::new("application/x-www-form-urlencoded", body.into_bytes()))
///     // Values that are not in the path can be kept for the checksum this way.
///     .with_parameter("client_orderid", order)
///     .with_parameter("orderid", id)
///     .with_auth(|call| Auth::control(["client_orderid", "orderid"].map(|name| call.parameter(name).unwrap_or_default())))
/// }
/// # let _ = capture;
/// ```
///
/// Without [`with_auth`](payments_core::RawCall::with_auth) the request is signed with OAuth, as all of version 4 is.
pub type RawCall<E> = payments_core::RawCall<PaynetEasy, E>;

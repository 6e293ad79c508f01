#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | what it is about |
//! |---|---|
//! | [`card`] | registering a card, saved cards |
//! | [`account`] | the connection and the credentials |
//! | [`operation`] | ids, statuses and the form: common to registrations, payments and payouts |
//! | [`callback`] | callbacks and postbacks |
//! | [`common`] | what all clients of this project share: money, cards, transports, retries, timeouts |
//!
//! The root has the names of a first program. Requests are sent with [`Client::send`]. Errors:
//! [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`]. An endpoint without a type of its own:
//! [`RawCall`].
//!
//! Sources: Vepay's document "Регистрация карты (МФО)", Vepay's API description, and observed behaviour of the service up to
//! 2022. Behaviour that no document specifies is marked as such.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod account;
pub mod callback;
pub mod card;
pub mod operation;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

/// Types that every client of this workspace has: money, errors, retries, transports, callbacks, the endpoint traits.
pub mod common {
    pub use payments_core::common::*;
}

mod authenticator;
mod client;
mod provider;
mod recovery;
mod refusal;
mod registry;
mod wire;

pub use callback::{Callback, Callbacks, Postbacks};
pub use client::{Client, ClientBuilder, Environment};
pub use operation::{ExtId, OperationId};
pub use provider::Vepay;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorName, Refusal, RefusalKind};
pub use registry::ENDPOINTS;

pub use payments_core::callback::KeyRing;
pub use payments_core::{CardNumber, Currency, Money, Outcome, Secret};

/// The error of a call: why it failed, and whether money may have moved.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Vepay>;

/// A request to an endpoint that this version has no type for. It is authenticated, classified and retried like any other.
///
/// ```
/// use http::Method;
/// use vepay_client::common::{Json, RawResponse, Reads, json};
/// use vepay_client::{Client, RawCall};
///
/// /// The balances, as Vepay sends them.
/// async fn balance(client: &Client) -> Result<Json, Box<dyn std::error::Error>> {
///     let call = RawCall::reads("account/balance", Method::POST, "account/balance");
///     let response: RawResponse = client.send(&call).await?;
///     Ok(json::decode(&response.body)?)
/// }
/// ```
///
/// Status 1 counts as success, and 0 as a refusal; where money moves, status 0 is *unknown*, because Vepay also returns it
/// after it has stored the operation. Two endpoints mean something else by their status, so a raw call does not fit them:
/// `pay/state` and `out/state` (0 is processing, 2 to 6 are states too), and `report/get-service-types` (0 is success).
///
/// The recovery of a call that moves money is yours to give. With an `extid`, Vepay accepts the same request once, so it is
/// [`Recovery::Resend`](payments_core::Recovery::Resend), except for `pay/pay-to-card`, whose refusal of a duplicate has no id:
/// [`Recovery::AwaitCallback`](payments_core::Recovery::AwaitCallback).
pub type RawCall<E> = payments_core::RawCall<Vepay, E>;

#![doc = include_str!("../README.md")]
//!
//! # Types by task
//!
//! | task | types |
//! |---|---|
//! | begin a card registration | [`Client::register`], [`card::CardReg`] |
//! | poll until the card is saved | [`Client::wait_for_card`], [`card::CardGet`] |
//! | look up or delete a saved card | [`card::CardInfo`], [`card::CardDel`] |
//! | receive and verify callbacks | [`Callbacks`] |
//! | receive and confirm postbacks | [`Postbacks`], [`Client::confirm_postback`] |
//! | ignore duplicate callbacks | [`common::ProcessedEvents`] |
//! | check the connection and the credentials | [`account::Check`] |
//! | handle errors and unknown outcomes | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`] |
//! | call an endpoint that has no type yet | [`RawCall`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! # Modules by subject
//!
//! | module | content |
//! |---|---|
//! | [`card`] | registering a card, saved cards |
//! | [`account`] | checking the connection and the credentials |
//! | [`operation`] | ids, statuses and the form: common to registrations, payments and payouts |
//! | [`callback`] | callbacks and postbacks |
//! | [`common`] | types that every client of this workspace has: money, errors, transports, the endpoint traits |
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

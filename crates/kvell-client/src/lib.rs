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

mod authenticator;
mod callback;
mod client;
mod endpoints;
mod form;
mod objects;
mod provider;
mod recovery;
mod refusal;
mod signed;

pub use callback::{Callbacks, CardSaved, Claim, ConfirmError, Delivery, Mismatch, SignaturePolicy};
pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use form::{Preauthorize, SignedForm};
pub use objects::*;
pub use provider::Kvell;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorCode, ErrorItem, Refusal, RetryClass, request_id};
pub use signed::{CardByTransactionSignature, Covered};

pub use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Unverified, Verified,
};
pub use payments_core::{
    BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, ChunkFuture, Clock, Currency, DecodeError,
    EndpointInfo, ErrorKind, FlatFields, HttpContext, InvalidField, Money, MoneyError, NoRuntime, Outcome, PollError,
    PollSchedule, Randomness, RandomnessError, Response, ResponseBody, RetryPolicy, Secret, Sleep, Timeouts, Timestamp,
    Transport, TransportError, TransportFuture, UrlError,
};

// Building blocks for custom endpoints.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// For a proxy, extra certificates or a custom clock.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// The error of a call: why it failed, and whether Kvell may have acted.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Kvell>;

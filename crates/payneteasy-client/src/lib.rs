#![doc = include_str!("../README.md")]
//!
//! # Main items
//!
//! - Requests: [`TransferForm`], [`Status`], [`CreateCardRef`], sent with [`Client::send`]. [`Client::wait_for_final`] polls.
//! - Callbacks: [`Callbacks`], [`StoredOrder`], [`ProcessedEvents`].
//! - Errors: [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`].
//! - Signatures: [`Client::explain`].
//!
//! Source of everything here: PaynetEasy's document "/api/v4/transfer-form", completed from the gateway's public pages and
//! examples.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod callback;
mod client;
mod confirm;
mod endpoints;
mod flat_response;
mod oauth;
mod objects;
mod parameters;
mod provider;
mod recovery;
mod refusal;
mod terminal;

pub use callback::{Callback, Callbacks, Claims, FinalRedirect};
pub use client::{Client, ClientBuilder, Environment, ExplainError, ResponseFormat};
pub use confirm::{Confirmed, Mismatch};
pub use endpoints::*;
pub use oauth::Explanation;
pub use objects::*;
pub use provider::PaynetEasy;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorCode, Refusal, RefusalKind};
pub use terminal::Terminal;

pub use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Unverified, Verified,
};
pub use payments_core::{
    AuthError, BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, CardNumber, ChunkFuture, Clock,
    Currency, Date, DecodeError, EndpointInfo, ErrorKind, FlatFields, HttpContext, InvalidField, Money, MoneyError,
    NoRuntime, Outcome, PollError, PollSchedule, Randomness, RandomnessError, Response, ResponseBody, RetryPolicy,
    Secret, SecurityCode, Sleep, Timeouts, Transport, TransportError, TransportFuture, UrlError, signing,
};

// Building blocks for custom endpoints.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// For a proxy, extra certificates or a custom clock.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// The error of a call: why it failed, and whether the gateway may have acted.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<PaynetEasy>;

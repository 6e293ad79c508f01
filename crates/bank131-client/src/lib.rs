#![doc = include_str!("../README.md")]
//!
//! # Types by task
//!
//! | task | use |
//! |---|---|
//! | start a transfer, with a card or a recurrent token | [`SessionMultiInit`] |
//! | query the status of a session, or poll until it is final | [`SessionStatus`], [`Client::wait_for_final`] |
//! | confirm or cancel a pending payout | [`SessionConfirm`], [`SessionCancel`] |
//! | find the next step and the result of a session | [`Session::next_step`], [`Session::result`] |
//! | verify and read webhooks | [`Webhooks`] |
//! | ignore duplicate webhooks | [`ProcessedEvents`] |
//! | use a promotional rate | [`Client::with_project`] |
//! | handle a failed call | [`Error::outcome`](payments_core::Error::outcome), [`ErrorCode::retry_class`], [`Recovery`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! Source of everything here: the bank's document "Vepay - Банк 131. API для денежных переводов", completed from the
//! bank's public pages and its PHP SDK where that document only links to them.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod authenticator;
mod client;
mod endpoints;
mod error_code;
mod idempotency_key;
mod objects;
mod provider;
mod recovery;
mod refusal;
mod webhook;

pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use error_code::{ErrorCode, RetryClass};
pub use idempotency_key::IdempotencyKey;
pub use objects::*;
pub use provider::Bank131;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{Refusal, RejectReason};
pub use webhook::{Event, EventType, Webhooks};

pub use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Verified,
};
pub use payments_core::json::Json;
pub use payments_core::{
    BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardNumber, ChunkFuture, Clock, Currency, Date,
    DecodeError, EndpointInfo, ErrorKind, FlatFields, HttpContext, InvalidField, Money, MoneyError, NoRuntime, Outcome,
    PollError, PollSchedule, Randomness, RandomnessError, Response, ResponseBody, RetryPolicy, Secret, SecurityCode,
    Sleep, Timeouts, Timestamp, Transport, TransportError, TransportFuture, UrlError, signing,
};

// Building blocks for custom endpoints.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// Building blocks for a proxy, custom certificates or a custom clock.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// The error of a call: why it failed, and whether money may have moved.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Bank131>;

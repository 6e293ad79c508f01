#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | start a transfer, also by a recurrent token | [`SessionMultiInit`] |
//! | ask how a session stands, or wait for its end | [`SessionStatus`], [`Client::wait_for_final`] |
//! | approve or refuse a pending payout | [`SessionConfirm`], [`SessionCancel`] |
//! | know what to do next, and how it ended | [`Session::next_step`], [`Session::result`] |
//! | receive webhooks | [`Webhooks`] |
//! | book each callback once, however often it comes | [`ProcessedEvents`] |
//! | use a promotional rate | [`Client::with_project`] |
//! | know what a failed call means | [`Error::outcome`](payments_core::Error::outcome), [`ErrorCode::retry_class`], [`Recovery`] |
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
pub use recovery::Recovery;
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

// What a call of your own is made of.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// What a proxy, another certificate or a clock in front of the machine's is made of.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Bank131>;

#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | start a transfer in one of six scenarios | [`TransferForm`] |
//! | ask how an order stands, or wait for its end | [`Status`], [`Client::wait_for_final`] |
//! | keep a card for later | [`CreateCardRef`] |
//! | receive callbacks and the returning browser | [`Callbacks`] |
//! | book each callback once, however often it comes | [`ProcessedEvents`] |
//! | find out why a signature is refused | [`Client::explain`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`] |
//! | test without a contract | the `payments-sandbox` crate |
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
pub use recovery::Recovery;
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

// What a call of your own is made of.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// What a proxy, another certificate or a clock in front of the machine's is made of.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<PaynetEasy>;

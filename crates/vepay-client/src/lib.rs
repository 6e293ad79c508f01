#![doc = include_str!("../README.md")]
//!
//! # Types by task
//!
//! | task | types |
//! |---|---|
//! | begin a card registration | [`Client::register`], [`CardReg`] |
//! | poll until the card is saved | [`Client::wait_for_card`], [`CardGet`] |
//! | look up or delete a saved card | [`CardInfo`], [`CardDel`] |
//! | receive and verify callbacks | [`Callbacks`] |
//! | receive and confirm postbacks | [`Postbacks`], [`Client::confirm_postback`] |
//! | ignore duplicate callbacks | [`ProcessedEvents`] |
//! | check the connection and the credentials | [`Check`] |
//! | handle errors and unknown outcomes | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! Sources: Vepay's document "Регистрация карты (МФО)", Vepay's API description, and observed behaviour of the service up to
//! 2022. Behaviour that no document specifies is marked as such.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod authenticator;
mod callback;
mod client;
mod endpoints;
mod objects;
mod postback;
mod provider;
mod recovery;
mod refusal;
mod registration;

pub use callback::{Callback, CallbackDetails, CallbackField, Callbacks, Mismatch};
pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use objects::*;
pub use postback::{ConfirmError, Postback, PostbackCommon, PostbackV1, PostbackV2, Postbacks};
pub use provider::Vepay;
pub use recovery::{Recovery, StatusQuery};
pub use refusal::{ErrorName, Refusal, RefusalKind};
pub use registration::{RegisterOutcome, Registration};

pub use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Unverified, Verified,
};
pub use payments_core::{
    BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, CardNumber, ChunkFuture, Clock, Currency,
    DecodeError, EndpointInfo, ErrorKind, HttpContext, InvalidField, Money, MoneyError, NoRuntime, Outcome, PollError,
    PollSchedule, Randomness, RandomnessError, Response, ResponseBody, RetryPolicy, Secret, Sleep, Timeouts, Transport,
    TransportError, TransportFuture, UrlError,
};

// Building blocks for custom endpoints.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// Building blocks for a proxy, extra certificates or a custom clock.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// The error of a call: why it failed, and whether money may have moved.
///
/// See [`payments_core::Error`] for its methods: [`outcome`](payments_core::Error::outcome),
/// [`money_may_have_moved`](payments_core::Error::money_may_have_moved), [`recovery`](payments_core::Error::recovery),
/// [`refusal`](payments_core::Error::refusal), [`http`](payments_core::Error::http).
pub type Error = payments_core::Error<Vepay>;

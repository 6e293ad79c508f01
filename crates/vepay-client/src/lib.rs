#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | begin a registration | [`Client::register`], [`CardReg`] |
//! | wait for its card | [`Client::wait_for_card`], [`CardGet`] |
//! | look at a saved card, delete it | [`CardInfo`], [`CardDel`] |
//! | receive the callback of the cabinet | [`Callbacks`] |
//! | receive postbacks | [`Postbacks`], [`Client::confirm_postback`] |
//! | book each callback once, however often it comes | [`ProcessedEvents`] |
//! | see whether Vepay is there and knows you | [`Check`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`Recovery`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! Source of everything here: Vepay's document "Регистрация карты (МФО)", completed from Vepay's API description and from what
//! has been seen of the service up to 2022. Places that no document settles say so.

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
pub use recovery::Recovery;
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

// What a call of your own is made of.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// What a proxy, another certificate or a clock in front of the machine's is made of.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Vepay>;

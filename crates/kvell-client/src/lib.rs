#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | bind a card | [`Preauthorize`], [`Client::sign_form`], [`SignedForm`] |
//! | receive the callback that a card was saved | [`Callbacks`], [`SignaturePolicy`] |
//! | book each callback once, however often it comes | [`ProcessedEvents`] |
//! | prove what it says | [`Client::confirm`], [`CardByTransaction`] |
//! | know how an order stands, or wait for its end | [`OrderByTransaction`], [`Client::wait_for_final`] |
//! | list the banks of the faster payments system | [`BankList`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`ErrorCode::retry_class`] |
//! | give Kvell's support a number | [`Refusal::request_id`], [`request_id`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! Source of everything here: Kvell's page "Форма холдирования" (/customer/cards/preauthorize), completed from other pages
//! of its documentation, recorded exchanges with its stage host, and its SDKs. Where these are silent or contradict each
//! other, the item says so.

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
pub use recovery::Recovery;
pub use refusal::{ErrorCode, ErrorItem, Refusal, RetryClass, request_id};
pub use signed::{CardByTransactionSignature, Covered, SignedEndpoint};

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

// What a call of your own is made of.
pub use payments_core::{
    Body, Changes, Classification, Endpoint, Idempotency, MovesMoney, Path, Provider, RawResponse, Reads, Recover, json,
};

// What a proxy, another certificate or a clock in front of the machine's is made of.
#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Kvell>;

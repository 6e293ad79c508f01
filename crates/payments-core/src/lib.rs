#![doc = include_str!("../README.md")]
//!
//! # What is where
//!
//! | step | types |
//! |---|---|
//! | validate the request | [`Endpoint::validate`], [`InvalidField`] |
//! | encode the body once; these bytes are signed and sent | [`Endpoint::body`], [`Body`] |
//! | build the URL, escaping each path segment | [`BaseUrl`], [`Path`] |
//! | authenticate: add headers, change nothing else | [`Authenticate`] |
//! | send, with a timeout | [`Transport`], [`Timeouts`] |
//! | read a limited number of bytes | [`ResponseBody`] |
//! | classify the response by the provider's rules | [`Provider::classify`], [`Endpoint::classify`], [`Classification`] |
//! | decode the response | [`Endpoint::decode`], [`DecodeError`] |
//! | retry what is safe to send again | [`RetryPolicy`], [`Idempotency`] |
//! | report an error with its outcome | [`Error`], [`Outcome`] |
//! | poll for a final status | [`poll_until`], [`PollSchedule`] |
//! | verify webhooks and ignore duplicates | [`callback`] |
//! | test without a network | `testing`, a feature |
//!
//! [`Pipeline::send`] runs the steps from validation to retries. Every [`Error`] has an [`outcome`](Error::outcome):
//! not sent, refused or unknown.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod authenticate;
mod body;
mod browser;
mod build_error;
pub mod callback;
pub mod card;
mod clock;
pub mod common;
mod constant_time;
mod download;
mod effect;
mod effect_kind;
mod endpoint;
mod endpoint_info;
mod error;
mod error_chain;
mod error_debug;
mod fields;
mod flat_fields;
mod hex;
pub mod html;
mod http_context;
mod identifier;
pub mod json;
#[doc(hidden)]
pub mod macros;
mod money;
mod pipeline;
mod poll;
mod provider;
mod randomness;
mod raw_call;
mod raw_response;
mod recovery;
mod retry;
mod scrub;
mod secret;
mod serde_error;
pub mod signing;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
mod time;
mod timeouts;
mod transport;
mod url;
mod validation;
mod values;

pub use authenticate::{AuthError, AuthFuture, Authenticate, UnsignedRequest};
pub use body::Body;
pub use browser::check_browser_address;
pub use build_error::BuildError;
pub use card::{CardError, CardExpiry, CardMask, CardNumber, SecurityCode};
#[cfg(feature = "reqwest")]
pub use clock::TokioClock;
pub use clock::{Clock, NoRuntime, Sleep};
pub use download::Download;
pub use effect::{Changes, MovesMoney, Reads, RecoverableChanges};
pub use effect_kind::{EffectKind, Idempotency};
pub use endpoint::{Effect, Endpoint, Recover, RecoveryOf, RefusalOf};
pub use endpoint_info::{CardData, EndpointInfo, EndpointKind, Evidence};
pub use error::{Error, ErrorKind, Outcome};
pub use flat_fields::FlatFields;
pub use hex::to_hex;
pub use http_context::{HttpContext, Response};
pub use json::{DecodeError, check_echo};
pub use money::{Currency, Money, MoneyError};
pub use pipeline::{Pipeline, PipelineBuilder};
pub use poll::{PollError, PollSchedule, poll_until};
pub use provider::{Classification, Provider};
pub use randomness::{Randomness, RandomnessError, SystemRandomness, random_uuid};
pub use raw_call::RawCall;
pub use raw_response::RawResponse;
pub use recovery::{NoQuery, Query, Recovery, RecoveryError, Why};
pub use retry::RetryPolicy;
pub use scrub::scrub;
pub use secret::{Secret, with_wiped_stack};
pub use signing::Signer;
pub use time::{Date, Timestamp};
pub use timeouts::Timeouts;
pub use transport::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture};
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use url::{BaseUrl, Path, UrlError, percent_decode, percent_encode};
pub use validation::{InvalidField, check_length, check_secret};
pub use values::{AccountNumber, Bik, Email, Hidden, Inn, Minutes, Phone, ProviderText};

#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use crate::error_debug::debug_error;
    pub use crate::fields::{AddField, Broken, FormPart, FormText, JsonForm, JsonList, check_value};
    pub use crate::serde_error::{read, read_text, read_word, without_value};
}

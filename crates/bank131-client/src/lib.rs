//! Client of the Bank 131 payments API: card-to-card transfers across currencies, repeat payments, webhooks.
//!
//! # A first transfer
//!
//! ```no_run
//! use bank131_client::signing::RsaSigner;
//! use bank131_client::{
//!     Amounts, CardDetails, Client, Currency, Environment, ExchangeRate, IdempotencyKey, Money, NextStep, Participant,
//!     Participants, PaymentDetails, PayoutDetails, SessionMultiInit,
//! };
//!
//! # async fn first_transfer() -> Result<(), Box<dyn std::error::Error>> {
//! let signer = RsaSigner::from_pem_file("partner.pem")?;
//! let client = Client::builder(Environment::Demo, "your_project_name", signer).build()?;
//!
//! let amounts = Amounts::new(
//!     Money::parse("1000.00", Currency::RUB)?,
//!     ExchangeRate::from_rub("9.2222", Currency::TJS)?,
//!     ExchangeRate::from_rub("8.22", Currency::TJS)?,
//! );
//! let transfer = SessionMultiInit::new(
//!     IdempotencyKey::new("transfer-1001")?, // yours, stored with the order before the first attempt
//!     PaymentDetails::Card(CardDetails::new("4242424242424242".parse()?).expires(1, 2030)?.security_code("123".parse()?)),
//!     amounts,
//!     Money::parse("108.43", Currency::TJS)?,
//!     Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
//! )
//! .payout(PayoutDetails::card("5058270610441098".parse()?));
//!
//! match client.send(&transfer).await {
//!     Ok(session) => match session.next_step() {
//!         NextStep::Redirect(page) => println!("send the payer to {}", page.url()),
//!         step => println!("{step:?}; the webhook or session/status tells the rest"),
//!     },
//!     Err(error) if error.money_may_have_moved() => println!("find out first: {:?}", error.look_up()),
//!     Err(error) => println!("nothing happened: {error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | start a transfer, also by a recurrent token | [`SessionMultiInit`] |
//! | ask how a session stands, or wait for its end | [`SessionStatus`], [`Client::wait_for_final`] |
//! | approve or refuse a pending payout | [`SessionConfirm`], [`SessionCancel`] |
//! | know what to do next | [`Session::next_step`] |
//! | receive webhooks | [`Webhooks`] |
//! | book each callback once, however often it comes | [`SeenEvents`] |
//! | use a promotional rate | [`Client::with_project`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`ErrorCode::retry_class`], [`LookUp`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! # When a call fails
//!
//! Every [`Error`] has an [`Outcome`]: *not sent* and *refused* mean that nothing happened; *unknown* means that the
//! bank may have acted. [`Error::look_up`](payments_core::Error::look_up) then says how to find out, and until you have,
//! do not start the transfer again under another key.
//!
//! After a crash, or when the future of a call was dropped, there is no error to ask: [`Settle::look_up`] of the same request
//! gives the same look-up, so keep the request, or what it is made of, before you send it.
//!
//! What cannot act twice is repeated of itself; [`Retries`] says what that is, [`ClientBuilder::retries`] changes it.
//!
//! Source of everything here: the bank's document "Vepay - Банк 131. API для денежных переводов", completed from the
//! bank's public pages and its PHP SDK where that document only links to them.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod endpoints;
mod error_code;
mod idempotency_key;
mod look_up;
mod objects;
mod provider;
mod refusal;
mod sealer;
mod webhook;

pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use error_code::{ErrorCode, RetryClass};
pub use idempotency_key::IdempotencyKey;
pub use look_up::LookUp;
pub use objects::*;
pub use provider::Bank131;
pub use refusal::{Refusal, RejectReason};
pub use webhook::{Event, EventType, Webhooks};

pub use payments_core::callback::{
    Acknowledgement, BeingHandled, CallbackError, EventIdentity, InMemorySeenEvents, InMemoryTransaction, KeyName,
    KeyRing, SeenEvents, Sighting, Verified,
};
pub use payments_core::json::Json;
pub use payments_core::{
    Answer, BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardNumber, ChunkFuture, Clock, Currency, Date,
    Deadlines, DecodeError, Endpoint, EndpointInfo, ErrorKind, FormFields, HttpContext, InvalidField, Money,
    MoneyError, Outcome, PollError, PollSchedule, Randomness, RandomnessError, Repeat, ResponseBody, Retries, Secret,
    SecurityCode, Settle, Sleep, Timestamp, Transport, TransportError, TransportFuture, UrlError, signing,
};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Bank131>;

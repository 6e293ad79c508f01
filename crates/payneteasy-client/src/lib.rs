//! Client of the PaynetEasy payment gateway: transfers through the gateway's payment form, order status, callbacks.
//!
//! # A first transfer
//!
//! ```no_run
//! use payneteasy_client::signing::RsaSigner;
//! use payneteasy_client::{
//!     Client, ClientOrderId, Currency, DestinationCard, Environment, Money, Notification, Order, ReturnUrl,
//!     TransferForm,
//! };
//!
//! # async fn first_transfer() -> Result<(), Box<dyn std::error::Error>> {
//! let signer = RsaSigner::from_pem_file("merchant.pem")?;
//! let client = Client::builder(Environment::Sandbox, "your_login", signer).build()?;
//!
//! let order = Order::new(
//!     ClientOrderId::new("order-1001"), // yours, stored before you send
//!     Money::parse("100", Currency::USD)?,
//!     "Transfer to a card",
//!     "203.0.113.7",
//! );
//! let transfer = TransferForm::form_to_pan(
//!     client.endpoint(39915),
//!     order,
//!     ReturnUrl::any("https://shop.example/back"),
//!     DestinationCard::new("4268736646656312".parse()?),
//! )
//! .notification(Notification::final_only("https://shop.example/callbacks"));
//!
//! match client.send(&transfer).await {
//!     Ok(form) => println!("send the payer to {:?}", form.redirect_url),
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
//! | start a transfer in one of six scenarios | [`TransferForm`] |
//! | ask how an order stands, or wait for its end | [`Status`], [`Client::wait_for_final`] |
//! | keep a card for later | [`CreateCardRef`] |
//! | receive callbacks and the returning browser | [`Callbacks`] |
//! | book each callback once, however often it comes | [`SeenEvents`] |
//! | find out why a signature is refused | [`Client::explain`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`LookUp`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! # When a call fails
//!
//! Every [`Error`] has an [`Outcome`]: *not sent* and *refused* mean that nothing happened; *unknown* means that the order
//! may exist. [`Error::look_up`](payments_core::Error::look_up) is then the question to ask; until it is answered, do not
//! start the transfer again.
//!
//! After a crash, or when the future of a call was dropped, there is no error to ask: [`Settle::look_up`] of the same request
//! gives the same look-up, so keep the request, or what it is made of, before you send it.
//!
//! What cannot act twice is repeated of itself; [`Retries`] says what that is, [`ClientBuilder::retries`] changes it.
//!
//! Source of everything here: PaynetEasy's document "/api/v4/transfer-form", completed from the gateway's public pages and
//! examples.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod callback;
mod client;
mod endpoints;
mod look_up;
mod oauth;
mod objects;
mod parameters;
mod provider;
mod refusal;
mod terminal;

pub use callback::{Callback, Callbacks, Claims, FinalRedirect, Mismatch};
pub use client::{AnswerFormat, Client, ClientBuilder, Environment, ExplainError};
pub use endpoints::*;
pub use look_up::LookUp;
pub use oauth::Explanation;
pub use objects::*;
pub use provider::PaynetEasy;
pub use refusal::{ErrorCode, Refusal, RefusalKind};
pub use terminal::Terminal;

pub use payments_core::callback::{
    Acknowledgement, BeingHandled, CallbackError, EventIdentity, InMemorySeenEvents, InMemoryTransaction, KeyName,
    KeyRing, SeenEvents, Sighting, Unverified, Verified,
};
pub use payments_core::{
    Answer, BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, CardNumber, ChunkFuture, Clock, Currency,
    Date, Deadlines, DecodeError, Endpoint, EndpointInfo, ErrorKind, FormFields, HttpContext, InvalidField, Money,
    MoneyError, Outcome, PollError, PollSchedule, Randomness, RandomnessError, Repeat, ResponseBody, Retries,
    SealError, Secret, SecurityCode, Settle, Sleep, Transport, TransportError, TransportFuture, UrlError, signing,
};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<PaynetEasy>;

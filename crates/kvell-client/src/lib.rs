//! Client of the Kvell (Квелл) payments API: the form that binds a card, the callback that it was saved and its
//! confirmation, the status of an order, the banks of the faster payments system.
//!
//! # A first card
//!
//! ```no_run
//! use kvell_client::{Client, Currency, CustomerKey, Environment, Money, Preauthorize, Secret, TransactionId};
//!
//! # async fn first_card() -> Result<(), Box<dyn std::error::Error>> {
//! let secret_key = Secret::new(std::env::var("KVELL_SECRET_KEY")?);
//! let client = Client::builder(Environment::Stage, "3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae", secret_key).build()?;
//!
//! let customer = CustomerKey::new("buyer-42");
//! let transaction = TransactionId::random()?; // store both before you show the form
//! let form = Preauthorize::new(
//!     customer,
//!     transaction,
//!     Money::parse("1.00", Currency::RUB)?,
//!     "Проверка карты",
//!     "https://shop.example/card-saved",
//!     "https://shop.example/card-not-saved",
//! );
//! let signed = client.sign_form(&form)?;
//! println!("answer the browser with {} bytes of HTML, or send it to the address", signed.html().len());
//!
//! // The callback tells the rest, see `Callbacks`. If none came within an hour, ask:
//! if let kvell_client::LookUp::Card(question) = signed.look_up() {
//!     match client.send(&question).await {
//!         Ok(card) => println!("saved: {:?}", card.pan_mask),
//!         Err(error) => println!("not known to be saved: {error}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is where
//!
//! | you want to | use |
//! |---|---|
//! | bind a card | [`Preauthorize`], [`Client::sign_form`], [`SignedForm`] |
//! | receive the callback that a card was saved | [`Callbacks`], [`SignaturePolicy`] |
//! | book each callback once, however often it comes | [`SeenEvents`] |
//! | prove what it says | [`Client::confirm`], [`CardByTransaction`] |
//! | know how an order stands, or wait for its end | [`OrderStatus`], [`Client::wait_for_final`] |
//! | list the banks of the faster payments system | [`BankList`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`ErrorCode::retry_class`] |
//! | give Kvell's support a number | [`Refusal::request_id`], [`request_id`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! # Nothing is proven by the browser
//!
//! The form travels through the payer's browser, and Kvell signs its values set one after the other with nothing between
//! them; [`TransactionId`] and [`Preauthorize`] say what that means. Store the pair of transaction and customer before you
//! show the form, and believe nothing that is not about a stored pair and confirmed by Kvell itself.
//!
//! # When a call fails
//!
//! Every [`Error`] has an [`Outcome`]. All endpoints of this crate only read, so any of them may be asked again.
//!
//! Source of everything here: Kvell's page "Форма холдирования" (/customer/cards/preauthorize), completed from other pages
//! of its documentation, recorded exchanges with its stage host, and its SDKs. Where these are silent or contradict each
//! other, the item says so.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod callback;
mod client;
mod endpoints;
mod form;
mod look_up;
mod objects;
mod provider;
mod refusal;
mod sealer;
mod signed;

pub use callback::{Callbacks, CardSaved, Claim, ConfirmError, Delivery, Mismatch, SignaturePolicy};
pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use form::{Preauthorize, SignedForm};
pub use look_up::LookUp;
pub use objects::*;
pub use provider::Kvell;
pub use refusal::{ErrorCode, ErrorItem, Refusal, RetryClass, request_id};
pub use signed::{CardLookUpSignature, Covered, SignedEndpoint};

pub use payments_core::callback::{
    Acknowledgement, BeingHandled, CallbackError, EventIdentity, InMemorySeenEvents, InMemoryTransaction, KeyName,
    KeyRing, SeenEvents, Sighting, Unverified, Verified,
};
pub use payments_core::{
    Answer, BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, ChunkFuture, Clock, Currency, Deadlines,
    DecodeError, Endpoint, EndpointInfo, ErrorKind, FormFields, HttpContext, InvalidField, Money, MoneyError, Outcome,
    PollError, PollSchedule, Randomness, RandomnessError, Repeat, ResponseBody, Retries, Secret, Sleep, Timestamp,
    Transport, TransportError, TransportFuture, UrlError,
};

#[cfg(feature = "reqwest")]
pub use payments_core::{ReqwestTransport, ReqwestTransportBuilder};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Kvell>;

//! Client of the Vepay payments API (MFO): registration of cards, saved cards, callbacks and postbacks.
//!
//! # A first card
//!
//! ```no_run
//! use vepay_client::{Begun, CardReg, CardStatus, Client, Environment, ExtId, RegistrationPurpose, Secret};
//!
//! # async fn first_card() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test, "17", Secret::new("your-secret")).build()?;
//!
//! let number = ExtId::new("УФ-906/2187534")?; // yours, stored before you send
//! let request = CardReg::new(RegistrationPurpose::PayoutOnly, number)
//!     .timeout_minutes(10)
//!     .success_url("https://shop.example/saved");
//!
//! let registration = match client.register(&request).await {
//!     Ok(Begun::Form { registration, url }) => {
//!         println!("send the client to {}", url.as_str());
//!         registration // its number belongs into your database
//!     }
//!     Ok(begun) => begun.registration().clone(), // an earlier attempt had arrived
//!     Err(error) if error.money_may_have_moved() => return Err(format!("find out first: {:?}", error.look_up()).into()),
//!     Err(error) => return Err(format!("nothing happened: {error}").into()),
//! };
//!
//! let state = client.wait_for_card(&registration).await?;
//! match (&state.status, &state.card) {
//!     (CardStatus::Success, Some(card)) => println!("pay out to card {}", card.id),
//!     _ => println!("no card: {:?}", state.message),
//! }
//! # Ok(())
//! # }
//! ```
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
//! | book each callback once, however often it comes | [`SeenEvents`] |
//! | see whether Vepay is there and knows you | [`Check`] |
//! | know what a failure means | [`Error::outcome`](payments_core::Error::outcome), [`Refusal`], [`LookUp`] |
//! | test without a contract | the `payments-sandbox` crate |
//!
//! # Two meanings
//!
//! | field | in `/card/reg` | in `/card/get` |
//! |---|---|---|
//! | `type` | [`RegistrationPurpose`]: 0 autopayments and payouts, 1 payouts only | [`CardUse`]: 0 autopayments, 1 payouts |
//! | `status` | [`RequestStatus`]: 0 error, 1 success | [`CardStatus`]: 0 waiting, 1 success, 2 payment error |
//! | `id` | the answer's [`RegistrationId`] | the request's [`RegistrationId`]; inside `card` a [`CardId`] |
//!
//! # When a call fails
//!
//! Every [`Error`] has an [`Outcome`]: *not sent* and *refused* mean that nothing happened; *unknown* means that the
//! registration may exist. Sending the same request again settles it, because Vepay takes an external number once:
//! [`Begun::Existing`] is the registration that was made. That works from the API of 2022 on; an older one gives the first
//! registration again, which comes out as [`Begun::Form`].
//!
//! After a crash, or when the future of a call was dropped, there is no error to ask: [`Settle::look_up`] of the same request
//! gives the same look-up, so keep the request, or what it is made of, before you send it.
//!
//! What cannot act twice is repeated of itself; [`Retries`] says what that is, [`ClientBuilder::retries`] changes it.
//!
//! Source of everything here: Vepay's document "Регистрация карты (МФО)", completed from Vepay's API description and from what
//! has been seen of the service up to 2022. Places that no document settles say so.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod callback;
mod client;
mod endpoints;
mod look_up;
mod objects;
mod postback;
mod provider;
mod refusal;
mod registration;
mod sealer;

pub use callback::{Callback, CallbackDetails, CallbackField, Callbacks, Mismatch};
pub use client::{Client, ClientBuilder, Environment};
pub use endpoints::*;
pub use look_up::LookUp;
pub use objects::*;
pub use postback::{ConfirmError, Postback, PostbackCommon, PostbackV1, PostbackV2, Postbacks};
pub use provider::Vepay;
pub use refusal::{ErrorName, Refusal, RefusalKind};
pub use registration::{Begun, Registration};

pub use payments_core::callback::{
    Acknowledgement, BeingHandled, CallbackError, EventIdentity, InMemorySeenEvents, InMemoryTransaction, KeyName,
    KeyRing, SeenEvents, Sighting, Unverified, Verified,
};
pub use payments_core::{
    Answer, BaseUrl, BodyChunks, BuildError, CardError, CardExpiry, CardMask, CardNumber, ChunkFuture, Clock, Currency,
    Deadlines, DecodeError, Endpoint, EndpointInfo, ErrorKind, HttpContext, InvalidField, Money, MoneyError, Outcome,
    PollError, PollSchedule, Randomness, RandomnessError, Repeat, ResponseBody, Retries, Secret, Settle, Sleep,
    Transport, TransportError, TransportFuture, UrlError,
};

/// Why a call failed, and what that means for the money.
pub type Error = payments_core::Error<Vepay>;

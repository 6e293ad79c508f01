//! A local simulator of payment providers: it verifies every signature, keeps state, serves the payer's pages and
//! delivers signed callbacks. No real money, no network beyond this machine.
//!
//! [`Sandbox::start`] starts one in a test; the binary `payments-sandbox` does the same for a client in any language.
//! Either way fresh keys are made and [announced](Announcement) together with the addresses. Each provider has its own
//! port. There are four, whose modules say what decides the outcome: [Bank 131](bank131), [PaynetEasy](payneteasy),
//! [Vepay](vepay) and [Kvell](kvell).
//!
//! ```
//! use payments_sandbox::{Provider, Sandbox};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?;
//! sandbox.set_callback(Provider::Bank131, "http://127.0.0.1:8080/bank131")?;
//!
//! let bank = &sandbox.announcement().bank131;
//! assert!(bank.base_url.starts_with("http://127.0.0.1:"));
//! let key = std::fs::read_to_string(&bank.private_key_pem_file)?;
//! assert!(key.starts_with("-----BEGIN PRIVATE KEY-----"));
//! // … point the client at `bank.base_url` with `bank.project` and `key`, then look at what arrived:
//! assert!(sandbox.bank131().received().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Delays pass in real time unless [`Builder::speed`] says otherwise.
//!
//! Connections and callbacks can go wrong on purpose, by a script: see [`faults`]. [`Sandbox::effects`] tells what a provider
//! really did, whatever its client was told.

mod announcement;
pub mod bank131;
mod callback_url;
mod card_form;
mod clock;
mod credentials;
mod delivery;
mod digest;
pub mod faults;
mod json;
mod keys;
pub mod kvell;
mod page;
mod pan;
pub mod payneteasy;
mod provider;
mod random;
mod record;
mod sandbox;
mod server;
mod tasks;
pub mod vepay;

pub use announcement::{
    Announcement, Bank131Announcement, KvellAnnouncement, PaynetEasyAnnouncement, VepayAnnouncement,
};
pub use callback_url::CallbackUrlError;
pub use faults::{CallbackFault, CallbackScript, Exchange, Fault, FaultKind, Gate, RetryAfter, Script, ScriptError};
pub use provider::{Provider, UnknownProvider};
pub use record::{Delivery, DeliveryOutcome, Effect, Received, SignatureVerdict};
pub use sandbox::{Builder, Sandbox, StartError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

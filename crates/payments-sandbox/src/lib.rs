#![doc = include_str!("../README.md")]
//!
//! # Overview
//!
//! | to | use |
//! |---|---|
//! | start a sandbox in a test, with settings | [`Sandbox::start`], [`Sandbox::builder`], [`Builder`] |
//! | point a client at it | [`Sandbox::announcement`], [`Announcement`] |
//! | look up what decides an outcome | the modules [`bank131`], [`payneteasy`], [`vepay`], [`kvell`] |
//! | inject faults into connections and callbacks | [`faults`], [`Sandbox::gate`] |
//! | inspect received requests and delivered callbacks | [`Received`], [`Delivery`], in [`Sandbox::bank131`] and the like |
//! | see why a signature was refused | [`Received::diagnosis`], the pages at [`Announcement::workbench_url`] |
//! | list what a provider really did, whatever it responded | [`Sandbox::effects`] |
//! | simulate thousands of orders in one thread, on any clock | [`Simulation`], [`Builder::simulate`] |

mod announcement;
pub mod bank131;
mod callback_url;
mod canned;
mod card_form;
mod clock;
mod credentials;
mod delivery;
mod diagnosis;
mod digest;
mod each_provider;
mod error_debug;
pub mod faults;
mod host;
mod json;
mod keys;
pub mod kvell;
mod latest;
mod ledger;
mod machine;
mod machines;
mod page;
mod pan;
pub mod payneteasy;
mod percent;
mod provider;
mod random;
mod record;
mod sandbox;
mod server;
mod simulation;
mod summary;
mod tasks;
pub mod vepay;
mod workbench;

pub use announcement::{
    Announcement, Bank131Announcement, KvellAnnouncement, PaynetEasyAnnouncement, VepayAnnouncement,
};
pub use callback_url::CallbackUrlError;
pub use diagnosis::{Comparison, SignatureDiagnosis};
pub use faults::{
    CallbackFault, CallbackScript, Exchange, Fault, FaultKind, ForeignIdentifier, Gate, RetryAfter, Script, ScriptError,
};
pub use host::SimulatedProvider;
pub use provider::{Provider, UnknownProvider};
pub use record::{Balance, Delivery, DeliveryOutcome, Effect, Received, SignatureVerdict};
pub use sandbox::{Builder, Sandbox, StartError};
pub use simulation::{SimulatedCallback, Simulation};

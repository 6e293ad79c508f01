//! One sample of every call of every client. The tests and the fuzz targets visit the samples, so that a call is described to all
//! of them once.
//!
//! The registry of a client is the list: a call in it without a sample does not compile.

#![allow(clippy::unnecessary_wraps, reason = "a check returns a result, also where it only asserts")]
#![allow(clippy::unwrap_used, reason = "test data")]

#[cfg(feature = "bank131")]
mod bank131;
pub mod case_file;
pub mod json_text;
#[cfg(feature = "kvell")]
mod kvell;
mod marks;
#[cfg(feature = "payneteasy")]
mod payneteasy;
mod sample;
mod sampler;
#[cfg(feature = "vepay")]
mod vepay;

#[cfg(feature = "bank131")]
pub use bank131::Bank131;
#[cfg(feature = "kvell")]
pub use kvell::Kvell;
pub use marks::{Mark, Marks};
#[cfg(feature = "payneteasy")]
pub use payneteasy::PaynetEasy;
pub use sample::{Broken, Case, Essence, Marked, OwnFailure, Sample, Sampled, StoredRecovery};
pub use sampler::{Sampler, Settings, Visitor};
#[cfg(feature = "vepay")]
pub use vepay::Vepay;

/// Why a sample cannot be made, or a check failed. `?` converts any error or text into one.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The result of a check. A failed `assert_eq!` counts as a failure as well.
pub type Checked = Result<(), Failure>;

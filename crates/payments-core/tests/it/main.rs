//! Integration tests of the public API of payments-core.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has failed, helpers included"
)]

mod callback;
mod card;
mod currency;
mod endpoint;
mod fields;
mod flat_fields;
mod json;
mod json_path;
mod long_input;
mod money;
mod open_enum;
mod pipeline;
mod poll;
mod processed_events;
mod randomness;
mod raw_call;
mod recovery;
#[cfg(all(feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
mod reqwest_transport;
mod scrub;
mod secret;
mod support;
mod testing;
mod text_only;
mod time;
mod timeouts;
mod url;
mod validation;
mod values;

//! Callbacks and postbacks: the webhooks of Vepay, how they are verified and compared with what you have stored.

mod confirm_error;
mod event;
mod mismatch;
mod postback;
mod receiver;
mod signed_fields;

pub use confirm_error::ConfirmError;
pub use event::{Callback, CallbackDetails};
pub use mismatch::Mismatch;
pub use postback::{Postback, PostbackCommon, PostbackV1, PostbackV2, Postbacks};
pub use receiver::Callbacks;
pub use signed_fields::CallbackField;

pub(crate) use postback::claim_of;
#[cfg(feature = "testing")]
pub(crate) use receiver::checksum;

//! Callbacks and postbacks: the webhooks of Vepay, how they are verified and compared with what you have stored.

mod confirm_error;
mod event;
mod mismatch;
mod postback;
mod receiver;

pub use confirm_error::ConfirmError;
pub use event::{Callback, CallbackDetails};
pub use mismatch::Mismatch;
pub use postback::{Postback, PostbackCommon, PostbackV1, PostbackV2, Postbacks};
pub use receiver::{CallbackField, Callbacks};

pub(crate) use postback::claim_of;
#[cfg(feature = "testing")]
pub(crate) use receiver::checksum;

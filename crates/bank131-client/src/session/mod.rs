//! Sessions: start a transfer, query, confirm, capture or cancel it, and read its payments and payouts.

mod cancel;
mod capture;
mod confirm;
mod multi_init;
mod objects;
mod session_call;
mod status;

pub use cancel::SessionCancel;
pub use capture::SessionCapture;
pub use confirm::SessionConfirm;
pub use multi_init::{ProviderTxId, SessionMultiInit};
pub use objects::*;
pub use status::SessionStatus;

#[cfg(feature = "testing")]
pub(crate) use objects::amount::write as write_amount;

//! Webhooks: the receiver, which verifies signatures, and the events.

mod confirm_details;
mod event;
mod receiver;

pub use confirm_details::{AccountDetails, AccountHolder, ConfirmDetails, Exchange, TransferDetails};
pub use event::{Event, EventType};
pub use receiver::Webhooks;

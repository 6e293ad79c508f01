//! Webhooks: the receiver, which verifies signatures, and the events.

mod event;
mod receiver;

pub use event::{Event, EventType};
pub use receiver::Webhooks;

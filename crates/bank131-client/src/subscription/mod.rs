//! Subscriptions: payments that the bank repeats by itself, on a schedule. Cancel one, and restore it.

mod cancel;
mod id;
mod restore;
mod subscription_call;

pub use cancel::SubscriptionCancel;
pub use id::SubscriptionId;
pub use restore::SubscriptionRestore;

//! What identifies a subscription.

use payments_core::{InvalidField, identifier};

identifier! {
    /// Identifier of a subscription, as the first payment of it has it (`subscription.id`).
    pub struct SubscriptionId;
}

impl SubscriptionId {
    pub(super) fn validate(&self) -> Result<(), InvalidField> {
        InvalidField::unless(!self.as_str().is_empty(), "subscription_id", "must not be empty")
    }
}

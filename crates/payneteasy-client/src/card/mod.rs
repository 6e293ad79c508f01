//! Saved cards: `create-card-ref`, and the ids of a saved card.

mod create_card_ref;
mod ids;

pub use create_card_ref::{CreateCardRef, CreateCardRefResponse};
pub use ids::{CardReferenceId, RecurringPaymentId, UniqueCardReferenceId};

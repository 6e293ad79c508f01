//! Types in the requests and responses about cards.

mod card_id;
mod kinds;
mod saved_card;
mod status;

pub use card_id::CardId;
pub use kinds::{CardUse, RegistrationPurpose};
pub use saved_card::{Card, PaymentSystem};
pub use status::CardStatus;

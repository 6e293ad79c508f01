//! Cards: their registration through Vepay's form, and saved cards.

mod card_del;
mod card_get;
mod card_info;
mod card_reg;
mod objects;
mod registration;

pub use card_del::{CardDel, CardDelResponse};
pub use card_get::{CardGet, CardGetResponse};
pub use card_info::CardInfo;
pub use card_reg::{CardReg, CardRegResponse};
pub use objects::{Card, CardId, CardStatus, CardUse, PaymentSystem, RegistrationPurpose};
pub use registration::{RegisterOutcome, Registration};

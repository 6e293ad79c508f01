//! Types used in requests and responses.

mod card;
mod ids;
mod kinds;
mod statuses;
pub(crate) mod urls;
pub(crate) mod wire;

pub use card::{Card, PaymentSystem};
pub use ids::{CardId, ExtId, RegistrationId};
pub use kinds::{CardUse, FormLanguage, RegistrationPurpose};
pub use statuses::{CardStatus, OperationStatus, RequestStatus};
pub use urls::FormUrl;

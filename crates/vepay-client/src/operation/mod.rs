//! Operations: what registrations, payments and payouts have in common. Vepay counts their ids, and yours, together.

mod ext_id;
mod form;
mod operation_id;
mod statuses;

pub use ext_id::ExtId;
pub use form::{FormLanguage, FormUrl};
pub use operation_id::RegistrationId;
pub use statuses::{OperationStatus, RequestStatus};

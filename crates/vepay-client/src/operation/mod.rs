//! Operations: what registrations, payments and payouts have in common. Vepay counts their ids, and yours, together.

mod ext_id;
mod form;
mod has_status;
mod operation_id;
mod statuses;
mod stored_operation;
mod urls;

pub use ext_id::ExtId;
pub use form::{FormLanguage, FormUrl};
pub use has_status::{HasStatus, ReportsStatus};
pub use operation_id::OperationId;
pub use statuses::{OperationStatus, RequestStatus};
pub use stored_operation::StoredOperation;
pub use urls::{PostbackUrl, ReturnUrl};

pub(crate) use has_status::{Reported, sealed};

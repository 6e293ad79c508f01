//! Self-employed persons, who pay the tax on professional income (НПД): whether a person is one, and has linked the bank, and
//! receipts for them.

mod check;
mod issue_receipt;
mod request_status;
mod values;

pub use check::{NpdCheck, NpdCheckResponse};
pub use issue_receipt::IssueReceipt;
pub use request_status::{NpdRequestStatus, NpdRequestStatusResponse};
pub use values::{NpdRequestId, NpdStatus, TaxReference};

//! Self-employed persons, who pay the tax on professional income (НПД): whether a person is one, and has linked the bank.

mod check;
mod request_status;
mod values;

pub use check::{NpdCheck, NpdCheckResponse};
pub use request_status::{NpdRequestStatus, NpdRequestStatusResponse};
pub use values::{NpdRequestId, NpdStatus, TaxReference};

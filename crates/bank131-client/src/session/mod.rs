//! Sessions: start payments, payouts and transfers, query, confirm, capture, refund or cancel them, and read what became of them.

mod cancel;
mod capture;
mod chargeback;
mod confirm;
mod create;
mod init_payment;
mod init_payment_sync;
mod init_payout;
mod init_payout_fiscalization;
mod multi_init;
mod multi_init_lists;
mod objects;
mod refund;
mod session_call;
pub(crate) mod start_call;
mod start_payment;
mod start_payout;
mod start_payout_fiscalization;
mod status;

pub use cancel::SessionCancel;
pub use capture::SessionCapture;
pub use chargeback::SessionChargeback;
pub use confirm::SessionConfirm;
pub use create::SessionCreate;
pub use init_payment::SessionInitPayment;
pub use init_payment_sync::SessionInitPaymentSync;
pub use init_payout::SessionInitPayout;
pub use init_payout_fiscalization::SessionInitPayoutFiscalization;
pub use multi_init::SessionMultiInit;
pub use multi_init_lists::SessionMultiInitLists;
pub use objects::*;
pub use refund::SessionRefund;
pub use start_payment::SessionStartPayment;
pub use start_payout::SessionStartPayout;
pub use start_payout_fiscalization::SessionStartPayoutFiscalization;
pub use status::SessionStatus;

//! The list of endpoints.

use crate::session;

payments_core::endpoints! {
    bank131_client:
    session::SessionCancel,
    session::SessionCapture,
    session::SessionConfirm,
    session::SessionMultiInit,
    session::SessionStatus,
}

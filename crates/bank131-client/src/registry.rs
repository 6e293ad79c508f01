//! The list of endpoints.

use crate::session;

payments_core::endpoints! {
    session::SessionCancel,
    session::SessionConfirm,
    session::SessionMultiInit,
    session::SessionStatus,
}

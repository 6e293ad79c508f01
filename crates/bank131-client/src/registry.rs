//! The list of endpoints.

use crate::{recurrent, session};

payments_core::endpoints! {
    bank131_client:
    recurrent::RecurrentStatus,
    session::SessionCancel,
    session::SessionCapture,
    session::SessionConfirm,
    session::SessionMultiInit,
    session::SessionStatus,
}

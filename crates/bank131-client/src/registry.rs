//! The list of endpoints.

use crate::{account, recurrent, session};

payments_core::endpoints! {
    bank131_client:
    account::EscrowCreate,
    account::EscrowInitPayout,
    account::EscrowMultiCreate,
    account::EscrowMultiInitPayment,
    account::EscrowMultiStartPayment,
    account::EscrowStartPayout,
    account::SettlementCreate,
    account::SettlementInitPayout,
    account::SettlementMultiCreate,
    account::SettlementMultiInitPayment,
    account::SettlementMultiStartPayment,
    account::SettlementStartPayout,
    recurrent::RecurrentStatus,
    session::SessionCancel,
    session::SessionCapture,
    session::SessionChargeback,
    session::SessionConfirm,
    session::SessionCreate,
    session::SessionInitPayment,
    session::SessionInitPaymentSync,
    session::SessionInitPayout,
    session::SessionInitPayoutFiscalization,
    session::SessionMultiInit,
    session::SessionMultiInitLists,
    session::SessionRefund,
    session::SessionStartPayment,
    session::SessionStartPayout,
    session::SessionStartPayoutFiscalization,
    session::SessionStatus,
}

//! The list of endpoints.

use crate::{fps, rate, recurrent, report, sberpay, self_employed, session, subscription, token};

payments_core::endpoints! {
    bank131_client:
    fps::FpsBanks,
    rate::Calculate,
    recurrent::RecurrentDisable,
    recurrent::RecurrentStatus,
    report::AccountBalance,
    report::AccountStatement,
    report::WalletBalance,
    sberpay::SberPayPush,
    self_employed::NpdCheck,
    self_employed::NpdRequestStatus,
    session::SessionCancel,
    session::SessionCapture,
    session::SessionConfirm,
    session::SessionMultiInit,
    session::SessionStatus,
    subscription::SubscriptionCancel,
    subscription::SubscriptionRestore,
    token::IssuePublicToken,
    token::TokenInfo,
    token::Tokenize,
}

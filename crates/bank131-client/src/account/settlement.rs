//! Payouts from settlement accounts (РКО).

use crate::account::calls::account_calls;

account_calls! {
    "rko", "your settlement account (РКО)", NewPayout::validate_sender_account, AccountTransfer::validate_settlement;
    SettlementCreate, SettlementInitPayout, SettlementStartPayout,
    SettlementMultiCreate, SettlementMultiInitPayment, SettlementMultiStartPayment
}

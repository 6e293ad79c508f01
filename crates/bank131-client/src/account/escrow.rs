//! Payouts from escrow accounts (номинальный счёт).

use crate::account::calls::account_calls;

account_calls! {
    "nominal", "your escrow account (номинальный счёт)", NewPayout::validate_whole, AccountTransfer::validate_escrow;
    EscrowCreate, EscrowInitPayout, EscrowStartPayout, EscrowMultiCreate, EscrowMultiInitPayment, EscrowMultiStartPayment
}

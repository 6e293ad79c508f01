//! The list of all endpoints.

use crate::{account, card};

payments_core::endpoints! {
    vepay_client:
    account::Check,
    card::CardDel,
    card::CardGet,
    card::CardInfo,
    card::CardReg,
}

//! The registries of endpoints and pages.

use http::Method;
use payments_core::{EffectKind, EndpointInfo, Evidence};

use crate::{bank, card, order, payout};

payments_core::endpoints! {
    kvell_client:
    bank::BankList,
    card::CardByTransaction,
    order::OrderByTransaction,
    payout::Account2Card,
}

/// List of all pages that this crate signs for the payer's browser.
pub const PAGES: &[EndpointInfo] = &[EndpointInfo::page(
    "bind/card/preauthorize",
    Method::POST,
    "bind/card/preauthorize",
    EffectKind::MovesMoney,
    Evidence::Documented,
)];

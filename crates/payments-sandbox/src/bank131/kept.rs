//! What the bank keeps besides sessions.

use super::cards::{CardFace, PaymentPlan};
use super::operation::IssuedToken;

/// Something the partner can name later.
#[derive(Debug)]
pub(super) enum Kept {
    /// What a recurrent token charges: a card, or an instrument without a face. It belongs to a session.
    Recurrent {
        face: Option<CardFace>,
        plan: PaymentPlan,
        issued: IssuedToken,
        is_active: bool,
        session: String,
    },
    Account,
    Public(IssuedToken),
    Subscription {
        is_active: bool,
    },
}

/// A check of a taxpayer that was asked for.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) tax_reference: String,
    /// The first time its result is asked for there is none.
    pub(super) was_asked: bool,
}

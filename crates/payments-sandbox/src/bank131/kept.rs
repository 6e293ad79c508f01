//! What the bank keeps besides sessions.

use super::cards::{CardFace, PaymentPlan};
use super::operation::IssuedToken;

/// Something the partner can name later.
#[derive(Debug)]
pub(super) enum Kept {
    /// The card of a recurrent token. It belongs to a session.
    Card {
        face: CardFace,
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

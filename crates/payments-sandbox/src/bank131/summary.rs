//! What the workbench shows of a session.

use super::interaction::payer_page;
use super::session::{Session, SessionStatus};
use crate::summary::Summary;

impl Session {
    pub(super) fn summary(&self) -> Summary {
        let waits = if self.next_action.is_some() { ", confirm" } else { "" };
        let charged = self.payments.iter().find_map(|payment| payment.charge.as_ref());
        let paid_out = self.payouts.iter().find_map(|payout| payout.sum.as_ref());
        let sum = match (charged, paid_out) {
            (Some(charged), Some(paid_out)) => Some(format!("{charged} → {paid_out}")),
            (one, other) => one.or(other).map(ToString::to_string),
        };
        let of_payments = self.payments.iter().map(|payment| &payment.terms);
        let mut terms = of_payments.chain(self.payouts.iter().map(|payout| &payout.terms));
        Summary {
            id: self.id.clone(),
            reference: terms.find_map(|terms| Some(terms.customer.as_ref()?.reference.clone())),
            state: format!("{}{waits}", self.status.as_str()),
            sum,
            page: self.payments.iter().find_map(payer_page),
        }
    }
}

impl SessionStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::InProgress => "in_progress",
            Self::Accepted => "accepted",
            Self::Cancelled => "cancelled",
            Self::Error => "error",
        }
    }
}

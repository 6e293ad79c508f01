//! The recovery of a return: the order's status, compared with what it showed before.

use payments_core::{Currency, Money};

use crate::order::{OrderStatus, Status, StatusResponse, TransactionType};

/// The status query that recovers a [`Return`](crate::order::Return), with what the status showed before it: nothing of the
/// order had been returned. Created by the recovery of a return.
///
/// Send [`status`](Self::status), and [`compare`](Self::compare) the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnQuery {
    status: Status,
    /// `None`: the whole order.
    amount: Option<Money>,
    before: Before,
}

/// What the status showed before a return, if a later return can be told from it: an approved payment, or a return that
/// failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    kind: TransactionType,
    status: OrderStatus,
}

impl Before {
    /// `None` if a later return could not be told from it.
    pub(crate) fn new(kind: &TransactionType, status: &OrderStatus, is_payment: bool) -> Option<Self> {
        let failed = status.is_final() && *status != OrderStatus::Approved;
        let is_clear = if is_return(kind) { failed } else { is_payment && *status == OrderStatus::Approved };
        is_clear.then(|| Self { kind: kind.clone(), status: status.clone() })
    }

    fn is_shown_by(&self, kind: &TransactionType, status: &OrderStatus) -> bool {
        self.kind == *kind && self.status == *status
    }
}

/// What `return` makes of an order: a cancel of a hold, a reversal of anything else.
const fn is_return(kind: &TransactionType) -> bool {
    matches!(kind, TransactionType::Reversal | TransactionType::Cancel)
}

/// What an order's status says about a return whose response was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReturnFound {
    /// The money was returned.
    Returned,
    /// The gateway has the return, and it is not final, or its result is unknown: query again.
    InProgress,
    /// The gateway has declined the return: nothing was returned.
    Declined,
    /// The status is as it was before the return. It may not have arrived, or may still be on its way, so this is not final:
    /// query again. After some time a person has to find out.
    AsBefore,
    /// The status does not tell: another amount, another type, such as a chargeback, or no type. A person has to find out.
    Unclear,
}

impl ReturnQuery {
    pub(crate) const fn new(status: Status, amount: Option<Money>, before: Before) -> Self {
        Self { status, amount, before }
    }

    /// The `status` request to send.
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// Says what the response to [`status`](Self::status) tells about the return. It assumes that nothing else returned
    /// money of the order meanwhile: not your other processes, not a person in the back office.
    ///
    /// The amount counts only as an objection, because some installations leave it out, and at least one shows the order's
    /// amount: a partial return is found only with its own amount or none.
    pub fn compare(&self, state: &StatusResponse) -> ReturnFound {
        let Some(kind) = &state.transaction_type else { return ReturnFound::Unclear };
        match &state.status {
            status if self.before.is_shown_by(kind, status) => ReturnFound::AsBefore,
            _ if !is_return(kind) => ReturnFound::Unclear,
            OrderStatus::Approved if self.objects_to(state.amount.as_ref()) => ReturnFound::Unclear,
            OrderStatus::Approved => ReturnFound::Returned,
            status if !status.is_final() => ReturnFound::InProgress,
            // After a return that failed, it may be another word for the same failure.
            _ if is_return(&self.before.kind) => ReturnFound::Unclear,
            _ => ReturnFound::Declined,
        }
    }

    fn objects_to(&self, shown: Option<&Money>) -> bool {
        self.amount.as_ref().zip(shown).is_some_and(|(own, shown)| own != shown)
    }

    pub(crate) fn to_words(&self) -> Vec<String> {
        let decimal = self.amount.as_ref().and_then(|amount| amount.to_decimal().ok());
        let currency = decimal.as_ref().and(self.amount.as_ref()).map(|amount| amount.currency().as_str().to_owned());
        let before = [self.before.kind.as_str().to_owned(), self.before.status.as_str().to_owned()];
        let own = [decimal.unwrap_or_default(), currency.unwrap_or_default()].into_iter().chain(before);
        own.chain(self.status.to_words()).collect()
    }

    pub(crate) fn from_words(words: &[String]) -> Option<Self> {
        let [decimal, currency, kind, status, order @ ..] = words else { return None };
        let amount = match decimal.as_str() {
            "" => None,
            decimal => Some(Money::parse(decimal, Currency::from_code(currency)).ok()?),
        };
        let before = Before { kind: TransactionType::read(kind), status: OrderStatus::read(status) };
        Some(Self::new(Status::from_words(order)?, amount, before))
    }
}

//! What callbacks and answers are compared with.

use payments_core::{Currency, InvalidField, Money};

use crate::confirm::Mismatch;
use crate::objects::{ClientOrderId, Order, OrderId, TransactionType};

/// What you have stored of an order: what [`Callback::confirm`](crate::Callback::confirm) and
/// [`StatusResponse::confirm`](crate::StatusResponse::confirm) compare with.
///
/// The amount is the one you expect *now*: what was asked for, or what was captured of it since, or a
/// [range](Self::between) where a bank converts currencies.
///
/// ```
/// use payneteasy_client::{ClientOrderId, Currency, Money, OrderId, StoredOrder};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let amount = Money::parse("100.50", Currency::USD)?;
/// // The gateway's number comes with the answer, and is not there where that was lost.
/// let known: Option<OrderId> = Some("6863810".into());
/// let order = StoredOrder::new(ClientOrderId::new("ORDER-42"), amount).order_id(known);
/// # let _ = order;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrder {
    client_order_id: ClientOrderId,
    least: Money,
    most: Money,
    order_id: Option<OrderId>,
    payment_types: Vec<TransactionType>,
}

impl StoredOrder {
    /// An order by your own number, and the amount you expect.
    pub fn new(client_order_id: ClientOrderId, amount: Money) -> Self {
        Self { client_order_id, least: amount.clone(), most: amount, order_id: None, payment_types: Vec::new() }
    }

    /// An order whose amount is known within limits only, both of them included.
    ///
    /// # Errors
    ///
    /// The limits are of two currencies, or the first is above the second.
    pub fn between(client_order_id: ClientOrderId, least: Money, most: Money) -> Result<Self, InvalidField> {
        if least <= most {
            return Ok(Self { most, ..Self::new(client_order_id, least) });
        }
        Err(InvalidField::new("amount", "must have limits of one currency, the lower one first"))
    }

    /// Adds the gateway's number of it, from [`TransferFormResponse`](crate::TransferFormResponse), if that is known. Always give it where
    /// your numbers begin with a digit: see [`Callbacks`](crate::Callbacks).
    #[must_use]
    pub fn order_id(mut self, id: impl Into<Option<OrderId>>) -> Self {
        self.order_id = id.into();
        self
    }

    /// Adds a word by which your installation calls this payment. [`Sale`](TransactionType::Sale) and
    /// [`Transfer`](TransactionType::Transfer) are always taken for one; which word comes with a transfer no document says. A
    /// word that [undoes a payment](TransactionType::undoes_payment) is never taken for one.
    #[must_use]
    pub fn payment_type(mut self, kind: &str) -> Self {
        self.payment_types.push(TransactionType::read(kind));
        self
    }

    /// Whether this word means the payment.
    pub(crate) fn is_payment(&self, kind: &TransactionType) -> bool {
        kind.is_payment() || self.payment_types.contains(kind)
    }

    pub(crate) const fn currency(&self) -> &Currency {
        self.least.currency()
    }

    /// Whether an amount is the expected one.
    pub(crate) fn compare(&self, amount: &Money) -> Result<(), Mismatch> {
        if amount.currency() != self.currency() {
            return Err(Mismatch::Currency);
        }
        if self.least <= *amount && *amount <= self.most { Ok(()) } else { Err(Mismatch::Amount) }
    }

    /// Whether these are its numbers.
    pub(crate) fn is_numbered(&self, client_order_id: &ClientOrderId, order_id: &OrderId) -> bool {
        self.may_be_numbered(Some(client_order_id), Some(order_id))
    }

    /// Whether these are its numbers, as far as they are known on both sides.
    pub(crate) fn may_be_numbered(&self, client_order_id: Option<&ClientOrderId>, order_id: Option<&OrderId>) -> bool {
        // White space around a number of yours does not travel, so it does not come back.
        let own = self.client_order_id.as_str().trim();
        let same_gateways = self.order_id.as_ref().zip(order_id).is_none_or(|(known, told)| known == told);
        client_order_id.is_none_or(|told| told.as_str() == own) && same_gateways
    }
}

/// The order as it is sent; the gateway's number is not in it.
impl From<&Order> for StoredOrder {
    fn from(order: &Order) -> Self {
        Self::new(order.client_order_id().clone(), order.amount().clone())
    }
}

//! The stored order that callbacks and responses are compared with.

use payments_core::{Currency, InvalidField, Money};

use crate::order::Mismatch;
use crate::order::{ClientOrderId, Order, OrderId, TransactionType};

/// An order as you have stored it. [`Callback::confirm`](crate::Callback::confirm) and
/// [`StatusResponse::confirm`](crate::order::StatusResponse::confirm) compare with it.
///
/// The amount is the one you expect *now*: the requested amount, the part captured since, or a
/// [range](Self::between) if a bank converts currencies.
///
/// ```
/// use payneteasy_client::order::{ClientOrderId, OrderId, StoredOrder};
/// use payneteasy_client::{Currency, Money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let amount = Money::parse("100.50", Currency::USD)?;
/// // The gateway's order number comes in the response: it is missing if the response was lost.
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
    /// Creates an order from your order number and the expected amount.
    pub fn new(client_order_id: ClientOrderId, amount: Money) -> Self {
        Self { client_order_id, least: amount.clone(), most: amount, order_id: None, payment_types: Vec::new() }
    }

    /// Creates an order whose amount is expected within limits, both included.
    ///
    /// # Errors
    ///
    /// The limits have different currencies, or the first is above the second.
    pub fn between(client_order_id: ClientOrderId, least: Money, most: Money) -> Result<Self, InvalidField> {
        if least <= most {
            return Ok(Self { most, ..Self::new(client_order_id, least) });
        }
        Err(InvalidField::new("amount", "must have limits of one currency, the lower one first"))
    }

    /// Adds the gateway's order number, from [`TransferFormResponse`](crate::transfer::TransferFormResponse), if it is known.
    /// Always add it if your order numbers start with a digit: see [`Callbacks`](crate::Callbacks).
    #[must_use]
    pub fn order_id(mut self, id: impl Into<Option<OrderId>>) -> Self {
        self.order_id = id.into();
        self
    }

    /// Adds a transaction type that your installation uses for this payment. [`Sale`](TransactionType::Sale) and
    /// [`Transfer`](TransactionType::Transfer) always count as the payment; no document says which type a transfer has. A
    /// type that [undoes a payment](TransactionType::undoes_payment) never counts as the payment.
    #[must_use]
    pub fn payment_type(mut self, kind: &str) -> Self {
        self.payment_types.push(TransactionType::read(kind));
        self
    }

    /// Whether this type means the payment.
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

    /// Whether these are the order's numbers.
    pub(crate) fn has_numbers(&self, client_order_id: &ClientOrderId, order_id: &OrderId) -> bool {
        self.may_have_numbers(Some(client_order_id), Some(order_id))
    }

    /// Whether these are the order's numbers, as far as both sides know them.
    pub(crate) fn may_have_numbers(&self, client_order_id: Option<&ClientOrderId>, order_id: Option<&OrderId>) -> bool {
        // White space around your order number is not sent, so it does not come back.
        let own = self.client_order_id.as_str().trim();
        let same_gateways = self.order_id.as_ref().zip(order_id).is_none_or(|(known, told)| known == told);
        client_order_id.is_none_or(|told| told.as_str() == own) && same_gateways
    }
}

/// Stores the order as it is sent, without the gateway's order number.
impl From<&Order> for StoredOrder {
    fn from(order: &Order) -> Self {
        Self::new(order.client_order_id().clone(), order.amount().clone())
    }
}

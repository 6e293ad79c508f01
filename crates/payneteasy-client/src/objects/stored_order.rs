//! What a callback is compared with.

use payments_core::Money;

use crate::objects::{ClientOrderId, Order, OrderId};

/// What you have stored of an order: what [`Callback::confirm`](crate::Callback::confirm) compares a callback with.
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
    amount: Money,
    order_id: Option<OrderId>,
}

impl StoredOrder {
    /// An order by your own number, and what it costs.
    pub const fn new(client_order_id: ClientOrderId, amount: Money) -> Self {
        Self { client_order_id, amount, order_id: None }
    }

    /// Adds the gateway's number of it, from [`PaymentForm`](crate::PaymentForm), if that is known. Always give it where
    /// your numbers begin with a digit: see [`Callbacks`](crate::Callbacks).
    #[must_use]
    pub fn order_id(mut self, id: impl Into<Option<OrderId>>) -> Self {
        self.order_id = id.into();
        self
    }

    pub(crate) const fn amount(&self) -> &Money {
        &self.amount
    }

    /// Whether these are its numbers.
    pub(crate) fn is_numbered(&self, client_order_id: &ClientOrderId, order_id: &OrderId) -> bool {
        // White space around a number of yours does not travel, so it does not come back.
        client_order_id.as_str() == self.client_order_id.as_str().trim()
            && self.order_id.as_ref().is_none_or(|known| known == order_id)
    }
}

/// The order as it is sent; the gateway's number is not in it.
impl From<&Order> for StoredOrder {
    fn from(order: &Order) -> Self {
        Self::new(order.client_order_id().clone(), order.amount().clone())
    }
}

//! An operation as your service has stored it.

use payments_core::Money;

use super::ext_id::ExtId;
use super::operation_id::OperationId;

/// An operation as your service has stored it: what callbacks and postbacks are compared with. It may be a registration, a
/// payment or a payout.
///
/// [`Callback::confirm`](crate::Callback::confirm) takes one, or a [`Registration`](crate::card::Registration).
///
/// ```
/// use vepay_client::common::InvalidField;
/// use vepay_client::operation::StoredOperation;
/// use vepay_client::{Currency, ExtId, Money, OperationId};
///
/// /// A payment from your database.
/// fn stored(id: u64, ext_id: &str, kopecks: i64) -> Result<StoredOperation, InvalidField> {
///     let amount = Money::from_minor_units(kopecks, Currency::RUB);
///     Ok(StoredOperation::new(OperationId::new(id), ExtId::new(ext_id)?, amount))
/// }
/// # stored(7, "order-a", 100)?;
/// # Ok::<(), InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOperation {
    id: OperationId,
    ext_id: Option<ExtId>,
    amount: Option<Money>,
}

impl StoredOperation {
    /// Creates it from the id that Vepay gave, your `extid` and the amount of the request.
    pub const fn new(id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self { id, ext_id: Some(ext_id), amount: Some(amount) }
    }

    /// A registration: its `extid` may not be stored, and Vepay documents no amount for it.
    pub(crate) const fn registration(id: OperationId, ext_id: Option<ExtId>, amount: Option<Money>) -> Self {
        Self { id, ext_id, amount }
    }

    /// The operation id at Vepay.
    pub const fn id(&self) -> OperationId {
        self.id
    }

    /// Your `extid`. `None` only for a registration stored without it, about which no callback can be confirmed.
    pub const fn ext_id(&self) -> Option<&ExtId> {
        self.ext_id.as_ref()
    }

    /// The amount. `None` only for a registration whose amount is not known: then any amount is accepted.
    pub const fn amount(&self) -> Option<&Money> {
        self.amount.as_ref()
    }
}

impl From<&Self> for StoredOperation {
    fn from(operation: &Self) -> Self {
        operation.clone()
    }
}

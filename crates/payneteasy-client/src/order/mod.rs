//! Orders: their numbers, `status`, `return`, and the comparison with your stored order.

mod confirm;
mod ids;
mod order_status;
mod payment_order;
mod return_order;
mod return_query;
mod status;
mod stored_order;

pub use confirm::{Confirmed, Mismatch};
pub use ids::{ClientOrderId, OrderId, SerialNumber};
pub use order_status::{OrderStatus, TransactionType};
pub use payment_order::{Description, IpAddress, Order};
pub use return_order::{Comment, Return, ReturnResponse};
pub(crate) use return_query::Before;
pub use return_query::{ReturnFound, ReturnQuery};
pub use status::{PayerAction, Status, StatusResponse};
pub use stored_order::StoredOrder;

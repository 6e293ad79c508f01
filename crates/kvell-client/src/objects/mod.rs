//! Types used in requests, responses and callbacks.

mod card;
mod ids;
mod order_status;
pub(crate) mod wire;

pub use card::{Card, SavedCard};
pub use ids::{BankId, CardToken, CustomerKey, OrderId, TransactionId};
pub use order_status::OrderStatus;

pub(crate) use ids::is_uuid;

//! Orders: payments and payouts.

mod description;
mod objects;
mod order_by_transaction;
mod order_status;

pub use description::Description;
pub use objects::{Order, OrderId};
pub use order_by_transaction::OrderByTransaction;
pub use order_status::OrderStatus;

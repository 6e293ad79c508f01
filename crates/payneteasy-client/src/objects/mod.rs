//! Types used in requests and responses.

mod card;
mod ids;
mod order;
mod order_status;
mod payer;
mod stored_order;
mod urls;

pub use card::{DestinationCard, SourceCard};
pub use ids::{CardReferenceId, ClientOrderId, OrderId, RecurringPaymentId, SerialNumber, UniqueCardReferenceId};
pub use order::{MerchantFormData, Order};
pub use order_status::{OrderStatus, TransactionType};
pub use payer::Payer;
pub use stored_order::StoredOrder;
pub use urls::{Notification, ReturnUrl};

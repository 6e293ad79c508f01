//! Deserialization errors do not show the value that could not be read.

use payments_contract::serde_errors::SerdeErrors;
use payneteasy_client::{
    ErrorCode,
    card::{CardReferenceId, UniqueCardReferenceId},
    order::{ClientOrderId, OrderId, OrderStatus, SerialNumber, TransactionType},
};

#[test]
fn no_serde_error_shows_the_value() {
    let mut errors = SerdeErrors::default();
    errors
        .value::<CardReferenceId>("CardReferenceId")
        .value::<ClientOrderId>("ClientOrderId")
        .value::<ErrorCode>("ErrorCode")
        .value::<OrderId>("OrderId")
        .value::<OrderStatus>("OrderStatus")
        .value::<SerialNumber>("SerialNumber")
        .value::<TransactionType>("TransactionType")
        .value::<UniqueCardReferenceId>("UniqueCardReferenceId");
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/payneteasy-client.txt"));
    errors.assert_no_values();
}

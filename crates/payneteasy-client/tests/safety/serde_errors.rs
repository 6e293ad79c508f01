//! No type that can be read with serde repeats, in the error, the value it could not read.

use payments_contract::serde_errors::SerdeErrors;
use payneteasy_client::{
    CardReferenceId, ClientOrderId, ErrorCode, OrderId, OrderStatus, SerialNumber, TransactionType,
    UniqueCardReferenceId,
};

#[test]
fn no_error_of_serde_shows_what_it_found() {
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

//! Deserialization errors do not contain the value that could not be read.

use payments_contract::serde_errors::SerdeErrors;
use serde_json::json;
use vepay_client::account::CheckResponse;
use vepay_client::card::{Card, CardDelResponse, CardId, CardRegResponse, CardStatus, PaymentSystem};
use vepay_client::operation::{FormLanguage, FormUrl, OperationStatus, RequestStatus};
use vepay_client::{ErrorName, OperationId};

#[test]
fn serde_errors_do_not_show_the_value() {
    let mut errors = SerdeErrors::default();
    errors
        .value::<CardId>("CardId")
        .value::<CardStatus>("CardStatus")
        .value::<ErrorName>("ErrorName")
        .value::<FormLanguage>("FormLanguage")
        .value::<FormUrl>("FormUrl")
        .value::<OperationStatus>("OperationStatus")
        .value::<PaymentSystem>("PaymentSystem")
        .value::<OperationId>("OperationId")
        .value::<RequestStatus>("RequestStatus");
    let card =
        json!({"id": 356, "num": "540436******3366", "exp": "10/23", "holder": "IVAN", "payment_system": "VISA"});
    let done = json!({"status": 1, "message": "words"});
    errors
        .object::<Card>("Card", &card)
        .object::<CardDelResponse>("CardDelResponse", &done)
        .object::<CheckResponse>("CheckResponse", &done)
        .object::<CardRegResponse>(
            "CardRegResponse",
            &json!({"status": 1, "id": 7, "url": "https://a.example", "message": "words"}),
        );
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/vepay-client.txt"));
    errors.assert_no_values();
}

#[test]
fn an_invalid_number_is_rejected_without_showing_it() {
    for found in ["0", "-4242", r#""4242x""#] {
        let error = serde_json::from_str::<CardId>(found).unwrap_err().to_string();
        assert!(error.starts_with("a number above zero is expected"), "{error}");
    }
    let error = serde_json::from_str::<CardId>("42.5").unwrap_err().to_string();
    assert!(error.starts_with("invalid type: a number, expected a whole number"), "{error}");
}

//! Deserialization errors do not show the value that could not be read.

use kvell_client::bank::{Bank, BankId};
use kvell_client::callback::SavedCard;
use kvell_client::card::{Card, CardToken};
use kvell_client::order::{Order, OrderId, OrderStatus};
use kvell_client::refusal::{ErrorItem, RequestId};
use kvell_client::{CustomerKey, ErrorCode, TransactionId};
use payments_contract::serde_errors::SerdeErrors;
use serde_json::json;

#[test]
fn no_serde_error_shows_the_value() {
    let mut errors = SerdeErrors::default();
    errors
        .value::<BankId>("BankId")
        .value::<CardToken>("CardToken")
        .value::<CustomerKey>("CustomerKey")
        .value::<ErrorCode>("ErrorCode")
        .value::<OrderId>("OrderId")
        .value::<OrderStatus>("OrderStatus")
        .value::<RequestId>("RequestId")
        .value::<TransactionId>("TransactionId");
    let saved = json!({"customer_key": "cust-42", "customer_card_token": "token", "pan_mask": "411111******1111",
        "holder": "IVAN", "transaction": "tx-1"});
    let card = json!({"customer_key": "cust-42", "customer_card_token": "token", "pan_mask": "411111******1111",
        "holder": "IVAN", "expire": "2030-12", "transaction": "tx-1", "pan_hash_encrypted": "hash"});
    let order = json!({"id": "7", "transaction": "tx-1", "status": "done", "amount": 100, "commission": "1",
        "description": "words", "created_at": "2024-07-02T12:13:23Z"});
    errors
        .object::<Bank>("Bank", &json!({"bank_id": "100000000111", "bank_bic": "044525974", "name": "words"}))
        .object::<Card>("Card", &card)
        .object::<ErrorItem>("ErrorItem", &json!({"code": 20098, "message": "words"}))
        .object::<Order>("Order", &order)
        .object::<SavedCard>("SavedCard", &saved);
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/kvell-client.txt"));
    errors.assert_no_values();
}

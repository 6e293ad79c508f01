//! The weakness of signing values without a separator, and how the crate makes it visible.

use kvell_client::common::KeyRing;
use kvell_client::form::Preauthorize;
use kvell_client::{Callbacks, CustomerKey, Secret, SignaturePolicy, TransactionId};

use crate::support::{API_KEY, CUSTOMER, SECRET_KEY, Stage, TRANSACTION, customer, rub, transaction};

const SUCCESS: &str = "https://shop.example/ok?order=42&lang=ru";
const FAIL: &str = "https://shop.example/fail?order=42#top";

fn signature(customer: &str, transaction: &str, kopecks: i64) -> String {
    let (customer, transaction) = (CustomerKey::new(customer), TransactionId::from_any_text(transaction));
    let form = Preauthorize::new(customer, transaction, rub(kopecks), "x", SUCCESS, FAIL);
    Stage::new([]).client.sign_form(&form).unwrap().fields().get("signature").unwrap().to_owned()
}

#[test]
fn characters_can_move_from_the_customer_to_the_transaction() {
    let known = "9767767304c0c12bfd20b2ef116a8d6aa4d7ac9408d076709bee80d28ee66c81";
    assert_eq!(signature("cust-42", "5f1c9d3e", 150), known);
    assert_eq!(signature("cust-4", "25f1c9d3e", 150), known);
}

#[test]
fn characters_can_move_from_the_amount_to_the_transaction() {
    // The counterpart, `ord-11` with `0000`, cannot be created here: amounts have no leading zeros.
    let known = "95153867a78499d05a5db321f97a26eaedef17bf69108d5b390c9ac5cc72e918";
    assert_eq!(signature("cust-42", "ord-1", 10_000), known);
}

#[test]
fn a_transaction_is_a_uuid_unless_created_with_of_any_form() {
    for moved in ["25f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55", "f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d551", "ord-1", "5f1c9d3e"]
    {
        let refused = TransactionId::new(moved).unwrap_err();
        assert_eq!(refused.field(), "transaction", "{moved}");
    }
}

#[test]
fn the_callback_of_a_shifted_form_matches_no_stored_pair() {
    let body = |customer: &str, transaction: &str| {
        serde_json::json!({"customer_key": customer, "customer_card_token": "t", "pan_mask": "411111******1111",
            "holder": "X", "transaction": transaction})
        .to_string()
    };
    let keys = KeyRing::new("2026", Secret::new(SECRET_KEY));
    let callbacks = Callbacks::new(SignaturePolicy::Ignore, API_KEY, keys);
    let receive = |body: String| callbacks.receive(&http::HeaderMap::new(), body.as_bytes()).unwrap();

    assert!(receive(body(CUSTOMER, TRANSACTION)).is_about(&customer(), &transaction()));
    assert!(!receive(body("cust-43", TRANSACTION)).is_about(&customer(), &transaction()), "another buyer");
    let other_transaction = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d56";
    assert!(!receive(body(CUSTOMER, other_transaction)).is_about(&customer(), &transaction()), "another binding");
    for (shifted_customer, shifted_transaction) in
        [("cust-4", format!("2{TRANSACTION}")), ("cust-425", TRANSACTION[1..].to_owned())]
    {
        let callback = receive(body(shifted_customer, &shifted_transaction));
        assert!(!callback.is_about(&customer(), &transaction()));
        assert!(!callback.transaction().is_uuid());
    }
}

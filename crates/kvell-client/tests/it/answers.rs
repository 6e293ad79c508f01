//! Responses, documented and in undocumented variants.

use kvell_client::Outcome;
use kvell_client::bank::BankList;
use kvell_client::card::{Card, CardToken};
use kvell_client::common::ErrorKind;
use kvell_client::order::{Order, OrderStatus};
use kvell_client::refusal::request_id;
use serde_json::{Value, json};

use crate::support::{FakeResponse, Stage, TRANSACTION, card_answer, card_question, order_question, rub};

fn card(answer: &Value) -> Card {
    Stage::new([FakeResponse::ok(answer)]).send(&card_question()).unwrap()
}

fn order(answer: &Value) -> Order {
    Stage::new([FakeResponse::ok(answer)]).send(&order_question()).unwrap()
}

fn flat_order() -> Value {
    json!({
        "id": "0f2a1b34-5c6d-4e7f-8a9b-0c1d2e3f4a5b",
        "transaction": "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55",
        "description": "Выплата по заявке 1",
        "status": "completed",
        "created_at": "2025-04-28T17:01:28.591290Z",
        "commission": 0,
        "amount": 100
    })
}

#[test]
fn a_card_is_read_with_everything_documented() {
    let card = card(&card_answer());
    assert_eq!(card.customer_key.as_str(), "cust-42");
    let token = &card.customer_card_token;
    assert_eq!(token.expose(), "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs");
    assert_eq!(*token, CardToken::new(token.expose()), "as it comes back from storage");
    assert_ne!(*token, CardToken::new("4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJt"));
    assert_eq!(format!("{token:?}"), "CardToken([secret])");
    let mask = card.pan_mask.as_ref().unwrap();
    assert_eq!((mask.first_digits(), mask.last4()), (Some("411111"), Some("1111")));
    assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    assert_eq!(card.expire, Some("2030-12".into()));
    let expiry = card.expiry().unwrap();
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("12".to_owned(), "2030".to_owned()));
    assert_eq!(card.transaction.as_str(), "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55");
    assert_eq!(card.pan_hash_encrypted, Some("c2hhMjU2LW9mLXRoZS1wYW4=".into()));
}

#[test]
fn only_the_numbers_and_the_token_of_a_card_are_required() {
    let mut answer = card_answer();
    for member in ["pan_mask", "holder", "expire", "pan_hash_encrypted"] {
        answer.as_object_mut().unwrap().remove(member);
    }
    let bare = card(&answer);
    assert!(bare.pan_mask.is_none() && bare.holder.is_none() && bare.expiry().is_none());
    for nothing in [json!(null), json!("")] {
        let mut answer = card_answer();
        answer["holder"] = nothing.clone();
        answer["expire"] = nothing.clone();
        answer["pan_hash_encrypted"] = nothing;
        let card = card(&answer);
        assert!(card.holder.is_none() && card.expire.is_none() && card.pan_hash_encrypted.is_none());
    }
}

#[test]
fn undocumented_members_are_ignored() {
    let mut answer = card_answer();
    answer["brand"] = json!({"name": "MIR"});
    assert_eq!(card(&answer).expire, Some("2030-12".into()));
}

#[test]
fn a_mask_of_another_length_is_accepted() {
    for mask in ["411111**1111", "411111*********1111", "41111111****1111"] {
        let mut answer = card_answer();
        answer["pan_mask"] = mask.into();
        assert_eq!(card(&answer).pan_mask.unwrap().last4(), Some("1111"), "{mask}");
    }
}

#[test]
fn an_expiry_in_another_form_is_kept_as_text() {
    for text in ["12/30", "2030", "2030-13", "30-12", "x-y"] {
        let mut answer = card_answer();
        answer["expire"] = text.into();
        let card = card(&answer);
        assert_eq!((&card.expire, card.expiry().is_none()), (&Some(text.into()), true));
    }
}

#[test]
fn a_flat_order_is_read() {
    let order = order(&flat_order());
    assert_eq!(order.id.unwrap().as_str(), "0f2a1b34-5c6d-4e7f-8a9b-0c1d2e3f4a5b");
    assert_eq!(order.transaction.unwrap().as_str(), "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55");
    assert_eq!((order.status, order.amount, order.commission), (OrderStatus::Completed, Some(rub(100)), Some(rub(0))));
    assert_eq!(order.description, Some("Выплата по заявке 1".into()));
    assert_eq!(order.created_at.unwrap().as_str(), "2025-04-28T17:01:28.591290Z");
}

#[test]
fn an_id_may_be_a_number_and_amounts_may_be_texts() {
    let mut answer = flat_order();
    answer["id"] = json!(170_444);
    answer["amount"] = json!("100");
    answer["commission"] = json!("5");
    let order = order(&answer);
    assert_eq!(order.id.unwrap().as_str(), "170444");
    assert_eq!((order.amount, order.commission), (Some(rub(100)), Some(rub(5))));
}

#[test]
fn only_the_status_of_an_order_is_required() {
    let bare = order(&json!({"status": "processing"}));
    assert!(bare.id.is_none() && bare.transaction.is_none() && bare.amount.is_none() && bare.created_at.is_none());
    let empty = order(&json!({"status": "new", "id": null, "amount": null, "description": "", "created_at": null}));
    assert!(empty.id.is_none() && empty.amount.is_none() && empty.description.is_none());
}

#[test]
fn an_amount_that_is_not_whole_kopecks_is_no_amount() {
    for amount in [json!(1.5), json!("1.50"), json!("1 000"), json!("100 RUB"), json!([1]), json!(true)] {
        let mut answer = flat_order();
        answer["amount"] = amount.clone();
        let order = order(&answer);
        assert_eq!((order.amount, order.status), (None, OrderStatus::Completed), "{amount}");
    }
}

#[test]
fn an_order_is_read_in_each_of_its_three_shapes() {
    let flat = order(&flat_order());
    let within = order(&json!({"order": flat_order()}));
    assert_eq!((within.id, within.transaction, within.status), (flat.id, flat.transaction, flat.status));
    assert_eq!((within.amount, within.commission), (flat.amount, flat.commission));
    assert_eq!(order(&json!({"status": "wait_confirm"})).status, OrderStatus::WaitConfirm);
}

/// The response to a phone number check in the faster payments system.
#[test]
fn the_response_to_a_phone_number_check_is_not_an_order() {
    for answer in [
        json!({"status": "success", "pam": "Иван И.", "check_id": "A1"}),
        json!({"status": "error", "message": "no such client"}),
        json!({"message": "no status"}),
        json!({"order": "none"}),
    ] {
        let error = Stage::new([FakeResponse::ok(&answer)]).send(&order_question()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{answer}");
    }
    let failed = order(&json!({"status": "error", "transaction": TRANSACTION}));
    assert!(!failed.status.is_known() && !failed.status.is_final(), "an order in a status that is not listed");
}

#[test]
fn an_undocumented_status_is_kept_and_not_final() {
    for (word, is_final) in [
        ("new", false),
        ("processing", false),
        ("wait_confirm", false),
        ("pending_otp", false),
        ("canceled", true),
        ("completed", true),
        ("refunded", true),
        ("part_refunded", true),
        ("cancelled", false),
        ("COMPLETED", false),
        ("held", false),
        ("", false),
    ] {
        let status = order(&json!({"transaction": TRANSACTION, "status": word})).status;
        assert_eq!((status.as_str(), status.is_final()), (word, is_final));
    }
    assert_eq!(OrderStatus::LISTED.len(), 8);
}

#[test]
fn banks_come_with_and_without_a_bic() {
    let answer = json!([
        {"bank_id": "100000000008", "bank_bic": "044525593", "name": "Альфа-Банк"},
        {"name": "ВТБ", "bank_bic": null, "bank_id": "100000000005"},
        {"bank_id": "110000000288", "bank_bic": "", "name": "Другой"},
        {"bank_id": "100000000111", "name": "Сбербанк", "logo": "https://bank.example/logo.png"},
    ]);
    let banks = Stage::new([FakeResponse::ok(&answer)]).send(&BankList::new()).unwrap();
    let read: Vec<_> =
        banks.iter().map(|bank| (bank.bank_id.as_str(), bank.bank_bic.clone(), bank.name.raw())).collect();
    let expected = [
        ("100000000008", Some("044525593".into()), "Альфа-Банк"),
        ("100000000005", None, "ВТБ"),
        ("110000000288", None, "Другой"),
        ("100000000111", None, "Сбербанк"),
    ];
    assert_eq!(read, expected);
}

#[test]
fn the_request_id_is_kept_with_a_response() {
    let stage = Stage::new([FakeResponse::ok("[]")]);
    let answer = stage.run(stage.client.send_with_http(&BankList::new())).unwrap();
    assert_eq!(request_id(&answer.http), Some("req-17".into()));
}

//! Requests: addresses, headers, signatures.

use http::Method;
use kvell_client::auth::CardByTransactionSignature;
use kvell_client::bank::BankList;
use kvell_client::card::CardByTransaction;
use kvell_client::order::OrderByTransaction;
use kvell_client::{CustomerKey, Environment, TransactionId};

use crate::support::{API_KEY, FakeResponse, Stage, card_answer, card_question, header, order_question, vectors};

fn vector(name: &str) -> String {
    let vectors = vectors();
    let (_, vector) =
        vectors["header_signatures"].as_object().unwrap().iter().find(|(key, _)| key.starts_with(name)).unwrap();
    vector["signature"].as_str().unwrap().to_owned()
}

fn stage_with(covers: CardByTransactionSignature) -> Stage {
    Stage::with([FakeResponse::ok(card_answer())], |builder| builder.card_by_transaction_signature(covers))
}

#[test]
fn an_order_request_has_the_signature_of_its_vector() {
    let stage = Stage::new([FakeResponse::ok(r#"{"status": "new"}"#)]);
    stage.send(&order_question()).unwrap();
    let call = stage.call();
    assert_eq!(call.method(), Method::GET);
    assert_eq!(call.uri(), "https://api.pay.stage.kvell.group/v1/orders/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55");
    assert_eq!(header(&call, "x-signature"), Some(vector("orders_get").as_str()));
    assert_eq!(header(&call, "x-api-key"), Some(API_KEY));
    assert_eq!(header(&call, "content-type"), Some("application/json"));
    assert_eq!(header(&call, "accept"), Some("application/json"));
    assert!(header(&call, "user-agent").unwrap().starts_with("kvell-client/"));
    assert!(call.body().is_empty());
    assert!(call.headers()["x-signature"].is_sensitive());
}

#[test]
fn card_by_transaction_is_signed_by_the_formula_unless_the_text_is_chosen() {
    let stage = Stage::new([FakeResponse::ok(card_answer())]);
    stage.send(&card_question()).unwrap();
    let path = "/v1/customers/cust-42/orders/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
    assert_eq!(stage.call().uri().path(), path);
    assert_eq!(header(&stage.call(), "x-signature"), Some(vector("card_lookup formula").as_str()));

    for (covers, name) in [
        (CardByTransactionSignature::TransactionAndCustomer, "card_lookup formula"),
        (CardByTransactionSignature::CustomerOnly, "customer_by_key"),
    ] {
        let stage = stage_with(covers);
        stage.send(&card_question()).unwrap();
        assert_eq!(header(&stage.call(), "x-signature"), Some(vector(name).as_str()), "{covers:?}");
    }
}

#[test]
fn the_choice_for_card_by_transaction_affects_no_other_request() {
    let stage = Stage::with([FakeResponse::ok(r#"{"status": "new"}"#)], |builder| {
        builder.card_by_transaction_signature(CardByTransactionSignature::CustomerOnly)
    });
    stage.send(&order_question()).unwrap();
    assert_eq!(header(&stage.call(), "x-signature"), Some(vector("orders_get").as_str()));
}

#[test]
fn the_bank_list_needs_the_key_only() {
    let stage = Stage::new([FakeResponse::ok("[]")]);
    assert!(stage.send(&BankList::new()).unwrap().is_empty());
    let call = stage.call();
    assert_eq!(call.uri(), "https://api.pay.stage.kvell.group/v1/collections/banks");
    assert_eq!((header(&call, "x-signature"), header(&call, "x-api-key")), (None, Some(API_KEY)));
}

#[test]
fn every_call_has_its_own_signature() {
    let stage = Stage::new([FakeResponse::ok(r#"{"status": "new"}"#)]);
    stage.send(&order_question()).unwrap();
    stage.send(&OrderByTransaction::new(TransactionId::from_any_text("another"))).unwrap();
    stage.send(&order_question()).unwrap();
    let signatures: Vec<_> = stage.calls().iter().map(|call| header(call, "x-signature").unwrap().to_owned()).collect();
    assert_eq!(signatures[0], signatures[2]);
    assert_ne!(signatures[0], signatures[1]);
}

#[test]
fn numbers_are_escaped_in_the_address_and_signed_raw() {
    let mut answer = card_answer();
    answer["customer_key"] = "клиент/7?a=b#c".into();
    answer["transaction"] = "tx+0001/я".into();
    let covers = CardByTransactionSignature::CustomerOnly;
    let stage = Stage::with([FakeResponse::ok(&answer)], |builder| builder.card_by_transaction_signature(covers));
    let (customer, transaction) = ("клиент/7?a=b#c", "tx+0001/я");
    let question = CardByTransaction::new(CustomerKey::new(customer), TransactionId::from_any_text(transaction));
    stage.send(&question).unwrap();
    let path = "/v1/customers/%D0%BA%D0%BB%D0%B8%D0%B5%D0%BD%D1%82%2F7%3Fa%3Db%23c/orders/tx%2B0001%2F%D1%8F";
    assert_eq!(stage.call().uri().path(), path);
    assert_eq!(stage.call().uri().query(), None);
    // sha256(api_key ‖ customer ‖ secret_key), computed with Python's hashlib.
    let expected = "343056ff751356166fa76a8e6eb71770d5ac63c275e87d72ee7e2e81e564e6bc";
    assert_eq!(header(&stage.call(), "x-signature"), Some(expected));
}

#[test]
fn each_environment_has_its_own_host_for_calls() {
    let other = Environment::at("http://127.0.0.1:8080", "http://127.0.0.1:8081/proxy/").unwrap();
    for (environment, address) in [
        (Environment::Stage, "https://api.pay.stage.kvell.group/v1/collections/banks"),
        (Environment::Production, "https://api.pay.kvell.group/v1/collections/banks"),
        (other, "http://127.0.0.1:8081/proxy/v1/collections/banks"),
    ] {
        let stage = Stage::at(environment, [FakeResponse::ok("[]")], |builder| builder);
        stage.send(&BankList::new()).unwrap();
        assert_eq!(stage.call().uri(), address);
    }
}

//! The recovery that a shop stores with an order before it sends a call.

use kvell_client::common::Recover as _;
use kvell_client::{Recovery, StatusQuery};

use crate::payouts::{by_number, to_saved_card};
use crate::support::{CUSTOMER, FakeResponse, Stage, TRANSACTION, form_a};

#[test]
fn a_stored_recovery_is_sent_as_it_was() {
    for payout in [by_number(), to_saved_card()] {
        let text = payout.stored_recovery().to_text();
        let Ok(Recovery::Ask(StatusQuery::Order(query))) = Recovery::from_text(&text) else { panic!("{text}") };
        let stage = Stage::new([FakeResponse::ok(r#"{"status": "completed"}"#)]);
        stage.send(&query).unwrap();
        assert_eq!(stage.call().uri().path(), format!("/v1/orders/{TRANSACTION}"));
    }
}

/// A form moves no money, but a shop stores how to learn its result just the same.
#[test]
fn the_recovery_of_a_form_names_the_customer_too() {
    let text = Stage::new([]).client.sign_form(&form_a()).unwrap().recovery().to_text();
    assert_eq!(text, "ask/card/cust-42/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55");
    let Ok(Recovery::Ask(StatusQuery::Card(query))) = Recovery::from_text(&text) else { panic!("{text}") };
    assert_eq!((query.customer_key().as_str(), query.transaction().as_str()), (CUSTOMER, TRANSACTION));
}

#[test]
fn other_texts_are_no_recovery() {
    for text in ["", "ask", "ask/order", "ask/order/1/2", "ask/card/1", "ask/session/1", "order/1"] {
        assert!(Recovery::from_text(text).is_err(), "{text}");
    }
}

//! What a shop stores before a call that moves money: its text, and what is not in it.

use payneteasy_client::common::Recover;
use payneteasy_client::order::{ClientOrderId, OrderId, Return, StatusResponse};
use payneteasy_client::{PaynetEasy, Recovery, StatusQuery};

use crate::support::{FakeResponse, Gateway};
use crate::transfers::{DESCRIPTION, DESTINATION, ORDER, RPI, SCENARIOS, SOURCE, status, terminal, usd};

/// The text, read back to the same.
fn stored<E: Recover<Provider = PaynetEasy>>(request: &E) -> String {
    let text = request.stored_recovery().to_text();
    for (what, secret) in [
        ("a card number", SOURCE),
        ("a card number", DESTINATION),
        ("a saved card", RPI),
        ("a name", "Test Test"),
        ("a name", "Petrova"),
        ("the description", DESCRIPTION),
        ("the payer's address", "1.1.1.1"),
    ] {
        assert!(!text.contains(secret), "{what}: {text}");
    }
    assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text}");
    assert_eq!(Recovery::from_text(&text).unwrap().to_text(), text);
    text
}

fn state(form: &str) -> StatusResponse {
    Gateway::new([FakeResponse::ok(format!("type=status-response\n&{form}\n"))]).send(&status()).unwrap()
}

pub(crate) fn give_back() -> Return {
    Return::new(terminal(), ClientOrderId::new(ORDER), OrderId::new("6863810"))
}

#[test]
fn every_transfer_stores_the_query_of_its_order() {
    for scenario in SCENARIOS {
        for transfer in scenario.smallest().into_iter().chain(scenario.fullest()) {
            assert_eq!(stored(&transfer), "ask/order/TestMerchant/endpoint/39915/34T43R77N//", "{scenario:?}");
        }
    }
}

#[test]
fn a_return_stores_what_was_known_before_it() {
    let (paid, failed) =
        (state("status=approved&transaction-type=Sale"), state("status=declined&transaction-type=reversal"));
    let returned = state("status=approved&transaction-type=reversal&amount=10.00&currency=USD");
    let order = "TestMerchant/endpoint/39915/34T43R77N/6863810/";
    let part = || give_back().amount(usd(1_050)).comment("Test Test");
    assert_eq!(stored(&give_back()), format!("ask/order/{order}"));
    assert_eq!(stored(&give_back().after(&paid)), format!("ask/return///sale/approved/{order}"));
    assert_eq!(stored(&part().after(&paid)), format!("ask/return/10.50/USD/sale/approved/{order}"));
    assert_eq!(stored(&part().after(&failed)), format!("ask/return/10.50/USD/reversal/declined/{order}"));
    for unclear in [part(), part().after(&returned), give_back().after(&returned)] {
        assert!(stored(&unclear).starts_with("ask-a-person/"), "{unclear:?}");
    }
}

#[test]
fn a_stored_return_compares_as_the_live_one() {
    let paid = state("status=approved&transaction-type=sale");
    let text = stored(&give_back().amount(usd(1_050)).after(&paid));
    let (stored, live) =
        (Recovery::from_text(&text).unwrap(), give_back().amount(usd(1_050)).after(&paid).recovery(None));
    assert_eq!(stored, live);
    assert!(matches!(stored, Recovery::Ask(StatusQuery::Return(_))), "{stored:?}");
}

#[test]
fn a_text_of_something_else_is_no_recovery() {
    for text in [
        "",
        "ask",
        "ask/order",
        "ask/session/7",
        "ask/order/TestMerchant/terminal/39915/7//",
        "ask/order/TestMerchant/endpoint/x/7//",
        "ask/return/10.50/USD/sale/approved",
        "ask/return/ten/USD/sale/approved/TestMerchant/endpoint/39915/7/1/",
    ] {
        assert!(Recovery::from_text(text).is_err(), "{text}");
    }
}

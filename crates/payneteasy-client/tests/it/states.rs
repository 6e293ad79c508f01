//! How an order stands, as the gateway tells it.

use payneteasy_client::{Currency, ErrorCode, Money, OrderState, OrderStatus, TransactionType};

use crate::support::{Gateway, Reply};
use crate::transfers::{ORDER, status};

fn ask(body: impl Into<String>) -> OrderState {
    Gateway::new([Reply::ok(body)]).send(&status()).unwrap()
}

#[test]
fn a_status_is_read_in_any_case_and_unknown_words_survive() {
    for (word, expected, is_final) in [
        ("approved", OrderStatus::Approved, true),
        ("APPROVED", OrderStatus::Approved, true),
        ("Declined", OrderStatus::Declined, true),
        ("filtered", OrderStatus::Filtered, true),
        ("error", OrderStatus::Error, true),
        ("processing", OrderStatus::Processing, false),
        ("pending", OrderStatus::Pending, false),
        ("Unknown", OrderStatus::Unknown, false),
    ] {
        let state = ask(format!("type=status-response\n&status={word}\n"));
        assert_eq!((state.status.clone(), state.status.is_final()), (expected, is_final), "{word}");
        assert_eq!(state.status.needs_manual_check(), word == "Unknown", "{word}");
    }
    let state = ask("type=Status-Response&status=half_way");
    assert_eq!(state.status.as_str(), "half_way");
    assert!(!state.status.is_known() && !state.status.is_final() && !state.status.needs_manual_check());
    for body in ["type=status-response", "type=status-response&status=", "type=status-response&status=null"] {
        let error = Gateway::new([Reply::ok(body)]).send(&status()).unwrap_err();
        assert!(error.to_string().ends_with("at status: missing"), "{error}");
    }
}

#[test]
fn a_full_status_is_read() {
    let state =
        ask("type=status-response\n&serial-number=sn\n&merchant-order-id=34T43R77N\n&paynet-order-id=6863810\n\
        &status=declined\n&amount=100.50\n&currency=usd\n&transaction-type=transfer\n&order-stage=transfer_declined\n\
        &bin=404775\n&last-four-digits=4320\n&dest-bin=426873\n&dest-last-four-digits=6312\n&error-code=1\n\
        &error-message=Parameter+is+required\n&redirect-to=https%3A%2F%2Facs.example%2F\n&bank_message=x\n");
    assert_eq!(state.client_order_id.unwrap().as_str(), ORDER);
    assert_eq!(state.order_id.unwrap().as_str(), "6863810");
    assert_eq!(state.serial_number.unwrap().as_str(), "sn");
    assert_eq!(state.amount.unwrap(), Money::from_minor_units(10_050, Currency::USD));
    assert_eq!(state.transaction_type, Some(TransactionType::Transfer));
    assert_eq!(state.stage.as_deref(), Some("transfer_declined"));
    assert_eq!(state.source_card.unwrap().as_str(), "404775******4320");
    let destination = state.destination_card.unwrap();
    assert_eq!((destination.first_digits(), destination.last4()), (Some("426873"), Some("6312")));
    assert_eq!(state.error_code, Some(ErrorCode::ParameterRequired));
    assert_eq!(state.error_message.as_deref(), Some("Parameter is required"));
    assert_eq!(state.payer_action.unwrap().redirect_to.as_deref(), Some("https://acs.example/"));
    assert_eq!(state.fields.get("bank_message"), Some("x"));
    let names: Vec<&str> = state.fields.iter().map(|(name, _)| name).take(3).collect();
    assert_eq!(names, ["type", "serial-number", "merchant-order-id"]);
}

#[test]
fn masks_are_made_of_what_there_is() {
    let card = |fields: &str| ask(format!("type=status-response&status=approved{fields}")).source_card;
    assert_eq!(card("&bin=404775&last-four-digits=4320").unwrap().as_str(), "404775******4320");
    assert_eq!(card("&bin=40477535&last-four-digits=4320").unwrap().as_str(), "40477535******4320");
    assert_eq!(card("&last-four-digits=4320").unwrap().last4(), Some("4320"));
    assert_eq!(card("&bin=&last-four-digits=4320").unwrap().first_digits(), None);
    assert_eq!(card("&bin=404775"), None);
    assert_eq!(card("&bin=404775&last-four-digits=null"), None);
}

#[test]
fn an_amount_is_money_only_with_a_currency() {
    let amount = |fields: &str| ask(format!("type=status-response&status=approved{fields}")).amount;
    assert_eq!(amount("&amount=100&currency=JPY"), Some(Money::from_minor_units(100, Currency::from_code("JPY"))));
    assert_eq!(amount("&amount=100.000&currency=USD"), Some(Money::from_minor_units(10_000, Currency::USD)));
    assert_eq!(amount("&amount=100"), None);
    assert_eq!(amount("&currency=USD"), None);
    assert_eq!(amount("&amount=&currency=USD"), None);
    assert_eq!(amount("&amount=100&currency=ZZZ"), None);
    for odd in ["1e2", "100,50", "100.005", "%2B100", "1%20000"] {
        // The status is not lost for it, and the text is still there.
        let order = ask(format!("type=status-response&status=approved&amount={odd}&currency=USD"));
        assert_eq!((order.status, order.amount), (OrderStatus::Approved, None), "{odd}");
        assert!(order.fields.get("amount").is_some());
    }
}

//! Responses of `status`.

use payneteasy_client::{
    Currency, ErrorCode, Money,
    order::{ClientOrderId, Confirmed, Mismatch, OrderId, OrderStatus, StatusResponse, StoredOrder, TransactionType},
};

use crate::support::{FakeResponse, Gateway};
use crate::transfers::{ORDER, status};

fn ask(body: impl std::fmt::Display) -> StatusResponse {
    Gateway::new([FakeResponse::ok(body)]).send(&status()).unwrap()
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
        let error = Gateway::new([FakeResponse::ok(body)]).send(&status()).unwrap_err();
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
    assert_eq!(state.stage, Some("transfer_declined".into()));
    assert_eq!(state.source_card.unwrap().as_str(), "404775******4320");
    let destination = state.destination_card.unwrap();
    assert_eq!((destination.first_digits(), destination.last4()), (Some("426873"), Some("6312")));
    assert_eq!(state.error_code, Some(ErrorCode::ParameterRequired));
    assert_eq!(state.error_message, Some("Parameter is required".into()));
    assert_eq!(state.payer_action.unwrap().redirect_to, Some("https://acs.example/".into()));
    assert_eq!(state.fields.get("bank_message"), Some("x"));
    let names: Vec<&str> = state.fields.iter().map(|(name, _)| name).take(3).collect();
    assert_eq!(names, ["type", "serial-number", "merchant-order-id"]);
}

#[test]
fn masks_are_built_from_the_fields_present() {
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
        // The status is still read, and the text is among the fields.
        let order = ask(format!("type=status-response&status=approved&amount={odd}&currency=USD"));
        assert_eq!((order.status, order.amount), (OrderStatus::Approved, None), "{odd}");
        assert!(order.fields.get("amount").is_some());
    }
}

/// An approved transfer of 100.50 USD, with these additional fields.
fn approved(rest: &str) -> StatusResponse {
    ask(format!("type=status-response&status=approved{rest}"))
}

const PAID: &str =
    "&merchant-order-id=34T43R77N&paynet-order-id=6863810&amount=100.50&currency=USD&transaction-type=sale";

fn usd(amount: &str) -> Money {
    Money::parse(amount, Currency::USD).unwrap()
}

fn stored() -> StoredOrder {
    StoredOrder::new(ClientOrderId::new(ORDER), usd("100.50")).order_id(OrderId::from("6863810"))
}

#[test]
fn only_an_approved_payment_is_paid() {
    for word in ["sale", "transfer", "SALE", "Transfer"] {
        assert!(approved(&format!("&transaction-type={word}")).is_paid(), "{word}");
        assert!(!ask(format!("type=status-response&status=declined&transaction-type={word}")).is_paid(), "{word}");
    }
    let undone = ["reversal", "Reversal", "chargeback", "cancel", "refund", "fraud", "dispute", "retrieval"];
    for word in undone.into_iter().chain(["preauth", "capture", "a_word_of_tomorrow", "", "null"]) {
        assert!(!approved(&format!("&transaction-type={word}")).is_paid(), "{word}");
    }
    assert!(!approved("").is_paid(), "it may be about a return");
}

#[test]
fn a_response_is_confirmed_by_its_order() {
    assert!(matches!(approved(PAID).confirm(&stored()), Ok(Confirmed::Payment(state)) if state.is_paid()));
    // A number missing on one side is not compared.
    let without_numbers = approved("&amount=100.50&currency=USD&transaction-type=sale");
    assert!(without_numbers.confirm(&stored()).is_ok());
    let by_own_number = StoredOrder::new(ClientOrderId::new(ORDER), usd("100.50"));
    assert!(approved(PAID).confirm(&by_own_number).is_ok());

    let other = |id: &str| StoredOrder::new(ClientOrderId::new(id), usd("100.50"));
    assert_eq!(approved(PAID).confirm(&other("34T43R77M")).unwrap_err(), Mismatch::Order);
    let other_id = other(ORDER).order_id(OrderId::from("6863811"));
    assert_eq!(approved(PAID).confirm(&other_id).unwrap_err(), Mismatch::Order);
}

#[test]
fn the_amount_of_a_payment_is_the_expected_one() {
    for (from, to, mismatch) in [
        ("amount=100.50", "amount=100.00", Mismatch::Amount),
        ("amount=100.50", "amount=", Mismatch::Amount),
        ("&currency=USD", "", Mismatch::Amount),
        ("currency=USD", "currency=RUB", Mismatch::Currency),
        ("currency=USD", "currency=BTC", Mismatch::Amount),
    ] {
        assert_eq!(approved(&PAID.replace(from, to)).confirm(&stored()).unwrap_err(), mismatch, "{from} {to}");
    }
    let between = |least, most| StoredOrder::between(ClientOrderId::new(ORDER), usd(least), usd(most)).unwrap();
    for (least, most, fits) in
        [("100", "101", true), ("100.50", "100.50", true), ("100.51", "200", false), ("1", "100.49", false)]
    {
        assert_eq!(approved(PAID).confirm(&between(least, most)).is_ok(), fits, "{least} {most}");
    }
    // An unpaid order may have no amount yet; a different amount is still a mismatch.
    let processing = |rest: &str| ask(format!("type=status-response&status=processing&transaction-type=sale{rest}"));
    assert!(processing("").confirm(&stored()).is_ok());
    assert_eq!(processing("&amount=1&currency=USD").confirm(&stored()).unwrap_err(), Mismatch::Amount);
}

#[test]
fn another_transaction_type_is_not_a_payment_and_its_amount_is_not_compared() {
    let kind = |word: &str| approved(&PAID.replace("sale", word).replace("100.50", "20.00"));
    for word in ["reversal", "REFUND", "cancel"] {
        assert!(matches!(kind(word).confirm(&stored()), Ok(Confirmed::Reversed(_))), "{word}");
    }
    for word in ["capture", "c2c", ""] {
        assert!(matches!(kind(word).confirm(&stored()), Ok(Confirmed::Other(_))), "{word}");
    }
    let called = stored().payment_type("C2C").payment_type("refund");
    let c2c = approved(&PAID.replace("sale", "c2c"));
    assert!(matches!(c2c.confirm(&called), Ok(Confirmed::Payment(_))));
    assert!(matches!(kind("refund").confirm(&called), Ok(Confirmed::Reversed(_))), "no word makes a return a payment");
}

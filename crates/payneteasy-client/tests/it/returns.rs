//! `return`: its checksum, its parameters, and what the order's status tells afterwards.

use payneteasy_client::common::{ErrorKind, Recover};
use payneteasy_client::order::{ClientOrderId, OrderId, Return, ReturnFound, ReturnQuery, StatusResponse};
use payneteasy_client::{Auth, Client, Currency, Environment, Money, Outcome, Recovery, Secret, StatusQuery};

use crate::recovery::give_back;
use crate::support::{FakeResponse, FakeSigner, Gateway, pairs, text, vectors};
use crate::transfers::{status, usd};

const ACCEPTED: &str =
    "type=async-response\n&serial-number=1\n&merchant-order-id=34T43R77N\n&paynet-order-id=6863810\n";

fn gateway(responses: impl IntoIterator<Item = FakeResponse>) -> Gateway {
    let key = text(&vectors()["merchant_control_test_value"]).to_owned();
    Gateway::with(responses, FakeSigner, |builder| builder.control_key(Secret::new(key)))
}

fn state(form: &str) -> StatusResponse {
    Gateway::new([FakeResponse::ok(format!("type=status-response\n&{form}\n"))]).send(&status()).unwrap()
}

fn names(body: &[u8]) -> Vec<String> {
    pairs(body).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn the_checksum_is_the_published_one() {
    let vectors = vectors();
    let key = text(&vectors["merchant_control_test_value"]);
    let builder = Client::builder(Environment::Sandbox, "test-login", FakeSigner);
    let client = builder.control_key(Secret::new(key)).build().unwrap();
    let whole = || Return::new(client.endpoint(39915), ClientOrderId::new("ORDER-42"), OrderId::new("6863810"));
    let part = || whole().amount(Money::parse("10.15", Currency::USD).unwrap());
    let spaced = Return::new(client.endpoint(39915), ClientOrderId::new(" ORDER-42 "), OrderId::new("6863810\n"));
    for (name, request) in
        [("v2_return_full", whole()), ("v2_return_partial", part()), ("v2_return_full", spaced.comment("none of it"))]
    {
        let vector = vectors["control_v2"].as_array().unwrap().iter().find(|vector| vector["name"] == name).unwrap();
        let explanation = Gateway::idle().run(client.explain(&request)).unwrap();
        assert_eq!(explanation.signature_hex(), text(&vector["control"]), "{name}");
        assert_eq!(format!("{}{key}", explanation.base_string()), text(&vector["signing_string"]), "{name}");
        assert_eq!(explanation.authorization(), "");
        let sent = pairs(explanation.body());
        assert!(sent.contains(&("control".to_owned(), text(&vector["control"]).to_owned())), "{sent:?}");
        assert!(sent.contains(&("login".to_owned(), "test-login".to_owned())), "{sent:?}");
    }
}

#[test]
fn amount_and_currency_are_sent_together_or_not_at_all() {
    let gateway = gateway([FakeResponse::ok(ACCEPTED)]);
    gateway.send(&give_back()).unwrap();
    gateway.send(&give_back().amount(usd(94)).comment("x")).unwrap();
    let calls = gateway.calls();
    assert_eq!(names(calls[0].body()), ["client_orderid", "orderid", "login", "control"]);
    let sent = pairs(calls[1].body());
    assert_eq!(
        names(calls[1].body()),
        ["amount", "client_orderid", "comment", "currency", "orderid", "login", "control"]
    );
    assert_eq!((sent[0].1.as_str(), sent[3].1.as_str()), ("0.94", "USD"));
    assert!(calls.iter().all(|call| !call.headers().contains_key("authorization")));
    // No leading zero, no dot, and as many digits as the currency has.
    for (money, minor) in [
        (usd(94), "94"),
        (Money::parse("100", Currency::from_code("JPY")).unwrap(), "100"),
        (Money::parse("1.5", Currency::from_code("KWD")).unwrap(), "1500"),
    ] {
        let currency = money.currency().as_str().to_owned();
        let covered = gateway.explain(&give_back().amount(money)).base_string().to_owned();
        assert_eq!(covered, format!("TestMerchant34T43R77N6863810{minor}{currency}"));
    }
}

#[test]
fn without_the_control_key_nothing_is_sent() {
    let gateway = Gateway::new([FakeResponse::ok(ACCEPTED)]);
    let error = gateway.send(&give_back()).unwrap_err();
    assert_eq!((error.outcome(), gateway.calls().len()), (Outcome::NotSent, 0));
    assert!(!error.money_may_have_moved() && error.recovery().is_none());
    assert!(
        error.to_string().contains("control key") && error.to_string().contains("ClientBuilder::control_key"),
        "{error}"
    );
    assert!(gateway.run(gateway.client.explain(&give_back())).is_err());
}

#[test]
fn the_values_under_the_checksum_are_not_shown() {
    let shown = format!("{:?}", Auth::control(["payer@shop.example"]));
    assert_eq!(shown, "Control { login: true, covered: [[hidden]] }");
    assert_ne!(Auth::control(["1"]), Auth::control_without_login(["1"]));
    let returned = format!("{:?}", give_back().comment("a person's words"));
    assert!(!returned.contains("person"), "{returned}");
}

#[test]
fn a_return_is_never_sent_again() {
    let gateway = gateway([FakeResponse::broken(), FakeResponse::ok(ACCEPTED)]);
    let error = gateway.send(&give_back()).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), gateway.calls().len()), (ErrorKind::Interrupted, Outcome::Unknown, 1));
    assert!(error.money_may_have_moved());
    let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { panic!("{error:?}") };
    assert_eq!(*question, give_back().status());
}

#[test]
fn an_answer_about_another_order_is_no_answer() {
    for (told, lost) in [("paynet-order-id=6863811", true), ("merchant-order-id=x", true), ("paynet-order-id=", false)]
    {
        let response = FakeResponse::ok(format!("type=async-response\n&{told}\n"));
        match gateway([response]).send(&give_back()) {
            Ok(accepted) => assert!(!lost && accepted.order_id.is_none(), "{told}"),
            Err(error) => assert!(lost && error.outcome() == Outcome::Unknown, "{told}: {error}"),
        }
    }
}

/// The query that recovers a return sent after this status.
fn query(request: Return, before: &str) -> Option<ReturnQuery> {
    match request.after(&state(before)).recovery(None) {
        Recovery::Ask(StatusQuery::Return(query)) => Some(query),
        _ => None,
    }
}

#[test]
fn only_a_status_that_shows_no_earlier_return_can_tell_a_later_one() {
    for before in [
        "status=approved&transaction-type=sale",
        "status=Approved&transaction-type=Transfer",
        "status=approved&transaction-type=capture",
        "status=approved&transaction-type=preauth",
        "status=declined&transaction-type=reversal",
        "status=error&transaction-type=cancel",
    ] {
        assert!(query(give_back(), before).is_some(), "{before}");
    }
    for before in [
        "status=approved&transaction-type=reversal",
        "status=processing&transaction-type=reversal",
        "status=unknown&transaction-type=reversal",
        "status=approved&transaction-type=cancel",
        "status=approved&transaction-type=chargeback",
        "status=approved&transaction-type=refund",
        "status=processing&transaction-type=sale",
        "status=approved&transaction-type=p2p",
        "status=approved",
    ] {
        assert!(query(give_back(), before).is_none(), "{before}");
        let recovery = give_back().amount(usd(1)).after(&state(before)).recovery(None);
        assert!(matches!(recovery, Recovery::AskAPerson(_)), "{before}");
    }
    // The installation's own word for a payment, but never one that undoes it.
    assert!(query(give_back().payment_type("P2P"), "status=approved&transaction-type=p2p").is_some());
    assert!(query(give_back().payment_type("reversal"), "status=approved&transaction-type=reversal").is_none());
    assert!(query(give_back().payment_type("fraud"), "status=approved&transaction-type=fraud").is_none());
}

#[test]
fn the_status_tells_what_became_of_the_first_return() {
    use ReturnFound::{AsBefore, Declined, InProgress, Returned, Unclear};

    let query = |request| query(request, "status=approved&transaction-type=sale&amount=100.00&currency=USD").unwrap();
    let (whole, part) = (query(give_back()), query(give_back().amount(usd(1_050))));
    for (form, of_whole, of_part) in [
        ("status=approved&transaction-type=sale", AsBefore, AsBefore),
        ("status=approved&transaction-type=reversal", Returned, Returned),
        ("status=APPROVED&transaction-type=Cancel", Returned, Returned),
        ("status=approved&transaction-type=reversal&amount=10.50&currency=USD", Returned, Returned),
        ("status=approved&transaction-type=reversal&amount=100.00&currency=USD", Returned, Unclear),
        ("status=approved&transaction-type=reversal&amount=10.50&currency=EUR", Returned, Unclear),
        ("status=processing&transaction-type=reversal", InProgress, InProgress),
        ("status=unknown&transaction-type=reversal", InProgress, InProgress),
        ("status=declined&transaction-type=reversal", Declined, Declined),
        ("status=filtered&transaction-type=reversal", Declined, Declined),
        ("status=approved&transaction-type=chargeback", Unclear, Unclear),
        ("status=approved&transaction-type=refund", Unclear, Unclear),
        ("status=processing&transaction-type=sale", Unclear, Unclear),
        ("status=approved", Unclear, Unclear),
    ] {
        let state = state(form);
        assert_eq!((whole.compare(&state), part.compare(&state)), (of_whole, of_part), "{form}");
    }
}

#[test]
fn a_return_after_one_that_failed_is_told_only_by_its_success() {
    use ReturnFound::{AsBefore, InProgress, Returned, Unclear};

    let query = query(give_back(), "status=declined&transaction-type=reversal").unwrap();
    for (form, found) in [
        ("status=declined&transaction-type=reversal", AsBefore),
        ("status=approved&transaction-type=reversal", Returned),
        ("status=processing&transaction-type=reversal", InProgress),
        ("status=error&transaction-type=reversal", Unclear),
        ("status=approved&transaction-type=sale", Unclear),
    ] {
        assert_eq!(query.compare(&state(form)), found, "{form}");
    }
}

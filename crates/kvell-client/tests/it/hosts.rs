//! The hosts of each environment, and calls to those that are not the default.

use http::Method;
use kvell_client::auth::Covered;
use kvell_client::bank::BankList;
use kvell_client::common::{Body, ErrorKind, MovesMoney, Reads, UrlError};
use kvell_client::order::OrderByTransaction;
use kvell_client::{Environment, Host, Outcome, RawCall, Recovery, StatusQuery};
use serde_json::json;

use crate::support::{FakeResponse, Stage, TRANSACTION, form_a, header, refused, transaction};

const HOSTS: [Host; 4] = [Host::Api, Host::Forms, Host::PaymentPage, Host::Baas];

fn addresses(environment: &Environment) -> [Option<String>; 4] {
    HOSTS.map(|host| environment.base_url_of(host).unwrap().map(|address| address.as_str().to_owned()))
}

#[test]
fn kvell_has_four_hosts_in_each_environment() {
    let expect = |environment: Environment, expected: [&str; 4]| {
        assert_eq!(addresses(&environment), expected.map(|address| Some(format!("https://{address}"))));
    };
    expect(
        Environment::Stage,
        [
            "api.pay.stage.kvell.group",
            "customer.stage.kvell.group",
            "pay.stage.kvell.group",
            "api.baas.stage.kvell.group",
        ],
    );
    expect(
        Environment::Production,
        ["api.pay.kvell.group", "customer.pay.kvell.group", "pay.kvell.group", "api.baas.kvell.group"],
    );
    assert_eq!(Host::default(), Host::Api);
}

#[test]
fn one_host_can_be_set_and_the_others_keep_their_addresses() -> Result<(), UrlError> {
    let stage = addresses(&Environment::Stage);
    for (place, host) in HOSTS.into_iter().enumerate() {
        let proxied = addresses(&Environment::Stage.with_host(host, "https://proxy.example/kvell/")?);
        let mut expected = stage.clone();
        expected[place] = Some("https://proxy.example/kvell".to_owned());
        assert_eq!(proxied, expected);
    }
    let two = Environment::at("http://127.0.0.1:1", "http://127.0.0.1:2")?;
    let known = addresses(&two).map(|address| address.is_some());
    assert_eq!(known, [true, true, false, false]);
    let three = addresses(&two.with_host(Host::PaymentPage, "http://127.0.0.1:3")?);
    assert_eq!(three[2].as_deref(), Some("http://127.0.0.1:3"));
    assert!(Environment::Stage.with_host(Host::Baas, "http://baas.example").is_err());
    Ok(())
}

fn transactions() -> RawCall<Reads> {
    RawCall::reads("transactions", Method::GET, "v1/orders").with_query("page", "1").with_host(Host::Baas)
}

#[test]
fn a_raw_call_goes_to_its_host() {
    let stage = Stage::new([FakeResponse::ok("{}")]);
    stage.send(&transactions()).unwrap();
    assert_eq!(stage.call().uri(), "https://api.baas.stage.kvell.group/v1/orders?page=1");
}

#[test]
fn a_call_to_a_host_without_an_address_is_not_sent_and_the_error_names_it() {
    let environment = || Environment::at("http://127.0.0.1:1", "http://127.0.0.1:2").unwrap();
    let stage = Stage::at(environment(), [FakeResponse::ok("[]")], |builder| builder);
    let error = stage.send(&transactions()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    let said = "Kvell transactions was not sent: host is Baas, which has no address in this environment";
    assert_eq!(error.to_string(), said);
    assert!(stage.calls().is_empty());

    stage.send(&BankList::new()).unwrap();
    let whole = environment().with_host(Host::Baas, "http://127.0.0.1:3").unwrap();
    let stage = Stage::at(whole, [FakeResponse::ok("{}")], |builder| builder);
    stage.send(&transactions()).unwrap();
    assert_eq!(stage.call().uri(), "http://127.0.0.1:3/v1/orders?page=1");
}

#[test]
fn a_form_is_signed_for_the_host_of_forms() {
    let environment = Environment::Stage.with_host(Host::Forms, "https://forms.example").unwrap();
    let stage = Stage::at(environment, [], |builder| builder);
    assert_eq!(stage.client.sign_form(&form_a()).unwrap().action(), "https://forms.example/bind/card/preauthorize");
}

fn refund() -> RawCall<MovesMoney> {
    let recovery = Recovery::Ask(StatusQuery::Order(OrderByTransaction::new(transaction())));
    RawCall::moves_money("refund", Method::POST, "v1/orders/{transaction}/refund", recovery)
        .with_parameter("transaction", TRANSACTION)
        .with_body(Body::json(&json!({"amount": 50})).unwrap())
        .with_auth(|call| Covered::Values(call.parameter("transaction").into_iter().collect()))
}

#[test]
fn a_raw_call_is_signed_sent_and_classified_like_any_other() {
    let stage = Stage::new([FakeResponse::ok(r#"{"status": "refunded"}"#)]);
    let response = stage.send(&refund()).unwrap();
    assert_eq!(&response.body[..], br#"{"status": "refunded"}"#);
    let call = stage.call();
    assert_eq!((call.method(), &call.body()[..]), (&Method::POST, &br#"{"amount":50}"#[..]));
    assert_eq!(call.uri(), "https://api.pay.stage.kvell.group/v1/orders/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55/refund");
    // That of a query of the order: both cover the transaction.
    let expected = "71bb03a8bd18712069e4651bbc83f182438646e445926e2882a0e9e94505f47e";
    assert_eq!(header(&call, "x-signature"), Some(expected));

    for (answer, outcome) in [
        (refused(400, 20_098), Outcome::Refused),
        (refused(400, 20_007), Outcome::Unknown),
        (FakeResponse::broken(), Outcome::Unknown),
        (FakeResponse::unreachable(), Outcome::NotSent),
    ] {
        let error = Stage::new([answer]).send(&refund()).unwrap_err();
        assert_eq!((error.outcome(), error.endpoint()), (outcome, "refund"));
        assert_eq!(error.recovery().is_some(), outcome == Outcome::Unknown);
    }
}

#[test]
fn a_raw_call_can_be_signed_with_rsa_too() {
    let call = RawCall::changes("otp", Method::POST, "v1/orders/account2card/confirm").with_auth(|_| Covered::Rsa);
    let error = Stage::new([]).send(&call).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Signing, Outcome::NotSent));
}

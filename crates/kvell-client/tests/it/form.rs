//! The form's signature, address and fields.

use kvell_client::form::{Preauthorize, SignedForm};
use kvell_client::{Client, CustomerKey, Environment, Recovery, Secret, StatusQuery, TransactionId};
use url::form_urlencoded;

use crate::support::{API_KEY, Stage, VirtualClock, form_a, form_of, rub, vectors};

fn signed(form: &Preauthorize) -> SignedForm {
    Stage::new([]).client.sign_form(form).unwrap()
}

fn signature(form: &Preauthorize) -> String {
    signed(form).fields().get("signature").unwrap().to_owned()
}

#[test]
fn vector_a_and_b_have_their_signature_and_their_address() {
    for vector in vectors()["preauthorize"].as_array().unwrap() {
        let form = signed(&form_of(vector));
        assert_eq!(form.fields().get("signature"), vector["signature"].as_str(), "{}", vector["name"]);
        assert_eq!(form.url(), vector["get_url_stage"].as_str().unwrap(), "{}", vector["name"]);
        assert_eq!(form.action(), "https://customer.stage.kvell.group/bind/card/preauthorize");
    }
}

#[test]
fn negative_controls_of_vector_a_are_never_produced() {
    let over_encoded_values = "c5fc910fa83db7de36b9710ecba8016961e9fba281eecdf475c35a5624725ce7";
    let over_the_description_too = "124b738534f08622107e1e5f19718c76f12005ba28ed405d52d9494ab5e98fe5";
    let page = signed(&form_a());
    for wrong in [over_encoded_values, over_the_description_too] {
        assert!(!page.url().contains(wrong) && !page.html().contains(wrong));
    }
}

#[test]
fn description_and_auto_return_are_not_signed() {
    let vector = &vectors()["preauthorize"][0];
    let expected = vector["signature"].as_str().unwrap();
    for seconds in [0, 1, u32::MAX] {
        assert_eq!(signature(&form_a().auto_return(seconds)), expected);
    }
    let mut other = vector.clone();
    other["params"]["description"] = "another one".into();
    assert_eq!(signature(&form_of(&other)), expected);
}

#[test]
fn every_signed_value_changes_the_signature() {
    let vector = &vectors()["preauthorize"][0];
    for (name, value) in [
        ("customer_key", "cust-43"),
        ("transaction", "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d56"),
        ("amount", "151"),
        ("success_url", "https://shop.example/ok?order=42&lang=en"),
        ("fail_url", "https://shop.example/fail?order=42#tip"),
    ] {
        let mut other = vector.clone();
        other["params"][name] = value.into();
        assert_ne!(signature(&form_of(&other)), vector["signature"].as_str().unwrap(), "{name}");
    }
}

#[test]
fn auto_return_may_be_absent_zero_or_some_seconds() {
    let of = |form: Preauthorize| signed(&form).fields().get("auto_return").map(str::to_owned);
    assert_eq!(of(form_a()), None);
    assert_eq!(of(form_a().auto_return(0)).as_deref(), Some("0"));
    assert_eq!(of(form_a().auto_return(15)).as_deref(), Some("15"));
    assert!(!signed(&form_a()).url().contains("auto_return"));
    assert!(!signed(&form_a()).html().contains("auto_return"));
    assert!(signed(&form_a().auto_return(0)).url().ends_with("&auto_return=0"));
}

#[test]
fn fields_are_raw_and_in_order_without_the_secret() {
    let form = signed(&form_of(&vectors()["preauthorize"][1]));
    let names: Vec<_> = form.fields().iter().map(|(name, _)| name).collect();
    let expected = [
        "api_key",
        "customer_key",
        "transaction",
        "description",
        "amount",
        "signature",
        "success_url",
        "fail_url",
        "auto_return",
    ];
    assert_eq!(names, expected);
    assert_eq!(form.fields().get("description"), Some("Продукт №1 \"A\" <b>"));
    assert_eq!(form.fields().get("success_url"), Some("https://shop.example/успех?имя=Ёж"));
    for shown in [form.url(), form.html()] {
        assert!(!shown.contains("dossier-secret"));
    }
}

/// Kvell's own example of a link, from its page.
const DOCUMENTED: &str = "https://customer.stage.kvell.group/bind/card/preauthorize?api_key=a1aea13e-f94a-47ac-9687-633f3f8167fc&customer_key=bind_card_test&transaction=4416ea3d-ea94-4319-87d0-8fdf44b1bc87&description=Goody+goods&amount=627&signature=1cd3f0c885b15a63974406c453b6b7a0a1b2319c0ca017c7eb4bad15d73f5e86&success_url=http%3A%2F%2F127.0.0.1%3A5500&fail_url=http%3A%2F%2F127.0.0.1%3A5500";

#[test]
fn the_documented_link_decodes_and_encodes_byte_for_byte() {
    let (action, query) = DOCUMENTED.split_once('?').unwrap();
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned())).unwrap()
    };
    assert_eq!(value("description"), "Goody goods");
    assert_eq!(value("success_url"), "http://127.0.0.1:5500");

    let client = Client::builder(Environment::Stage, value("api_key"), Secret::new("not the published store's"));
    let transport = |_: http::Request<bytes::Bytes>| async { panic!("a form is not sent by the client") };
    let client = client.transport(transport).clock(VirtualClock::default()).build().unwrap();
    let form = Preauthorize::new(
        CustomerKey::new(value("customer_key")),
        TransactionId::new(value("transaction")).unwrap(),
        rub(value("amount").parse().unwrap()),
        value("description"),
        value("success_url"),
        value("fail_url"),
    );
    let form = client.sign_form(&form).unwrap();
    assert_eq!(form.action(), action);
    // Kvell does not publish the secret of its example, so its signature cannot be computed, only inserted.
    let ours = form.fields().get("signature").unwrap();
    assert_eq!(form.url().replace(ours, &value("signature")), DOCUMENTED);
}

#[test]
fn each_environment_has_its_own_host_for_forms() {
    let other = Environment::at("http://127.0.0.1:8080/kvell/", "http://127.0.0.1:8081").unwrap();
    for (environment, action) in [
        (Environment::Stage, "https://customer.stage.kvell.group/bind/card/preauthorize"),
        (Environment::Production, "https://customer.pay.kvell.group/bind/card/preauthorize"),
        (other, "http://127.0.0.1:8080/kvell/bind/card/preauthorize"),
    ] {
        let form = Stage::at(environment, [], |builder| builder).client.sign_form(&form_a()).unwrap();
        assert_eq!(form.action(), action);
        assert!(form.url().starts_with(&format!("{action}?api_key={API_KEY}&")));
    }
}

#[test]
fn a_form_is_never_fetched_and_has_a_recovery() {
    let stage = Stage::new([]);
    let form = stage.client.sign_form(&form_a()).unwrap();
    let _ = (form.url(), form.html(), form.html_form("Go"), form.fields().iter().count());
    assert!(stage.calls().is_empty());
    let Recovery::Ask(StatusQuery::Card(question)) = form.recovery() else { panic!("{:?}", form.recovery()) };
    assert_eq!(question, crate::support::card_question());
}

#[test]
fn a_random_transaction_is_a_uuid_and_unique() {
    let (first, second) = (TransactionId::random().unwrap(), TransactionId::random().unwrap());
    assert_ne!(first, second);
    assert!(first.is_uuid() && second.is_uuid());
    assert_eq!(first.as_str().as_bytes()[14], b'4', "version 4: {first}");
    assert!(!TransactionId::from_any_text("tx+0001/я").is_uuid());
}

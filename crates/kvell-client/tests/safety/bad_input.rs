//! Invalid requests are not sent, and the error names the field; the table is also `docs/bad-input.md`.

use kvell_client::common::BuildError;
use kvell_client::form::Preauthorize;
use kvell_client::{Client, Currency, CustomerKey, Environment, Host, Money, RawCall, Secret, TransactionId};
use payments_contract::FakeProvider;
use payments_contract::bad_input::BadInput;
use payments_core::testing::FakeResponse;
use payments_samples::Kvell;

use crate::leaks::{API_KEY, TRANSACTION, client};

const EMPTY: &str = "must not be empty";
const CONTROL: &str = "must not hold control characters";

/// A form with these texts: customer, transaction, description, success address, failure address.
fn form([customer, transaction, description, success, fail]: [&str; 5], amount: Money) -> Preauthorize {
    let transaction = TransactionId::from_any_text(transaction);
    Preauthorize::new(CustomerKey::new(customer), transaction, amount, description, success, fail)
}

fn add_forms(table: &mut BadInput) {
    let good = ["buyer-42", TRANSACTION, "a card", "https://shop.example/yes", "https://shop.example/no"];
    let client = client(&FakeProvider::new(FakeResponse::unreachable()));
    let mut refuse = |what: &str, field: &str, rule: &str, form: &Preauthorize| {
        table.value("Client::sign_form", what, field, rule, &client.sign_form(form).unwrap_err());
    };
    for (place, field) in
        ["customer_key", "transaction", "description", "success_url", "fail_url"].into_iter().enumerate()
    {
        for (what, text, rule) in [("an empty text", "", EMPTY), ("a line feed", "https://shop.example/\n", CONTROL)] {
            let mut texts = good;
            texts[place] = text;
            refuse(what, field, rule, &form(texts, Money::from_minor_units(100, Currency::RUB)));
        }
        for address in ["/back", "ftp://shop.example", "javascript:alert(1)"].iter().filter(|_| field.ends_with("_url"))
        {
            let mut texts = good;
            texts[place] = address;
            let form = form(texts, Money::from_minor_units(100, Currency::RUB));
            refuse(&format!("`{address}`"), field, "must be an absolute http or https address", &form);
        }
        if field.ends_with("_url") {
            let mut texts = good;
            texts[place] = "http://shop.invalid/";
            let form = form(texts, Money::from_minor_units(100, Currency::RUB));
            refuse("`http://shop.invalid/`", field, "must be a host that exists", &form);
        }
    }
    refuse("-1 kopeck", "amount", "must not be below zero", &form(good, Money::from_minor_units(-1, Currency::RUB)));
    refuse("a dollar", "amount", "must be roubles", &form(good, Money::from_minor_units(100, Currency::USD)));
}

fn add_hosts(table: &mut BadInput) {
    let nowhere = RawCall::reads("transactions", http::Method::GET, "v1/orders").with_host(Host::Baas);
    let without = |wire: &FakeProvider| {
        let environment = Environment::at("http://127.0.0.1:9", "http://127.0.0.1:9").unwrap();
        let client = Client::builder(environment, API_KEY, Secret::new("secret"));
        let client = client.transport(wire.transport()).clock(wire.clock()).build().unwrap();
        wire.run(client.send(&nowhere))
    };
    let rule = "is Baas, which has no address in this environment";
    table.call("any call", "a host without an address", "host", rule, without);
}

fn build(api_key: &str, secret_key: &str) -> Result<Client, BuildError> {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Stage, api_key, Secret::new(secret_key));
    builder.transport(wire.transport()).clock(wire.clock()).build()
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("kvell-client", "Kvell");
    table.samples::<Kvell>();
    add_forms(&mut table);
    add_hosts(&mut table);
    for bad in ["", "order-1", "5f1c9d3e8a474b60b1b03f2a7c9e1d55"] {
        let rule = "must be a UUID; see from_any_text for numbers you have already";
        table.value(
            "TransactionId::new",
            &format!("`{bad:?}`"),
            "transaction",
            rule,
            &TransactionId::new(bad).unwrap_err(),
        );
    }
    for bad in ["", "shop-17"] {
        let rule = "must be a UUID, such as 3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae";
        table.value("ClientBuilder::build", &format!("`{bad:?}`"), "api_key", rule, &build(bad, "secret").unwrap_err());
    }
    for bad in ["", "secret\n", " secret"] {
        let rule = "must not be empty, hold control characters, or begin or end with white space";
        let refused = build(API_KEY, bad).unwrap_err();
        table.value("ClientBuilder::build", &format!("`{bad:?}`"), "secret_key", rule, &refused);
    }
    // The built-in addresses are valid.
    table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &["environment"]);
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

//! Invalid requests are not sent, and the error names the field; the table is also `docs/bad-input.md`.

use kvell_client::card::{CardByTransaction, CardToken};
use kvell_client::common::{BuildError, Endpoint, Json};
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::payout::Account2Card;
use kvell_client::{
    Client, Currency, CustomerKey, Environment, Error, Host, Kvell, Money, RawCall, Secret, TransactionId,
};
use payments_contract::bad_input::BadInput;
use payments_contract::leaks::{FakeResponse, FakeTransport};

use crate::leaks::{API_KEY, TRANSACTION, client};

const EMPTY: &str = "must not be empty";
const CONTROL: &str = "must not hold control characters";

fn send<E: Endpoint<Provider = Kvell>>(wire: &FakeTransport, request: &E) -> Result<E::Response, Error> {
    wire.run(client(wire).send(request))
}

/// A form with these texts: customer, transaction, description, success address, failure address.
fn form([customer, transaction, description, success, fail]: [&str; 5], amount: Money) -> Preauthorize {
    let transaction = TransactionId::from_any_text(transaction);
    Preauthorize::new(CustomerKey::new(customer), transaction, amount, description, success, fail)
}

fn add_forms(table: &mut BadInput) {
    let good = ["buyer-42", TRANSACTION, "a card", "https://shop.example/yes", "https://shop.example/no"];
    let client = client(&FakeTransport::new(FakeResponse::NotSent));
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
    }
    refuse("-1 kopeck", "amount", "must not be below zero", &form(good, Money::from_minor_units(-1, Currency::RUB)));
    refuse("a dollar", "amount", "must be roubles", &form(good, Money::from_minor_units(100, Currency::USD)));
}

fn add_payouts(table: &mut BadInput) {
    let rub = |kopecks| Money::from_minor_units(kopecks, Currency::RUB);
    let payout = |amount: Money, description: &str, transaction: &str| {
        let number = "4111111111111111".parse().unwrap();
        Account2Card::to_card(number, amount, description, TransactionId::from_any_text(transaction))
    };
    let good = || payout(rub(100), "Payout 17", TRANSACTION);
    let saved = |customer: &str, token: &str| {
        let transaction = TransactionId::new(TRANSACTION).unwrap();
        let (customer, token) = (CustomerKey::new(customer), CardToken::new(token));
        Account2Card::to_saved_card(customer, token, rub(100), "Payout 17", transaction)
    };
    let mut refuse = |what: &str, field: &str, rule: &str, payout: &Account2Card| {
        table.call("orders/account2card", what, field, rule, |wire| send(wire, payout));
    };
    for (what, text, rule) in [("an empty text", "", EMPTY), ("a line feed", "a\nb", CONTROL)] {
        refuse(what, "description", rule, &payout(rub(100), text, TRANSACTION));
        refuse(what, "transaction", rule, &payout(rub(100), "Payout 17", text));
        refuse(what, "customer", rule, &good().customer(text));
        refuse(what, "customer_card.customer_key", rule, &saved(text, "token"));
        refuse(what, "customer_card.customer_card_token", rule, &saved("buyer-42", text));
    }
    let dots = "must not be dots: the status query has it in its address";
    refuse("`..`", "transaction", dots, &payout(rub(100), "Payout 17", ".."));
    for (what, kopecks) in [("0 kopecks", 0), ("-1 kopeck", -1)] {
        refuse(what, "amount", "must be above zero", &payout(rub(kopecks), "Payout 17", TRANSACTION));
    }
    let dollar = Money::from_minor_units(100, Currency::USD);
    refuse("a dollar", "amount", "must be roubles", &payout(dollar, "Payout 17", TRANSACTION));
    let list = Json::new(&[17]).unwrap();
    refuse("a list", "extra_data", "must be a JSON object", &good().extra_data(list.clone()));
    refuse("a list", "fiscal_data", "must be a JSON object", &good().fiscal_data(list));
    let nowhere = RawCall::reads("transactions", http::Method::GET, "v1/orders").with_host(Host::Baas);
    let without = |wire: &FakeTransport| {
        let environment = Environment::at("http://127.0.0.1:9", "http://127.0.0.1:9").unwrap();
        let client = Client::builder(environment, API_KEY, Secret::new("secret"));
        let client = client.transport(wire.clone()).clock(wire.clone()).build().unwrap();
        wire.run(client.send(&nowhere))
    };
    let rule = "is Baas, which has no address in this environment";
    table.call("any call", "a host without an address", "host", rule, without);
}

fn build(api_key: &str, secret_key: &str) -> Result<Client, BuildError> {
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Stage, api_key, Secret::new(secret_key));
    builder.transport(wire.clone()).clock(wire).build()
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("kvell-client", "Kvell");
    let dots = "must be neither empty nor dots: it is a part of the address";
    for (what, text, rule) in [("an empty text", "", EMPTY), ("a line feed", "a\nb", CONTROL), ("`..`", "..", dots)] {
        let (transaction, customer) = (|| TransactionId::from_any_text(text), || CustomerKey::new(text));
        let order = OrderByTransaction::new(transaction());
        table.call("orders", what, "transaction", rule, |wire| send(wire, &order));
        let card = CardByTransaction::new(CustomerKey::new("buyer-42"), transaction());
        table.call("customers/orders", what, "transaction", rule, |wire| send(wire, &card));
        let card = CardByTransaction::new(customer(), TransactionId::new(TRANSACTION).unwrap());
        table.call("customers/orders", what, "customer_key", rule, |wire| send(wire, &card));
    }
    add_forms(&mut table);
    add_payouts(&mut table);
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

//! Invalid requests are not sent, and the error names the field; the table is also `docs/bad-input.md`.

use payments_contract::FakeProvider;
use payments_contract::bad_input::BadInput;
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::PaynetEasy;
use payneteasy_client::card::RecurringPaymentId;
use payneteasy_client::common::BuildError;
use payneteasy_client::order::{ClientOrderId, StoredOrder};
use payneteasy_client::transfer::MerchantFormData;
use payneteasy_client::{Client, Currency, Environment, Money, Secret};

fn build(login: &str) -> Result<Client, BuildError> {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    Client::builder(Environment::Sandbox, login, FakeSigner).transport(wire.transport()).clock(wire.clock()).build()
}

fn add_values(table: &mut BadInput) {
    for digits in ["", "12a", "-1"] {
        let (refused, rule) = (RecurringPaymentId::new(digits).unwrap_err(), "must be digits only");
        table.value("RecurringPaymentId::new", &format!("`{digits:?}`"), "recurring payment id", rule, &refused);
    }
    for (name, value) in [("a b", "1"), ("a", "1-2"), ("", "1")] {
        let refused = MerchantFormData::new().set(name, value).unwrap_err();
        let rule = "must be letters and digits in names and values";
        table.value("MerchantFormData::set", &format!("`{name}={value}`"), "merchant_form_data", rule, &refused);
    }
    for (least, most) in [("2", Currency::USD), ("0.50", Currency::EUR)] {
        let limits = (Money::parse(least, Currency::USD).unwrap(), Money::parse("1", most).unwrap());
        let refused = StoredOrder::between(ClientOrderId::new("order-1"), limits.0, limits.1).unwrap_err();
        let rule = "must have limits of one currency, the lower one first";
        table.value("StoredOrder::between", &format!("{least} USD and another"), "amount", rule, &refused);
    }
    table.value("ClientBuilder::build", "no login", "login", "must not be empty", &build("").unwrap_err());
    let long = build(&"x".repeat(21)).unwrap_err();
    table.value("ClientBuilder::build", "21 characters", "login", "must have at most 20 characters", &long);
    for key in ["", " key", "key\n"] {
        let wire = FakeProvider::new(FakeResponse::unreachable());
        let builder = Client::builder(Environment::Sandbox, "TestMerchant", FakeSigner).control_key(Secret::new(key));
        let refused = builder.transport(wire.transport()).clock(wire.clock()).build().unwrap_err();
        let rule = "must not be empty, hold control characters, or begin or end with white space";
        table.value("ClientBuilder::build", &format!("{key:?}"), "control key", rule, &refused);
    }
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("payneteasy-client", "PaynetEasy");
    table.samples::<PaynetEasy>();
    add_values(&mut table);
    // The client writes amounts itself, the built-in addresses are valid, and every name and text can be written as a form.
    table.assert_covers(
        concat!(env!("CARGO_MANIFEST_DIR"), "/src"),
        &["must be a decimal number with a dot", "environment", "body", "must be pairs of names and texts"],
    );
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

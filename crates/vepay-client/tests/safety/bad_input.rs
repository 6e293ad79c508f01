//! Invalid input is named and not sent; the table is also `docs/bad-input.md`.

use payments_contract::FakeProvider;
use payments_contract::bad_input::BadInput;
use payments_core::testing::FakeResponse;
use payments_samples::Vepay;
use vepay_client::common::BuildError;
use vepay_client::{Client, Environment, ExtId, Secret};

fn build(mfo: &str, secret: &str) -> Result<Client, BuildError> {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    Client::builder(Environment::Test, mfo, Secret::new(secret)).transport(wire.transport()).clock(wire.clock()).build()
}

fn add_values(table: &mut BadInput) {
    let long = "я".repeat(41);
    for (what, text, rule) in [
        ("an empty number", "", "must not be empty"),
        ("41 characters", long.as_str(), "must have at most 40 characters"),
        ("`0`", "0", "must not be 0, which Vepay takes for none"),
    ] {
        table.value("ExtId::new", what, "extid", rule, &ExtId::new(text).unwrap_err());
    }
    for mfo in ["", "17a", "1 7"] {
        let rule = "must be the partner's number: digits only";
        table.value("ClientBuilder::build", &format!("`{mfo:?}`"), "X-Mfo", rule, &build(mfo, "secret").unwrap_err());
    }
    let long = "s".repeat(51);
    let clean = "must not be empty, hold control characters, or begin or end with white space";
    for (what, secret, rule) in [
        ("no secret", "", "must not be empty"),
        ("51 characters", long.as_str(), "must have at most 50 characters"),
        ("a line feed from the file", "secret\n", clean),
    ] {
        table.value("ClientBuilder::build", what, "secret", rule, &build("17", secret).unwrap_err());
    }
}

#[test]
fn invalid_requests_are_not_sent() {
    let mut table = BadInput::new("vepay-client", "Vepay");
    table.samples::<Vepay>();
    add_values(&mut table);
    // Unreachable: digits are valid in a header, and the built-in URLs are valid.
    table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &["is not a valid header value", "environment"]);
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

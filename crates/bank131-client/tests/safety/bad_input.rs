//! Invalid requests are not sent and name the field; the table is also `docs/bad-input.md`.

use bank131_client::common::BuildError;
use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, SessionMultiInit,
};
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money};
use payments_contract::FakeProvider;
use payments_contract::bad_input::BadInput;
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::Bank131;

const VISIBLE: &str = "must be visible ASCII characters without spaces";

fn build(project: &str, submerchant: &str) -> Result<Client, BuildError> {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Demo, project, FakeSigner).submerchant(submerchant);
    builder.transport(wire.transport()).clock(wire.clock()).build()
}

fn add_values(table: &mut BadInput) {
    for key in ["", "a b", "ключ", "a\n"] {
        let refused = IdempotencyKey::new(key).unwrap_err();
        table.value("IdempotencyKey::new", &format!("`{key:?}`"), "X-PARTNER-IDEMPOTENCY-KEY", VISIBLE, &refused);
    }
    for bad in ["a b", "проект"] {
        let what = format!("`{bad:?}`");
        let client = build("project", "").unwrap();
        table.value("ClientBuilder::build", &what, "X-PARTNER-PROJECT", VISIBLE, &build(bad, "").unwrap_err());
        table.value(
            "ClientBuilder::build",
            &what,
            "X-PARTNER-SUBMERCHANT",
            VISIBLE,
            &build("project", bad).unwrap_err(),
        );
        table.value(
            "Client::with_project",
            &what,
            "X-PARTNER-PROJECT",
            VISIBLE,
            &client.with_project(bad).unwrap_err(),
        );
        let refused = client.with_submerchant(bad).unwrap_err();
        table.value("Client::with_submerchant", &what, "X-PARTNER-SUBMERCHANT", VISIBLE, &refused);
    }
    table.value("ClientBuilder::build", "no project", "X-PARTNER-PROJECT", VISIBLE, &build("", "").unwrap_err());
    for rate in ["0", "-9.2", "9,2", "1e3"] {
        let refused = ExchangeRate::from_rub(rate, Currency::TJS).unwrap_err();
        let rule = "must be a decimal number above zero, such as 9.2222";
        table.value("ExchangeRate::from_rub", &format!("`{rate}`"), "rate", rule, &refused);
    }
}

/// Amounts that their rate contradicts, which only a check of the shop's own notices.
fn add_rates(table: &mut BadInput) {
    let check = |rate: &str| {
        let rate = || ExchangeRate::from_rub(rate, Currency::TJS).unwrap();
        let amounts = Amounts::new(Money::from_minor_units(10_843, Currency::RUB), rate(), rate());
        let card = PaymentDetails::Card(CardDetails::new("4242424242424242".parse().unwrap()));
        let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
        let payout = Money::from_minor_units(100_000, Currency::TJS);
        let transfer = SessionMultiInit::new(IdempotencyKey::new("k").unwrap(), card, amounts, payout, people);
        transfer.check_rate(3).unwrap_err()
    };
    let call = "SessionMultiInit::check_rate";
    let rule = "does not lead from what is charged to what is paid out, within 3 percent";
    table.value(call, "108.43 RUB for 1000.00 TJS at 9.2222", "amounts.rate", rule, &check("9.2222"));
    let rule = "has amounts that cannot be compared by it";
    table.value(call, "a rate of sixty digits", "amounts.rate", rule, &check(&"9".repeat(60)));
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("bank131-client", "Bank 131");
    table.samples::<Bank131>();
    add_values(&mut table);
    add_rates(&mut table);
    // Values are checked before they become headers, and the built-in addresses are valid.
    table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &["is not a valid header value", "environment"]);
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

//! Invalid requests are not sent, and the error names the field; the table is also `docs/bad-input.md`.

use payments_contract::bad_input::BadInput;
use payments_contract::leaks::{FakeResponse, FakeTransport};
use payneteasy_client::{
    Client, Currency, Environment, Error, Money, PaynetEasy, Secret, Terminal,
    card::{CreateCardRef, RecurringPaymentId},
    common::{BuildError, CardExpiry, Endpoint},
    order::{ClientOrderId, Order, OrderId, Return, SerialNumber, Status, StatusResponse, StoredOrder},
    transfer::{DestinationCard, MerchantFormData, Notification, Payer, ReturnUrl, SourceCard, TransferForm},
};

use crate::leaks::{PlainSigner, client};

const WEB: &str = "must be an absolute http or https address";
const DIGITS: &str = "must be digits only";
const GIVEN: &str = "must be given";

fn send<E: Endpoint<Provider = PaynetEasy>>(wire: &FakeTransport, request: &E) -> Result<E::Response, Error> {
    wire.run(client(wire).send(request))
}

fn terminal() -> Terminal {
    client(&FakeTransport::new(FakeResponse::NotSent)).endpoint(39915)
}

fn usd(cents: i64) -> Money {
    Money::from_minor_units(cents, Currency::USD)
}

fn order(number: &str, amount: Money, description: &str, address: &str) -> Order {
    Order::new(ClientOrderId::new(number), amount, description, address)
}

fn good() -> Order {
    order("ORDER-42", usd(10_000), "a transfer", "203.0.113.7")
}

fn back() -> ReturnUrl {
    ReturnUrl::any("https://shop.example/back")
}

fn of(order: Order) -> TransferForm {
    TransferForm::form_to_form(terminal(), order, back())
}

fn bare() -> TransferForm {
    of(good())
}

fn to(return_url: ReturnUrl) -> TransferForm {
    TransferForm::form_to_form(terminal(), good(), return_url)
}

fn paid_by(payer: Payer) -> TransferForm {
    bare().payer(payer)
}

fn saved_card(digits: &str) -> RecurringPaymentId {
    RecurringPaymentId::new(digits).unwrap()
}

/// Transfers with a text, and its maximum length.
type Text = (&'static str, usize, fn(&str) -> TransferForm);

const TEXTS: &[Text] = &[
    ("order_desc", 64 * 1024, |text| of(order("ORDER-42", usd(1), text, "203.0.113.7"))),
    ("client_orderid", 128, |text| of(order(text, usd(1), "a transfer", "203.0.113.7"))),
    ("first_name", 50, |text| paid_by(Payer::new().first_name(text))),
    ("last_name", 50, |text| paid_by(Payer::new().last_name(text))),
    ("address1", 256, |text| paid_by(Payer::new().address1(text))),
    ("city", 50, |text| paid_by(Payer::new().city(text))),
    ("state", 2, |text| paid_by(Payer::new().state(text))),
    ("zip_code", 10, |text| paid_by(Payer::new().zip_code(text))),
    ("country", 2, |text| paid_by(Payer::new().country(text))),
    ("phone", 15, |text| paid_by(Payer::new().phone(text))),
    ("cell_phone", 15, |text| paid_by(Payer::new().cell_phone(text))),
    ("email", 50, |text| paid_by(Payer::new().email(text))),
    ("purpose", 128, |text| bare().purpose(text)),
    ("site_url", 128, |text| bare().site_url(text)),
    ("preferred_language", 2, |text| bare().preferred_language(text)),
    ("card_printed_name", 128, from_card_of),
    ("destination_card_printed_name", 128, |text| {
        let card = DestinationCard::new("4268736646656312".parse().unwrap()).printed_name(text);
        TransferForm::form_to_pan(terminal(), good(), back(), card)
    }),
];

fn from_card_of(name: &str) -> TransferForm {
    let expiry = CardExpiry::new(12, 2030).unwrap();
    let card = SourceCard::new("4268736646656312".parse().unwrap(), expiry, "123".parse().unwrap(), name);
    TransferForm::pan_to_form(terminal(), good(), back(), card)
}

fn add_transfers(table: &mut BadInput) {
    let mut refuse = |what: &str, field: &str, rule: &str, request: &TransferForm| {
        table.call("transfer-form", what, field, rule, |wire| send(wire, request));
    };
    for (field, longest, with) in TEXTS {
        let rule = format!("must have at most {longest} characters");
        refuse("a longer text", field, &rule, &with(&"ж".repeat(longest + 1)));
    }
    for amount in [0, -1] {
        let request = of(order("7", usd(amount), "a transfer", "203.0.113.7"));
        refuse(&format!("{amount} cents"), "amount", "must be above zero", &request);
    }
    let long = of(order("7", usd(1_000_000_001), "a transfer", "203.0.113.7"));
    refuse("10000000.01 dollars", "amount", "must have at most 10 characters", &long);
    let gold = Money::from_minor_units(100, Currency::from_code("XAU"));
    let gold = of(order("7", gold, "a transfer", "203.0.113.7"));
    refuse("`XAU`", "currency", "must be a currency of ISO 4217", &gold);
    for address in ["", "localhost", "203.0.113.7:80"] {
        let request = of(order("7", usd(1), "a transfer", address));
        refuse(&format!("`{address:?}`"), "ipaddress", "must be an IPv4 or IPv6 address", &request);
    }
    refuse("an empty number", "client_orderid", GIVEN, &of(order(" ", usd(1), "a transfer", "203.0.113.7")));
    refuse("an empty description", "order_desc", GIVEN, &of(order("7", usd(1), "", "203.0.113.7")));
    refuse("an empty name", "card_printed_name", GIVEN, &from_card_of(""));
    refuse("`12a4`", "ssn", DIGITS, &paid_by(Payer::new().ssn("12a4")));
    refuse("five digits", "ssn", "must have at most 4 characters", &paid_by(Payer::new().ssn("01234")));
    for country in ["US", "CA", "AU"] {
        let rule = format!("must be given with the country {country}");
        refuse("no state", "state", &rule, &paid_by(Payer::new().country(country)));
    }
    let australia = paid_by(Payer::new().country("AU").state("NSWA"));
    refuse("a state of four letters", "state", "must have at most 3 characters", &australia);
    let twenty = "1".repeat(20);
    let to_saved = TransferForm::form_to_saved_card(terminal(), good(), back(), saved_card(&twenty));
    refuse("20 digits", "destination_card_recurring_payment_id", "must have at most 19 characters", &to_saved);
    let code = "123".parse().unwrap();
    let from_saved = TransferForm::saved_card_to_form(terminal(), good(), back(), saved_card(&twenty), code);
    refuse("20 digits", "card_recurring_payment_id", "must have at most 19 characters", &from_saved);
    let long = MerchantFormData::new().set("theme", &"d".repeat(128)).unwrap();
    refuse("more settings", "merchant_form_data", "must have at most 128 characters", &bare().form_data(long));
}

type With = fn(&str) -> TransferForm;

fn add_addresses(table: &mut BadInput) {
    let good = "https://shop.example/back";
    let fields: [(&str, With); 5] = [
        ("redirect_url", |address| to(ReturnUrl::any(address))),
        ("redirect_success_url", |address| to(ReturnUrl::by_outcome(address, "https://shop.example/no"))),
        ("redirect_fail_url", |address| to(ReturnUrl::by_outcome("https://shop.example/yes", address))),
        ("server_callback_url", |address| bare().notification(Notification::final_only(address))),
        ("notify_url", |address| bare().notification(Notification::all_updates(address))),
    ];
    for (field, with) in fields {
        for address in ["", "/back", "ftp://shop.example"] {
            table.call("transfer-form", &format!("`{address:?}`"), field, WEB, |wire| send(wire, &with(address)));
        }
        let long = with(&format!("{good}/{}", "a".repeat(1024)));
        table.call("transfer-form", "a longer address", field, "must have at most 1024 characters", |wire| {
            send(wire, &long)
        });
    }
    for (field, with) in &fields[3..] {
        let rule = "must use port 80 or 8080 (http), 443 or 8443 (https)";
        let address = "https://shop.example:3000";
        table.call("transfer-form", &format!("`{address}`"), field, rule, |wire| send(wire, &with(address)));
        let rule = "must have no query with a name that callbacks have, nor with one twice";
        for address in ["https://shop.example/?type=payneteasy", "https://shop.example/?shop=7&shop=8"] {
            table.call("transfer-form", &format!("`{address}`"), field, rule, |wire| send(wire, &with(address)));
        }
    }
}

fn add_extras(table: &mut BadInput) {
    let mut refuse = |name: &str, rule: &str, request: &TransferForm| {
        table.call("transfer-form", &format!("an extra parameter `{name}`"), name, rule, |wire| send(wire, request));
    };
    refuse("a b", "must be a name of letters, digits, dots, dashes and underscores", &bare().extra("a b", "1"));
    refuse(
        "oauth_token",
        "must not begin with oauth_, as the signature's own names do",
        &bare().extra("oauth_token", "1"),
    );
    let own = "must not be given as an extra parameter: it is one of the gateway's own";
    for name in ["amount", "cvv2", "destination"] {
        refuse(name, own, &bare().extra(name, "1"));
    }
    refuse("zone", "must not be given twice", &bare().extra("zone", "1").extra("zone", "2"));
}

fn add_questions(table: &mut BadInput) {
    let ask = |number: &str| Status::new(terminal(), ClientOrderId::new(number));
    let keep = |number: &str, id: &str| CreateCardRef::new(terminal(), ClientOrderId::new(number), OrderId::new(id));
    let (long, id, short) = ("x".repeat(129), "9".repeat(21), "must have at most 128 characters");
    for (what, field, rule, request) in [
        ("an empty number", "client_orderid", GIVEN, ask("")),
        ("129 characters", "client_orderid", short, ask(&long)),
        ("letters", "orderid", DIGITS, ask("7").order_id(OrderId::new("x"))),
        ("21 digits", "orderid", "must have at most 20 characters", ask("7").order_id(OrderId::new(id.as_str()))),
        ("129 characters", "by-request-sn", short, ask("7").by_request(SerialNumber::new(long.as_str()))),
    ] {
        table.call("status", what, field, rule, |wire| send(wire, &request));
    }
    for (what, field, rule, request) in [
        ("an empty number", "client_orderid", GIVEN, keep("", "1")),
        ("an empty id", "orderid", GIVEN, keep("7", "")),
        ("letters", "orderid", DIGITS, keep("7", "x")),
        ("21 digits", "orderid", "must have at most 20 characters", keep("7", &id)),
        ("129 characters", "client_orderid", short, keep(&long, "1")),
    ] {
        table.call("create-card-ref", what, field, rule, |wire| send(wire, &request));
    }
}

fn add_returns(table: &mut BadInput) {
    let give = |number: &str, id: &str| Return::new(terminal(), ClientOrderId::new(number), OrderId::new(id));
    let part = |cents| give("7", "1").amount(usd(cents));
    let gold = Money::from_minor_units(100, Currency::from_code("XAU"));
    let (long, id) = ("x".repeat(129), "9".repeat(21));
    for (what, field, rule, request) in [
        ("an empty number", "client_orderid", GIVEN, give("", "1")),
        ("an empty id", "orderid", GIVEN, give("7", "")),
        ("letters", "orderid", DIGITS, give("7", "x")),
        ("21 digits", "orderid", "must have at most 20 characters", give("7", &id)),
        ("129 characters", "client_orderid", "must have at most 128 characters", give(&long, "1")),
        ("0 cents", "amount", "must be above zero", part(0)),
        ("-1 cents", "amount", "must be above zero", part(-1)),
        ("10000000.01 dollars", "amount", "must have at most 10 characters", part(1_000_000_001)),
        ("`XAU`", "currency", "must be a currency of ISO 4217", give("7", "1").amount(gold)),
        ("an empty comment", "comment", "must not be empty", give("7", "1").comment(" ")),
        ("51 characters", "comment", "must have at most 50 characters", give("7", "1").comment("x".repeat(51))),
        (
            "the status of another order",
            "after",
            "must be the status of the same order",
            give("7", "1").after(&state()),
        ),
    ] {
        table.call("return", what, field, rule, |wire| send(wire, &request));
    }
}

/// The status of an order 42.
fn state() -> StatusResponse {
    let wire = FakeTransport::new(FakeResponse::ok("type=status-response&status=approved&merchant-order-id=42"));
    send(&wire, &Status::new(terminal(), ClientOrderId::new("42"))).unwrap()
}

fn build(login: &str) -> Result<Client, BuildError> {
    let wire = FakeTransport::new(FakeResponse::NotSent);
    Client::builder(Environment::Sandbox, login, PlainSigner).transport(wire.clone()).clock(wire).build()
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("payneteasy-client", "PaynetEasy");
    add_transfers(&mut table);
    add_addresses(&mut table);
    add_extras(&mut table);
    add_questions(&mut table);
    add_returns(&mut table);
    for digits in ["", "12a", "-1"] {
        let refused = RecurringPaymentId::new(digits).unwrap_err();
        table.value("RecurringPaymentId::new", &format!("`{digits:?}`"), "recurring payment id", DIGITS, &refused);
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
        let wire = FakeTransport::new(FakeResponse::NotSent);
        let builder = Client::builder(Environment::Sandbox, "TestMerchant", PlainSigner).control_key(Secret::new(key));
        let refused = builder.transport(wire.clone()).clock(wire).build().unwrap_err();
        let rule = "must not be empty, hold control characters, or begin or end with white space";
        table.value("ClientBuilder::build", &format!("{key:?}"), "control key", rule, &refused);
    }
    // The client writes amounts itself, the built-in addresses are valid, and every name and text can be written as a form.
    table.assert_covers(
        concat!(env!("CARGO_MANIFEST_DIR"), "/src"),
        &["must be a decimal number with a dot", "environment", "body", "must be pairs of names and texts"],
    );
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

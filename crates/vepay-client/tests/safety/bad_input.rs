//! Invalid input is named and not sent; the table is also `docs/bad-input.md`.

use payments_contract::bad_input::BadInput;
use payments_contract::leaks::{FakeResponse, FakeTransport};
use vepay_client::card::{CardDel, CardGet, CardId, CardInfo, CardReg, CardUse, RegistrationPurpose};
use vepay_client::common::{BuildError, Endpoint};
use vepay_client::operation::FormLanguage;
use vepay_client::{CardNumber, Client, Environment, Error, ExtId, OperationId, Secret, Vepay};

use crate::leaks::client;

fn send<E: Endpoint<Provider = Vepay>>(wire: &FakeTransport, request: &E) -> Result<E::Response, Error> {
    wire.run(client(wire).send(request))
}

fn request() -> CardReg {
    CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("order-17").unwrap())
}

/// Sets one of the URLs.
type Set = fn(CardReg, &str) -> CardReg;

fn add_addresses(table: &mut BadInput) {
    let fields: [(&str, usize, Set); 5] = [
        ("successurl", 1000, |request, address| request.success_url(address)),
        ("failurl", 1000, |request, address| request.fail_url(address)),
        ("cancelurl", 1000, |request, address| request.cancel_url(address)),
        ("postbackurl", 255, |request, address| request.postback_url(address)),
        ("postbackurl_v2", 255, |request, address| request.postback_url_v2(address)),
    ];
    for (field, longest, set) in fields {
        let long = format!("https://shop.example/{}", "a".repeat(longest));
        let at_most = format!("must have at most {longest} characters");
        let host = "must be an http or https address of a host with a dot in its name";
        let ascii = "must be visible ASCII characters, other letters escaped";
        for (what, address, rule) in [
            ("more characters", long.as_str(), at_most.as_str()),
            ("`https://localhost/`", "https://localhost/", host),
            ("`javascript:alert(1)`", "javascript:alert(1)", host),
            ("`https://user@shop.example/`", "https://user@shop.example/", host),
            ("`https://магазин.рф/`", "https://магазин.рф/", ascii),
        ] {
            table.call("card/reg", what, field, rule, |wire| send(wire, &set(request(), address)));
        }
    }
}

fn build(mfo: &str, secret: &str) -> Result<Client, BuildError> {
    let wire = FakeTransport::new(FakeResponse::NotSent);
    Client::builder(Environment::Test, mfo, Secret::new(secret)).transport(wire.clone()).clock(wire).build()
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
    for minutes in [9, 60] {
        let what = format!("{minutes} minutes");
        let send = |wire: &FakeTransport| send(wire, &request().timeout_minutes(minutes));
        table.call("card/reg", &what, "timeout", "must be 10 to 59 minutes", send);
    }
    add_addresses(&mut table);
    // Published test numbers of the networks.
    for (what, digits) in
        [("a number of 15 digits", "378282246310005"), ("a number of 19 digits", "4242424242424242428")]
    {
        let number = CardNumber::new(digits).unwrap();
        let send = |wire: &FakeTransport| send(wire, &request().card(number));
        table.call("card/reg", what, "card", "must have 16 or 18 digits", send);
    }
    let german = request().language(FormLanguage::from("deu"));
    table.call("card/reg", "`deu`", "language", "must be rus or eng", |wire| send(wire, &german));
    for address in ["client", "client@example", "a b@shop.example"] {
        let send = |wire: &FakeTransport| send(wire, &request().email(address));
        table.call("card/reg", &format!("`{address}`"), "email", "must be an e-mail address", send);
    }
    let positive = "must be above zero";
    let (id, card) = (OperationId::new(0), CardId::new(0));
    table.call("card/get", "0", "id", positive, |wire| send(wire, &CardGet::new(id, CardUse::Payout)));
    table.call("card/info", "0", "card", positive, |wire| send(wire, &CardInfo::new(card, CardUse::Payout)));
    table.call("card/del", "0", "card", positive, |wire| send(wire, &CardDel::new(card)));
    add_values(&mut table);
    // Unreachable: digits are valid in a header, and the built-in URLs are valid.
    table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &["is not a valid header value", "environment"]);
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}

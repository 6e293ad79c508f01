//! Validation: an invalid field is named, and nothing is sent.

use vepay_client::card::{CardDel, CardGet, CardId, CardInfo, CardReg, CardUse};
use vepay_client::common::{Endpoint, ErrorKind};
use vepay_client::operation::FormLanguage;
use vepay_client::{CardNumber, ExtId, OperationId, Outcome};

use crate::support::{FakeResponse, REGISTERED, Vepay, request};

/// Checks that an invalid request is not sent.
fn assert_refused<E: Endpoint<Provider = vepay_client::Vepay>>(request: &E, field: &str, rule: &str)
where
    E::Response: std::fmt::Debug,
{
    let vepay = Vepay::new([FakeResponse::ok(REGISTERED)]);
    let error = vepay.send(request).unwrap_err();
    assert_eq!(vepay.calls().len(), 0, "{error}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    let invalid = error.invalid_field().unwrap();
    assert_eq!((invalid.field(), invalid.rule()), (field, rule));
    assert_eq!(error.to_string(), format!("Vepay {} was not sent: {field} {rule}", error.endpoint()));
}

fn assert_sent(request: &CardReg) {
    let vepay = Vepay::new([FakeResponse::ok(REGISTERED)]);
    vepay.send(request).unwrap();
}

/// A URL of this length.
fn address(length: usize) -> String {
    let start = "https://shop.example/";
    format!("{start}{}", "a".repeat(length - start.len()))
}

#[test]
fn the_timeout_is_10_to_59_minutes() {
    for minutes in [0, 9, 60, 255] {
        assert_refused(&request().timeout_minutes(minutes), "timeout", "must be 10 to 59 minutes");
    }
    for minutes in [10, 59] {
        assert_sent(&request().timeout_minutes(minutes));
    }
    assert_sent(&request());
}

#[test]
fn an_ext_id_has_1_to_40_characters_whatever_their_bytes() {
    assert_eq!(ExtId::new("").unwrap_err().to_string(), "extid must not be empty");
    for long in ["x".repeat(41), "я".repeat(41)] {
        assert_eq!(ExtId::new(long).unwrap_err().to_string(), "extid must have at most 40 characters");
    }
    for good in ["x".repeat(40), "я".repeat(40), "00".to_owned(), "УФ-906/2187534.5e045b788e3c3".to_owned()] {
        assert_eq!(ExtId::new(good.clone()).unwrap().as_str(), good);
    }
    assert_eq!(ExtId::new("0").unwrap_err().to_string(), "extid must not be 0, which Vepay takes for none");
    assert_eq!(ExtId::random().unwrap().as_str().len(), 36);
}

#[test]
fn return_addresses_have_at_most_1000_characters() {
    let rule = "must have at most 1000 characters";
    assert_refused(&request().success_url(address(1001)), "successurl", rule);
    assert_refused(&request().fail_url(address(1001)), "failurl", rule);
    assert_refused(&request().cancel_url(address(1001)), "cancelurl", rule);
    assert_sent(&request().success_url(address(1000)).fail_url(address(1000)).cancel_url(address(1000)));
}

#[test]
fn postback_addresses_have_at_most_255_characters() {
    let rule = "must have at most 255 characters";
    assert_refused(&request().postback_url(address(256)), "postbackurl", rule);
    assert_refused(&request().postback_url_v2(address(256)), "postbackurl_v2", rule);
    assert_sent(&request().postback_url(address(255)).postback_url_v2(address(255)));
}

#[test]
fn an_address_has_a_dotted_host() {
    let rule = "must be an http or https address of a host with a dot in its name";
    let bad = [
        "",
        "shop.example",
        "ftp://shop.example/",
        "https://localhost/",
        "https://shop..example/",
        "https://.example/",
        "https://shop.example./",
        "https://user@shop.example/",
        "https://[::1]/",
        "https://shop.example:port/",
        "https://shop.example:70000/",
        "https://shop.example:+80/",
        "https:///path",
        "javascript:alert(1)",
    ];
    for address in bad {
        assert_refused(&request().success_url(address), "successurl", rule);
    }
    let ascii = "must be visible ASCII characters, other letters escaped";
    for address in
        ["https://магазин.рф/", "https://shop.example/путь", "https://shop.example/a b", "https://shop.example/\n"]
    {
        assert_refused(&request().postback_url(address), "postbackurl", ascii);
    }
    for address in ["http://127.0.0.1:8080/back", "HTTPS://shop.example", "https://a.shop.example:8443?x=1#y"] {
        assert_sent(&request().success_url(address));
    }
}

#[test]
fn a_card_has_16_or_18_digits() {
    let number = |digits: &str| digits.parse::<CardNumber>().unwrap();
    assert_refused(&request().card(number("378282246310005")), "card", "must have 16 or 18 digits");
    assert_refused(&request().card(number("4242424242424242428")), "card", "must have 16 or 18 digits");
    assert_sent(&request().card(number("4111111111111111")));
    assert_sent(&request().card(number("639002000000000003")));
    assert!("4111111111111112".parse::<CardNumber>().is_err(), "the check digit is looked at when the number is made");
}

#[test]
fn a_language_is_one_of_two() {
    assert_refused(&request().language(FormLanguage::from("deu")), "language", "must be rus or eng");
    assert_sent(&request().language(FormLanguage::Russian));
}

#[test]
fn an_email_is_checked_for_its_form() {
    for address in ["", "client", "@shop.example", "client@", "client@example", "client@.example", "a b@shop.example"] {
        assert_refused(&request().email(address), "email", "must have the form name@example.org");
    }
    assert_sent(&request().email("client@shop.example"));
}

#[test]
fn ids_are_above_zero() {
    assert_refused(&CardGet::new(OperationId::new(0), CardUse::Payout), "id", "must be above zero");
    assert_refused(&CardInfo::new(CardId::new(0), CardUse::Payout), "card", "must be above zero");
    assert_refused(&CardDel::new(CardId::new(0)), "card", "must be above zero");
}

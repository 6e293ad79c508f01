//! Lengths and types of each parameter: at the limit it is accepted, one above it is refused before anything is sent.

use payneteasy_client::{
    CardNumber, Client, Currency, Environment, Money,
    card::{CreateCardRef, RecurringPaymentId},
    common::{BuildError, CardError, CardExpiry, SecurityCode},
    order::{ClientOrderId, Order, OrderId, SerialNumber},
    transfer::{DestinationCard, MerchantFormData, Notification, Payer, ReturnUrls, SourceCard, TransferForm},
};

use crate::support::{FakeSigner, broken_rule, field_and_rule, parameter};
use crate::transfers::{
    DESCRIPTION, DESTINATION, ORDER, SOURCE, Scenario, bare, bare_of, expiry, order, order_of, source_card_of, status,
    terminal, usd,
};

/// A text parameter, its maximum length, and a transfer that contains it.
type Text = (&'static str, usize, fn(&str) -> TransferForm);

const TEXTS: &[Text] = &[
    ("order_desc", 64 * 1024, |text| bare_of(Order::new(ClientOrderId::new(ORDER), usd(100), text, "1.1.1.1"))),
    ("client_orderid", 128, |text| bare_of(Order::new(ClientOrderId::new(text), usd(100), DESCRIPTION, "1.1.1.1"))),
    ("first_name", 50, |text| bare().payer(Payer::new().first_name(text))),
    ("last_name", 50, |text| bare().payer(Payer::new().last_name(text))),
    ("address1", 256, |text| bare().payer(Payer::new().address1(text))),
    ("city", 50, |text| bare().payer(Payer::new().city(text))),
    ("state", 2, |text| bare().payer(Payer::new().state(text))),
    ("zip_code", 10, |text| bare().payer(Payer::new().zip_code(text))),
    ("country", 2, |text| bare().payer(Payer::new().country(text))),
    ("phone", 15, |text| bare().payer(Payer::new().phone(text))),
    ("cell_phone", 15, |text| bare().payer(Payer::new().cell_phone(text))),
    ("purpose", 128, |text| bare().purpose(text)),
    ("email", 50, |text| bare().payer(Payer::new().email(text))),
    ("site_url", 128, |text| bare().site_url(text)),
    ("preferred_language", 2, |text| bare().preferred_language(text)),
    ("card_printed_name", 128, |text| {
        let destination = DestinationCard::new(DESTINATION.parse().unwrap());
        Scenario::PanToForm.transfer_of(order(), back(), source_card_of(text), destination)
    }),
    ("destination_card_printed_name", 128, |text| {
        let destination = DestinationCard::new(DESTINATION.parse().unwrap()).printed_name(text);
        Scenario::FormToPan.transfer_of(order(), back(), source_card_of("A"), destination)
    }),
];

/// The same for addresses, which cannot be arbitrary texts.
const ADDRESSES: &[Text] = &[
    ("redirect_url", 1024, |text| Scenario::FormToForm.transfer(order(), ReturnUrls::any(text))),
    ("redirect_success_url", 1024, |text| {
        Scenario::FormToForm.transfer(order(), ReturnUrls::by_outcome(text, "https://shop.example/no"))
    }),
    ("redirect_fail_url", 1024, |text| {
        Scenario::FormToForm.transfer(order(), ReturnUrls::by_outcome("https://shop.example/yes", text))
    }),
    ("server_callback_url", 1024, |text| bare().notification(Notification::final_only(text))),
    ("notify_url", 1024, |text| bare().notification(Notification::all_updates(text))),
];

fn back() -> ReturnUrls {
    ReturnUrls::any("https://shop.example/back")
}

fn assert_at_most(name: &str, longest: usize, at_limit: &str, request: fn(&str) -> TransferForm) {
    assert_eq!(at_limit.chars().count(), longest, "{name}");
    assert_eq!(parameter(&request(at_limit), name).as_deref(), Some(at_limit), "{name} at its limit");
    let over = format!("{at_limit}я");
    let broken = broken_rule(name, &request(&over));
    assert_eq!(field_and_rule(&broken), (name, format!("must have at most {longest} characters").as_str()), "{name}");
    // White space that is not sent does not count.
    assert_eq!(parameter(&request(&format!(" {at_limit}\n")), name).as_deref(), Some(at_limit), "{name} with spaces");
}

#[test]
fn texts_are_counted_in_characters() {
    for (name, longest, request) in TEXTS {
        for letter in ["a", "ж", "😀"] {
            assert_at_most(name, *longest, &letter.repeat(*longest), *request);
        }
    }
}

#[test]
fn addresses_are_counted_in_characters() {
    let start = "https://shop.example/";
    for (name, longest, request) in ADDRESSES {
        for letter in ["a", "ж"] {
            let rest = letter.repeat(longest - start.len());
            assert_at_most(name, *longest, &format!("{start}{rest}"), *request);
        }
    }
}

#[test]
fn form_data_has_at_most_128_characters() {
    let data = |value: String| MerchantFormData::new().set("theme", &value).unwrap();
    let at_limit = bare().form_data(data("d".repeat(128 - "theme=".len())));
    assert_eq!(parameter(&at_limit, "merchant_form_data").unwrap().len(), 128);
    let over = bare().form_data(data("d".repeat(129 - "theme=".len())));
    let broken = broken_rule("merchant_form_data", &over);
    assert_eq!(field_and_rule(&broken), ("merchant_form_data", "must have at most 128 characters"));
}

#[test]
fn the_social_security_number_is_four_digits() {
    let request = |text: &str| bare().payer(Payer::new().ssn(text));
    assert_eq!(parameter(&request("0123"), "ssn").unwrap(), "0123");
    let over = broken_rule("ssn", &request("01234"));
    assert_eq!(field_and_rule(&over), ("ssn", "must have at most 4 characters"));
    for no_number in ["12a4", "١٢٣٤", "1.23", "-123", "1 23"] {
        let broken = broken_rule("ssn", &request(no_number));
        assert_eq!(field_and_rule(&broken), ("ssn", "must be digits only"), "{no_number}");
    }
}

#[test]
fn an_amount_has_at_most_ten_characters_counting_the_dot() {
    let amount = |minor_units, code| bare_of(order_of(Money::from_minor_units(minor_units, Currency::from_code(code))));
    for (minor_units, code, written) in [
        (999_999_999, "USD", "9999999.99"),
        (9_999_999_999, "JPY", "9999999999"),
        (100_000_000_000, "USD", "1000000000"),
    ] {
        assert_eq!(parameter(&amount(minor_units, code), "amount").unwrap(), written);
    }
    for (minor_units, code) in
        [(1_000_000_001, "USD"), (10_000_000_000, "JPY"), (1_000_000_001, "KWD"), (i64::MAX, "USD")]
    {
        let broken = broken_rule("amount", &amount(minor_units, code));
        assert_eq!(field_and_rule(&broken), ("amount", "must have at most 10 characters"), "{minor_units} {code}");
    }
}

#[test]
fn an_address_of_45_characters_passes_and_there_are_no_longer_ones() {
    let address = |text: &str| bare_of(Order::new(ClientOrderId::new(ORDER), usd(100), DESCRIPTION, text));
    let longest = "0000:0000:0000:0000:0000:ffff:192.168.100.101";
    assert_eq!(longest.len(), 45);
    assert_eq!(parameter(&address(longest), "ipaddress").unwrap(), longest);
    let broken = broken_rule("ipaddress", &address(&format!("0{longest}")));
    assert_eq!(field_and_rule(&broken), ("ipaddress", "must be an IPv4 or IPv6 address"));
}

#[test]
fn a_currency_is_three_letters_of_iso_4217() {
    let amount = |code| bare_of(order_of(Money::from_minor_units(100, Currency::from_code(code))));
    assert_eq!(parameter(&amount("rub"), "currency").unwrap(), "RUB");
    for unknown in ["RUBL", "RU", "ZZZ", "XAU", "₽"] {
        let broken = broken_rule("currency", &amount(unknown));
        assert_eq!(field_and_rule(&broken), ("currency", "must be a currency of ISO 4217"), "{unknown}");
    }
}

#[test]
fn a_card_number_has_up_to_nineteen_digits() {
    let longest = "6304000000000000000";
    assert_eq!(longest.len(), 19);
    let card = || CardNumber::new(longest).unwrap();
    let source = SourceCard::new(card(), expiry(), "123".parse().unwrap(), "Test Test");
    let request =
        |scenario: Scenario| scenario.transfer_of(order(), back(), source.clone(), DestinationCard::new(card()));
    assert_eq!(parameter(&request(Scenario::FormToPan), "destination-card-no").unwrap(), longest);
    assert_eq!(parameter(&request(Scenario::PanToForm), "credit_card_number").unwrap(), longest);
    assert_eq!(CardNumber::new("63040000000000000000").unwrap_err(), CardError::NumberLength);
    assert_eq!(CardNumber::new("4268 7366 4665 6312").unwrap_err(), CardError::NumberNotDigits);
    assert_eq!(CardNumber::new("4268736646656313").unwrap_err(), CardError::NumberCheckDigit);
}

#[test]
fn a_security_code_has_three_or_four_digits() {
    for code in ["123", "1234"] {
        let rpi = RecurringPaymentId::new("1").unwrap();
        let request = TransferForm::saved_card_to_form(terminal(), order(), back(), rpi, code.parse().unwrap());
        assert_eq!(parameter(&request, "cvv2").unwrap(), code);
    }
    for code in ["12", "12345", "12a"] {
        assert_eq!(SecurityCode::new(code).unwrap_err(), CardError::SecurityCode, "{code}");
    }
}

#[test]
fn an_expiry_is_two_digits_and_four() {
    for (month, year, written) in [(1, 2000, ["01", "2000"]), (12, 2099, ["12", "2099"])] {
        let expiry = CardExpiry::new(month, year).unwrap();
        let source = SourceCard::new(SOURCE.parse().unwrap(), expiry.clone(), "123".parse().unwrap(), "Test Test");
        let destination = DestinationCard::new(DESTINATION.parse().unwrap()).expiry(expiry);
        let request = |scenario: Scenario| scenario.transfer_of(order(), back(), source.clone(), destination.clone());
        let sent = |scenario, names: [&str; 2]| names.map(|name| parameter(&request(scenario), name).unwrap());
        assert_eq!(sent(Scenario::PanToForm, ["expire_month", "expire_year"]), written);
        assert_eq!(sent(Scenario::FormToPan, ["destination_expire_month", "destination_expire_year"]), written);
    }
    assert_eq!(CardExpiry::new(13, 2023).unwrap_err(), CardError::ExpiryMonth);
    assert_eq!(CardExpiry::new(12, 23).unwrap_err(), CardError::ExpiryYear);
}

#[test]
fn a_recurring_payment_id_is_a_long() {
    let request = |scenario: Scenario, digits: &str| {
        let rpi = RecurringPaymentId::new(digits).unwrap();
        match scenario {
            Scenario::FormToRpi => TransferForm::form_to_saved_card(terminal(), order(), back(), rpi),
            _ => TransferForm::saved_card_to_form(terminal(), order(), back(), rpi, "123".parse().unwrap()),
        }
    };
    for (scenario, name) in [
        (Scenario::FormToRpi, "destination_card_recurring_payment_id"),
        (Scenario::RpiToForm, "card_recurring_payment_id"),
    ] {
        let longest = i64::MAX.to_string();
        assert_eq!(parameter(&request(scenario, &longest), name).as_deref(), Some(longest.as_str()));
        let broken = broken_rule(name, &request(scenario, &format!("{longest}0")));
        assert_eq!(field_and_rule(&broken), (name, "must have at most 19 characters"));
    }
    for no_number in ["12a", "-1", "1.0", "١"] {
        let broken = RecurringPaymentId::new(no_number).unwrap_err();
        assert_eq!(field_and_rule(&broken), ("recurring payment id", "must be digits only"), "{no_number}");
    }
}

#[test]
fn status_and_card_requests_have_the_same_limits() {
    let ask = |order: String, id: String, serial: String| {
        payneteasy_client::order::Status::new(terminal(), ClientOrderId::new(order))
            .order_id(OrderId::new(id))
            .by_request(SerialNumber::new(serial))
    };
    let of = |letter: &str, number: usize| letter.repeat(number);
    let fits = ask(of("ж", 128), of("9", 20), of("s", 128));
    assert_eq!(parameter(&fits, "orderid").unwrap().len(), 20);
    assert_eq!(parameter(&fits, "by-request-sn").unwrap().len(), 128);
    assert_eq!(parameter(&fits, "client_orderid").unwrap().chars().count(), 128);
    for (request, field, rule) in [
        (ask(of("ж", 129), of("9", 20), of("s", 128)), "client_orderid", "must have at most 128 characters"),
        (ask(of("ж", 128), of("9", 21), of("s", 128)), "orderid", "must have at most 20 characters"),
        (ask(of("ж", 128), of("x", 20), of("s", 128)), "orderid", "must be digits only"),
        (ask(of("ж", 128), of("9", 20), of("s", 129)), "by-request-sn", "must have at most 128 characters"),
        (ask(of(" ", 1), of("9", 20), of("s", 128)), "client_orderid", "must be given"),
    ] {
        assert_eq!(field_and_rule(&broken_rule(field, &request)), (field, rule));
    }
    let keep = |order: &str, id: &str| CreateCardRef::new(terminal(), ClientOrderId::new(order), OrderId::new(id));
    for (request, field, rule) in [
        (keep("", "1"), "client_orderid", "must be given"),
        (keep(ORDER, ""), "orderid", "must be given"),
        (keep(ORDER, "1x"), "orderid", "must be digits only"),
        (keep(ORDER, &of("9", 21)), "orderid", "must have at most 20 characters"),
        (keep(&of("ж", 129), "1"), "client_orderid", "must have at most 128 characters"),
    ] {
        assert_eq!(field_and_rule(&broken_rule(field, &request)), (field, rule));
    }
    assert_eq!(parameter(&status(), "login").unwrap(), crate::support::LOGIN);
    assert_eq!(parameter(&status(), "orderid"), None);
}

#[test]
fn a_login_has_at_most_twenty_characters() {
    let build = |login: String| {
        Client::builder(Environment::Sandbox, login, FakeSigner)
            .transport(|_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") })
            .clock(crate::support::clock_at(1))
            .build()
    };
    assert!(build("ж".repeat(20)).is_ok());
    for (login, rule) in [("ж".repeat(21), "must have at most 20 characters"), (String::new(), "must not be empty")] {
        let Err(BuildError::Setting(broken)) = build(login) else { panic!("{rule}") };
        assert_eq!(field_and_rule(&broken), ("login", rule));
    }
}

//! Rules beyond type and length: combinations, exclusions, and the format of values.

use payneteasy_client::{
    Currency, Environment, Money,
    common::{Date, Endpoint as _, UrlError},
    order::{ClientOrderId, IpAddress, Order},
    transfer::{CallbackUrl, MerchantFormData, Notification, Payer, ReturnUrl, ReturnUrls, TransferForm},
};

use crate::support::{FakeResponse, Gateway, broken_rule, field_and_rule, parameter, parameters};
use crate::transfers::{DESCRIPTION, ORDER, SCENARIOS, Scenario, bare, bare_of, order, order_of, terminal, usd};

fn names(request: &TransferForm) -> Vec<String> {
    parameters(request).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn the_browser_returns_to_one_address_or_to_one_of_a_pair() {
    for scenario in SCENARIOS {
        let redirects = |return_url| {
            let mut names = names(&scenario.transfer(order(), return_url));
            names.retain(|name| name.starts_with("redirect_"));
            names
        };
        assert_eq!(redirects(ReturnUrls::any("https://a.example")), ["redirect_url"]);
        assert_eq!(
            redirects(ReturnUrls::by_outcome("https://a.example", "https://b.example")),
            ["redirect_fail_url", "redirect_success_url"]
        );
    }
}

#[test]
fn a_return_address_is_an_absolute_web_address() {
    for address in ["", "  ", "shop.example/back", "/back", "ftp://shop.example", "javascript:alert(1)", "https://"] {
        for (field, return_url) in [
            ("redirect_url", ReturnUrls::any(address)),
            ("redirect_success_url", ReturnUrls::by_outcome(address, "https://shop.example")),
            ("redirect_fail_url", ReturnUrls::by_outcome("https://shop.example", address)),
        ] {
            let broken = broken_rule(address, &Scenario::FormToForm.transfer(order(), return_url));
            assert_eq!(field_and_rule(&broken), (field, "must be an absolute http or https address"), "{address}");
        }
    }
    // Any port is allowed: the payer's browser opens the address.
    let anywhere = Scenario::FormToForm.transfer(order(), ReturnUrls::any("http://shop.example:3000/?a=1&b=%20#top"));
    assert_eq!(parameter(&anywhere, "redirect_url").unwrap(), "http://shop.example:3000/?a=1&b=%20#top");
}

#[test]
fn an_address_is_checked_when_it_is_made() {
    let address = ReturnUrl::new("https://shop.example/back").unwrap();
    let request = Scenario::FormToForm.transfer(order(), ReturnUrls::any(address.clone()));
    assert_eq!(parameter(&request, "redirect_url").as_deref(), Some(address.as_str()));
    let address = CallbackUrl::new("https://shop.example/callbacks").unwrap();
    let request = bare().notification(Notification::all_updates(address.clone()));
    assert_eq!(parameter(&request, "notify_url").as_deref(), Some(address.as_str()));
    let refused = [
        ReturnUrl::new("shop.example").unwrap_err(),
        CallbackUrl::new("https://shop.example:3000").unwrap_err(),
        IpAddress::new("localhost").unwrap_err(),
    ];
    assert_eq!(
        refused.map(|error| error.to_string()),
        [
            "return URL must be an absolute http or https address",
            "callback URL must use port 80 or 8080 (http), 443 or 8443 (https)",
            "IP address must be an IPv4 or IPv6 address",
        ]
    );
}

/// A request that breaks a rule of its values has no body, even if it was not validated first.
#[test]
fn a_broken_value_has_no_body() {
    let gold = bare_of(order_of(Money::from_minor_units(100, Currency::from_code("XAU"))));
    for (field, request) in [
        ("redirect_url", Scenario::FormToForm.transfer(order(), ReturnUrls::any("/back"))),
        ("notify_url", bare().notification(Notification::all_updates("/back"))),
        ("ipaddress", bare_of(Order::new(ClientOrderId::new(ORDER), usd(100), DESCRIPTION, "localhost"))),
        ("amount", bare_of(order_of(usd(0)))),
        ("currency", gold),
    ] {
        assert_eq!(request.body().unwrap_err().field(), field);
    }
}

#[test]
fn there_is_one_callback_address() {
    let final_only = bare().notification(Notification::final_only("https://a.example"));
    assert_eq!(parameter(&final_only, "server_callback_url").unwrap(), "https://a.example");
    assert_eq!(parameter(&final_only, "notify_url"), None);
    // The second call replaces the first.
    let both = final_only.notification(Notification::all_updates("https://b.example"));
    assert_eq!(parameter(&both, "server_callback_url"), None);
    assert_eq!(parameter(&both, "notify_url").unwrap(), "https://b.example");
}

type Report = fn(&str) -> Notification;

#[test]
fn the_gateway_calls_four_ports_and_this_machine() {
    let called = [
        "http://shop.example",
        "http://shop.example:80",
        "http://shop.example:8080",
        "https://shop.example",
        "https://shop.example:443",
        "https://shop.example:8443",
        "http://localhost:40123",
        "http://LOCALHOST:1",
        "https://127.0.0.1:3000",
        "http://127.1.2.3:3000",
        "http://[::1]:3000",
    ];
    let refused = [
        "http://shop.example:443",
        "http://shop.example:8443",
        "http://shop.example:3000",
        "https://shop.example:80",
        "https://shop.example:8080",
        "https://shop.example:3000",
        "https://localhost.example:3000",
        "http://10.0.0.1:3000",
        "http://[::2]:3000",
    ];
    let reports: [(&str, Report); 2] = [
        ("server_callback_url", |address| Notification::final_only(address)),
        ("notify_url", |address| Notification::all_updates(address)),
    ];
    for (field, report) in reports {
        for address in called {
            assert_eq!(parameter(&bare().notification(report(address)), field).as_deref(), Some(address));
        }
        for address in refused {
            let broken = broken_rule(address, &bare().notification(report(address)));
            let rule = "must use port 80 or 8080 (http), 443 or 8443 (https)";
            assert_eq!(field_and_rule(&broken), (field, rule), "{address}");
        }
        for address in ["", "shop.example", "ftp://shop.example"] {
            let broken = broken_rule(address, &bare().notification(report(address)));
            assert_eq!(field_and_rule(&broken), (field, "must be an absolute http or https address"), "{address}");
        }
    }
}

/// A callback with a parameter twice would be refused.
#[test]
fn a_callback_address_has_no_query_that_would_make_callbacks_unreadable() {
    let rule = "must have no query with a name that callbacks have, nor with one twice";
    for query in
        ["type=payneteasy", "shop=7&status=", "%74ype=1", "merchant_order=1", "email=x", "shop=7&shop=8", "a&a"]
    {
        let address = format!("https://shop.example/callbacks?{query}");
        let broken = broken_rule(query, &bare().notification(Notification::final_only(&address)));
        assert_eq!(field_and_rule(&broken), ("server_callback_url", rule), "{query}");
        let broken = broken_rule(query, &bare().notification(Notification::all_updates(&address)));
        assert_eq!(field_and_rule(&broken), ("notify_url", rule), "{query}");
    }
    for query in ["", "shop=7", "shop=7&Type=payneteasy&types=1"] {
        let address = format!("https://shop.example/callbacks?{query}");
        let transfer = bare().notification(Notification::final_only(&address));
        assert_eq!(parameter(&transfer, "server_callback_url").as_deref(), Some(address.as_str()));
    }
}

#[test]
fn some_countries_need_a_state() {
    let payer = |country: &str| Payer::new().country(country);
    for (country, state) in [("US", "NY"), ("CA", "QC"), ("AU", "WA"), ("AU", "NSW"), ("au", "ACT"), (" US ", " NY ")] {
        let request = bare().payer(payer(country).state(state));
        assert_eq!(parameter(&request, "state").as_deref(), Some(state.trim()), "{country}");
    }
    for (country, name) in [("US", "US"), ("CA", "CA"), ("AU", "AU"), ("us", "US"), (" ca", "CA")] {
        for request in [bare().payer(payer(country)), bare().payer(payer(country).state(" "))] {
            let broken = broken_rule(country, &request);
            assert_eq!(field_and_rule(&broken), ("state", format!("must be given with the country {name}").as_str()));
        }
    }
    for (country, state, longest) in [("US", "NYC", 2), ("CA", "QUE", 2), ("AU", "NSWA", 3), ("RU", "OMS", 2)] {
        let broken = broken_rule(state, &bare().payer(payer(country).state(state)));
        assert_eq!(field_and_rule(&broken), ("state", format!("must have at most {longest} characters").as_str()));
    }
    assert_eq!(parameter(&bare().payer(payer("RU")), "state"), None);
    assert_eq!(parameter(&bare().payer(Payer::new().state("OM")), "state").as_deref(), Some("OM"));
}

#[test]
fn an_ip_address_is_sent_as_given() {
    let request = |text: &str| bare_of(Order::new(ClientOrderId::new(ORDER), usd(100), DESCRIPTION, text));
    for address in [
        "203.0.113.7",
        "2001:db8::1",
        "2001:0DB8:0000:0000:0000:0000:0000:0001",
        "::ffff:192.168.100.101",
        // The document's own example.
        "0000:0000:0000:0000:0000:0000:192.168.100.101",
    ] {
        assert_eq!(parameter(&request(address), "ipaddress").as_deref(), Some(address));
    }
    for address in ["", "localhost", "1.1.1", "1.1.1.256", "1.1.1.1:80", "[::1]", "fe80::1%eth0", "1.1.1.1, 2.2.2.2"] {
        let broken = broken_rule(address, &request(address));
        assert_eq!(field_and_rule(&broken), ("ipaddress", "must be an IPv4 or IPv6 address"), "{address}");
    }
}

#[test]
fn an_amount_is_exact_and_without_needless_zeros() {
    for (minor_units, code, written) in [
        (10_000, "USD", "100"),
        (10_050, "RUB", "100.5"),
        (10_055, "RUB", "100.55"),
        (1, "EUR", "0.01"),
        (10, "EUR", "0.1"),
        (1_999, "USD", "19.99"),
        (29, "USD", "0.29"),
        (435, "USD", "4.35"),
        (115, "USD", "1.15"),
        (100, "JPY", "100"),
        (1_230, "JPY", "1230"),
        (1_005, "KWD", "1.005"),
        (1_000, "KWD", "1"),
        (1_000_000, "USD", "10000"),
    ] {
        let request = bare_of(order_of(Money::from_minor_units(minor_units, Currency::from_code(code))));
        assert_eq!(parameter(&request, "amount").as_deref(), Some(written), "{minor_units} {code}");
        assert_eq!(parameter(&request, "currency").as_deref(), Some(code));
    }
}

#[test]
fn an_amount_is_above_zero() {
    for minor_units in [0, -1, -10_000, i64::MIN] {
        let broken = broken_rule("amount", &bare_of(order_of(usd(minor_units))));
        assert_eq!(field_and_rule(&broken), ("amount", "must be above zero"), "{minor_units}");
    }
}

#[test]
fn an_extra_parameter_is_sorted_alphabetically() {
    let request = bare().extra("receiver_resident", "true").extra("a.b-c_D9", "x").extra("Zone", "&=+ %ж");
    assert_eq!(parameter(&request, "receiver_resident").as_deref(), Some("true"));
    assert_eq!(parameter(&request, "a.b-c_D9").as_deref(), Some("x"));
    assert_eq!(parameter(&request, "Zone").as_deref(), Some("&=+ %ж"));
    assert!(names(&request).is_sorted());
}

#[test]
fn an_extra_parameter_must_not_be_one_of_the_gateways_own() {
    let own = "must not be given as an extra parameter: it is one of the gateway's own";
    for name in [
        "destination",
        "destination-card-no",
        "destination_card_printed_name",
        "destination_expire_month",
        "destination_expire_year",
        "login",
        "orderid",
        "by-request-sn",
        "amount",
        "redirect_success_url",
    ] {
        assert_eq!(field_and_rule(&broken_rule(name, &bare().extra(name, "1"))), (name, own));
    }
    for name in ["oauth_nonce", "oauth_signature", "oauth_", "OAuth_token", "OAUTH_VERSION"] {
        let broken = broken_rule(name, &bare().extra(name, "1"));
        assert_eq!(
            field_and_rule(&broken),
            (name, "must not begin with oauth_, as the signature's own names do"),
            "{name}"
        );
    }
    for name in ["", " ", "a b", "a=b", "a&b", "a[]", "имя", "a\n", "a+b", "a%20b"] {
        let broken = broken_rule(name, &bare().extra(name, "1"));
        let rule = "must be a name of letters, digits, dots, dashes and underscores";
        assert_eq!(field_and_rule(&broken), (name, rule), "{name:?}");
    }
    let twice = bare().extra("zone", "1").extra("other", "2").extra("zone", "1");
    assert_eq!(field_and_rule(&broken_rule("twice", &twice)), ("zone", "must not be given twice"));
}

#[test]
fn white_space_around_values_is_not_sent() {
    let order = Order::new(ClientOrderId::new("\tA-1 "), usd(100), " for  two ", " 1.1.1.1\n");
    let return_url = ReturnUrls::any(" https://shop.example/back ");
    let request = TransferForm::form_to_form(terminal(), order, return_url)
        .notification(Notification::final_only("\nhttps://shop.example/final"))
        .payer(Payer::new().first_name(" Anna Maria\u{a0}"))
        .purpose("  ")
        .extra("zone", " 1 ")
        .extra("empty", " ");
    let expected = [
        ("client_orderid", "A-1"),
        ("order_desc", "for  two"),
        ("ipaddress", "1.1.1.1"),
        ("redirect_url", "https://shop.example/back"),
        ("server_callback_url", "https://shop.example/final"),
        ("first_name", "Anna Maria"),
        ("zone", "1"),
    ];
    for (name, value) in expected {
        assert_eq!(parameter(&request, name).as_deref(), Some(value), "{name}");
    }
    // The status request sends the same order number.
    assert_eq!(parameter(&request.status(), "client_orderid").as_deref(), Some("A-1"));
}

#[test]
fn empty_values_are_left_out() {
    let nothing = Payer::new().first_name("").last_name(" ").email("").city("\n").country("").state("");
    let request = bare()
        .payer(nothing)
        .purpose("")
        .site_url("")
        .preferred_language(" ")
        .form_data(MerchantFormData::new())
        .extra("zone", "");
    assert_eq!(parameters(&request), parameters(&bare()));
}

#[test]
fn form_data_is_letters_and_digits_and_is_encoded_once() {
    let data = MerchantFormData::new().set("testparam", "test1").unwrap().set("mynewparam", "test2").unwrap();
    assert_eq!(data.as_str(), "testparam=test1&mynewparam=test2");
    let gateway = Gateway::new([FakeResponse::unreachable()]);
    gateway.send(&bare().form_data(data)).unwrap_err();
    let call = gateway.call();
    let body = std::str::from_utf8(call.body()).unwrap();
    // As in the document.
    let documented = "&merchant_form_data=testparam%3Dtest1%26mynewparam%3Dtest2&";
    assert!(body.contains(documented), "{body}");

    for (name, value) in
        [("", "1"), ("a", ""), ("a b", "1"), ("a", "1-2"), ("a=b", "1"), ("a", "1&b=2"), ("тема", "1"), ("a", "тёмная")]
    {
        let broken = MerchantFormData::new().set(name, value).unwrap_err();
        let rule = "must be letters and digits in names and values";
        assert_eq!(field_and_rule(&broken), ("merchant_form_data", rule), "{name}={value}");
    }
}

#[test]
fn a_birthday_is_eight_digits_with_the_year_first() {
    for (day, written) in [((1984, 7, 16), "19840716"), ((2000, 2, 29), "20000229"), ((1901, 1, 1), "19010101")] {
        let (year, month, day) = day;
        let payer = Payer::new().birthday(Date::new(year, month, day).unwrap());
        assert_eq!(parameter(&bare().payer(payer), "birthday").as_deref(), Some(written));
    }
    let from_elsewhere: Date = serde_json::from_str(r#""16/07/1984""#).unwrap();
    let broken = broken_rule("birthday", &bare().payer(Payer::new().birthday(&from_elsewhere)));
    assert_eq!(field_and_rule(&broken), ("birthday", "must be digits only"));
}

#[test]
fn requests_go_to_the_endpoint_or_to_the_group_below_the_base_address() {
    let at = Environment::at("https://gate.example/payment/").unwrap();
    let calls = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let recorded = std::sync::Arc::clone(&calls);
    let client = payneteasy_client::Client::builder(at, crate::support::LOGIN, crate::support::FakeSigner)
        .clock(crate::support::clock_at(1))
        .retry_policy(payneteasy_client::common::RetryPolicy::none())
        .transport(move |request: http::Request<bytes::Bytes>| {
            recorded.lock().unwrap().push(request.uri().to_string());
            async { Err(payneteasy_client::common::TransportError::not_sent("no")) }
        })
        .build()
        .unwrap();
    let gateway = Gateway::idle();
    for terminal in [client.endpoint(39915), client.endpoint_group(77)] {
        let transfer = TransferForm::form_to_form(terminal.clone(), order(), ReturnUrls::any("https://shop.example"));
        gateway.run(client.send(&transfer)).unwrap_err();
        gateway.run(client.send(&transfer.status())).unwrap_err();
        let (order, id) = (ClientOrderId::new(ORDER), payneteasy_client::order::OrderId::new("1"));
        gateway.run(client.send(&payneteasy_client::card::CreateCardRef::new(terminal, order, id))).unwrap_err();
    }
    let expected = ["transfer-form/39915", "status/39915", "create-card-ref/39915"]
        .into_iter()
        .chain(["transfer-form/group/77", "status/group/77", "create-card-ref/group/77"])
        .map(|path| format!("https://gate.example/payment/api/v4/{path}"));
    assert_eq!(*calls.lock().unwrap(), expected.collect::<Vec<_>>());
    assert_eq!(Environment::at("http://gate.example/paynet").unwrap_err(), UrlError::NotEncrypted);
}

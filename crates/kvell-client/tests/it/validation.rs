//! Invalid requests: the error names the field, and nothing is sent.

use bytes::Bytes;
use http::Request;
use kvell_client::card::CardByTransaction;
use kvell_client::common::{BuildError, Endpoint, ErrorKind, InvalidField, UrlError};
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::{Client, Currency, CustomerKey, Environment, Kvell, Money, Outcome, Secret, TransactionId};

use crate::support::{API_KEY, FakeResponse, SECRET_KEY, Stage, VirtualClock, form_of, rub, vectors};

fn refused_form(form: &Preauthorize) -> InvalidField {
    Stage::new([]).client.sign_form(form).unwrap_err()
}

/// The form of vector A with one value changed.
fn with(name: &str, value: &str) -> Preauthorize {
    let mut vector = vectors()["preauthorize"][0].clone();
    vector["params"][name] = value.into();
    form_of(&vector)
}

const TEXTS: [&str; 5] = ["customer_key", "transaction", "description", "success_url", "fail_url"];

#[test]
fn no_text_of_a_form_is_empty() {
    for name in TEXTS {
        let refused = refused_form(&with(name, ""));
        assert_eq!((refused.field(), refused.rule()), (name, "must not be empty"));
    }
}

#[test]
fn no_text_of_a_form_contains_control_characters() {
    for name in TEXTS {
        for control in ['\n', '\r', '\t', '\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
            let value = format!("https://shop.example/{control}x");
            let refused = refused_form(&with(name, &value));
            assert_eq!((refused.field(), refused.rule()), (name, "must not hold control characters"), "{control:?}");
            assert!(!refused.to_string().contains("shop.example"), "the value is not repeated");
        }
    }
}

#[test]
fn addresses_are_absolute_http_or_https() {
    let rule = "must be an absolute http or https address";
    for name in ["success_url", "fail_url"] {
        for address in [
            "/ok",
            "shop.example/ok",
            "//shop.example/ok",
            "ftp://shop.example",
            "javascript:alert(1)",
            "https://",
            " https://shop.example",
            "https://shop.example ",
        ] {
            let refused = refused_form(&with(name, address));
            assert_eq!((refused.field(), refused.rule()), (name, rule), "{address}");
        }
        for address in ["http://127.0.0.1:5500", "http://yoursite.com/success", "https://магазин.example/успех?a=b#c"]
        {
            assert!(Stage::new([]).client.sign_form(&with(name, address)).is_ok(), "{address}");
        }
    }
}

#[test]
fn an_amount_is_in_roubles_and_not_below_zero() {
    let form = |amount| {
        let (customer, transaction) = (CustomerKey::new("c"), TransactionId::random().unwrap());
        Preauthorize::new(customer, transaction, amount, "d", "https://a.example", "https://b.example")
    };
    for amount in [-1, i64::MIN] {
        let refused = refused_form(&form(rub(amount)));
        assert_eq!((refused.field(), refused.rule()), ("amount", "must not be below zero"));
    }
    for currency in [Currency::USD, Currency::from_code("RUR")] {
        let refused = refused_form(&form(Money::from_minor_units(100, currency)));
        assert_eq!((refused.field(), refused.rule()), ("amount", "must be roubles"));
    }
    for (amount, sent) in [(0, "0"), (627, "627"), (i64::MAX, "9223372036854775807")] {
        let signed = Stage::new([]).client.sign_form(&form(rub(amount))).unwrap();
        assert_eq!(signed.fields().get("amount"), Some(sent), "no leading zeros, no dot");
    }
}

#[test]
fn a_transaction_is_a_uuid() {
    for bad in [
        "",
        "order-1",
        "5f1c9d3e8a474b60b1b03f2a7c9e1d55",
        "{5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55}",
        " 5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55",
        "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d5",
        "5f1c9d3g-8a47-4b60-b1b0-3f2a7c9e1d55",
        "5f1c9d3e-8a474-b60-b1b0-3f2a7c9e1d55",
        "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1dя",
    ] {
        let refused = TransactionId::new(bad).unwrap_err();
        assert_eq!(refused.field(), "transaction", "{bad}");
        assert_eq!(refused.rule(), "must be a UUID; see from_any_text for numbers you have already");
    }
    for good in ["5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55", "5F1C9D3E-8A47-1B60-B1B0-3F2A7C9E1D55"] {
        assert_eq!(TransactionId::new(good).unwrap().as_str(), good, "kept as it is: it is signed");
    }
}

fn refused_call<E: Endpoint<Provider = Kvell>>(request: &E) -> InvalidField
where
    E::Response: std::fmt::Debug,
{
    let stage = Stage::new([FakeResponse::ok("{}")]);
    let error = stage.send(request).unwrap_err();
    assert!(stage.calls().is_empty(), "{error}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    error.invalid_field().unwrap().clone()
}

#[test]
fn requests_have_numbers_that_are_valid_in_an_address() {
    let dots = "must be neither empty nor dots: it is a part of the address";
    for (text, rule) in
        [("", "must not be empty"), ("a\nb", "must not hold control characters"), (".", dots), ("..", dots)]
    {
        let transaction = TransactionId::from_any_text(text);
        let refusals = [
            (refused_call(&OrderByTransaction::new(transaction.clone())), "transaction"),
            (refused_call(&CardByTransaction::new(CustomerKey::new("c"), transaction.clone())), "transaction"),
            (
                refused_call(&CardByTransaction::new(CustomerKey::new(text), TransactionId::from_any_text("t"))),
                "customer_key",
            ),
        ];
        for (refused, field) in refusals {
            assert_eq!((refused.field(), refused.rule()), (field, rule), "{text:?}");
        }
    }
}

fn build(api_key: &str, secret_key: &str) -> Result<Client, BuildError> {
    let transport = |_: Request<Bytes>| async { panic!("nothing is sent while a client is built") };
    let builder = Client::builder(Environment::Stage, api_key, Secret::new(secret_key));
    builder.transport(transport).clock(VirtualClock::default()).build()
}

#[test]
fn an_api_key_is_a_uuid() {
    for bad in ["", "shop-17", "7b0c6f7e2f0b4c7e9a510d8e6d1f4a21", "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21\n"] {
        let Err(BuildError::Setting(refused)) = build(bad, SECRET_KEY) else { panic!("{bad:?}") };
        assert_eq!(refused.field(), "api_key");
        assert_eq!(refused.rule(), "must be a UUID, such as 3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae");
    }
    assert!(build(API_KEY, SECRET_KEY).is_ok());
}

#[test]
fn a_secret_key_must_not_end_with_a_line_feed() {
    for bad in ["", " ", "secret\n", " secret", "se\0cret", "secret\u{a0}"] {
        let Err(BuildError::Setting(refused)) = build(API_KEY, bad) else { panic!("{bad:?}") };
        assert_eq!(refused.field(), "secret_key");
        let rule = "must not be empty, hold control characters, or begin or end with white space";
        assert_eq!(refused.rule(), rule);
    }
    assert!(build(API_KEY, "two words, ключ").is_ok(), "what it is made of is not documented");
}

#[test]
fn an_address_is_https_unless_it_is_this_machine() {
    let good = "https://kvell.example";
    for (address, expected) in [
        ("http://kvell.example", UrlError::NotEncrypted),
        ("kvell.example", UrlError::NotAbsolute),
        ("https://kvell.example/?a=b", UrlError::Query),
    ] {
        assert_eq!(Environment::at(address, good).unwrap_err(), expected, "{address}");
        assert_eq!(Environment::at(good, address).unwrap_err(), expected, "{address}");
    }
    assert!(Environment::at("http://localhost:1", "http://[::1]:2").is_ok());
}

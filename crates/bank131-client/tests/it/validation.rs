//! Validation: the invalid field is named, and nothing is sent.

use bank131_client::common::{BuildError, Endpoint, ErrorKind, InvalidField, UrlError};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Amounts, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants, PaymentDetails,
    PaymentOptions, Phone, SessionCancel, SessionCapture, SessionConfirm, SessionId, SessionMultiInit, SessionStatus,
};
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money, Outcome};

use crate::support::{
    ANSWER, Bank, FakeResponse, FakeSigner, PROJECT, VirtualClock, amounts, bare_transfer, card, key, rub, tjs,
    transfer_with,
};

/// Sends an invalid request and returns why it was not sent.
fn refusal<E: Endpoint<Provider = bank131_client::Bank131>>(request: &E) -> InvalidField
where
    E::Response: std::fmt::Debug,
{
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    let error = bank.send(request).unwrap_err();
    assert_eq!(bank.calls().len(), 0, "{error}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    let field = error.invalid_field().unwrap().clone();
    let sentence = format!("Bank 131 {} was not sent: {} {}", error.endpoint(), field.field(), field.rule());
    assert_eq!(error.to_string(), sentence);
    field
}

fn assert_refused(request: &SessionMultiInit, field: &str, rule: &str) {
    let refused = refusal(request);
    assert_eq!((refused.field(), refused.rule()), (field, rule));
}

fn with_amounts(amounts: Amounts) -> SessionMultiInit {
    transfer_with(PaymentDetails::Card(card()), amounts, Participants::new(named(), named()))
}

fn named() -> Participant {
    Participant::new("Ольга", "Пахмутова")
}

fn rate(currency: Currency) -> ExchangeRate {
    ExchangeRate::from_rub("9.2222", currency).unwrap()
}

fn amounts_of(source: Money) -> Amounts {
    Amounts::new(source, rate(Currency::TJS), rate(Currency::TJS))
}

fn paying_out(amount: Money) -> SessionMultiInit {
    let people = Participants::new(named(), named());
    SessionMultiInit::new(key(), PaymentDetails::Card(card()), amounts(), amount, people)
}

#[test]
fn valid_requests_are_sent() {
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    for transfer in [bare_transfer(), with_amounts(amounts_of(rub(1))), paying_out(tjs(1))] {
        assert!(bank.send(&transfer).is_ok());
    }
    assert_eq!(bank.calls().len(), 3);
}

#[test]
fn amounts_are_above_zero() {
    for units in [0, -1, i64::MIN] {
        let rule = "must be above zero";
        assert_refused(&with_amounts(amounts_of(rub(units))), "amounts.source.amount", rule);
        assert_refused(&with_amounts(amounts().destination(tjs(units))), "amounts.destination.amount", rule);
        assert_refused(&paying_out(tjs(units)), "amount_details.amount", rule);
    }
}

#[test]
fn the_payer_is_charged_in_roubles() {
    for currency in [Currency::USD, Currency::TJS, Currency::from_code("tonc")] {
        let source = Money::from_minor_units(1, currency);
        assert_refused(&with_amounts(amounts_of(source)), "amounts.source.currency", "must be rub");
    }
}

#[test]
fn both_rates_are_to_the_currency_of_the_payout() {
    let rule = "must be the currency of the payout";
    let amounts = Amounts::new(rub(1), rate(Currency::KGS), rate(Currency::TJS));
    assert_refused(&with_amounts(amounts), "amounts.rate.to_currency", rule);
    let amounts = Amounts::new(rub(1), rate(Currency::TJS), rate(Currency::KGS));
    assert_refused(&with_amounts(amounts), "amounts.provider_rate.to_currency", rule);
    assert_refused(&paying_out(Money::from_minor_units(1, Currency::KGS)), "amounts.rate.to_currency", rule);
}

#[test]
fn currencies_are_compared_ignoring_case() {
    let amounts = Amounts::new(rub(1), rate(Currency::from_code("tjs")), rate(Currency::from_code("Tjs")));
    assert!(Bank::new([FakeResponse::ok(ANSWER)]).send(&with_amounts(amounts)).is_ok());
}

#[test]
fn the_return_address_is_absolute_and_http_or_https() {
    for address in
        ["", "/back", "shop.example/back", "//shop.example/back", "ftp://shop.example", "javascript:alert(1)"]
    {
        let transfer = bare_transfer().payment_options(PaymentOptions::new().return_url(address));
        assert_refused(&transfer, "payment_options.return_url", "must be an absolute http or https address");
    }
}

#[test]
fn the_identifier_at_the_cis_bank_and_the_customers_reference_are_not_empty() {
    let rule = "must not be empty";
    assert_refused(&bare_transfer().provider_tx_id(""), "payment_metadata.provider_tx_id", rule);
    assert_refused(&bare_transfer().customer(Customer::new("")), "customer.reference", rule);
}

#[test]
fn both_participants_are_required_and_named() {
    let transfer = |people| transfer_with(PaymentDetails::Card(card()), amounts(), people);
    let nameless = [
        Participant::default(),
        Participant::new("", ""),
        Participant::new("Ольга", ""),
        Participant::new("", "Пахмутова"),
        Participant::default().full_name(""),
        Participant::default().first_name("Ольга"),
    ];
    for somebody in nameless {
        let rule = "must be given with last_name, unless full_name is";
        let people = Participants::new(somebody.clone(), named());
        assert_refused(&transfer(people), "participant_details.sender.first_name", rule);
        let people = Participants::new(named(), somebody);
        assert_refused(&transfer(people), "participant_details.recipient.first_name", rule);
    }

    let alone = Participants::of_recipient(named());
    assert_refused(&transfer(alone), "participant_details.sender", "must be given");
    let alone = Participants::of_sender(named());
    assert_refused(&transfer(alone), "participant_details.recipient", "must be given");
}

#[test]
fn a_phone_has_a_number_and_a_document_a_kind_and_a_number() {
    let contacts = |phone| named().contacts(ParticipantContacts::new().phone(phone));
    let table = [
        (contacts(Phone::new("")), "contacts.phone.full_number"),
        (contacts(Phone::default().operator_code("937")), "contacts.phone.full_number"),
        (named().identity_document(IdentityDocument::new("", "1")), "identity_document.id_type"),
        (named().identity_document(IdentityDocument::new("Паспорт", "")), "identity_document.id_number"),
        (named().identity_document(IdentityDocument::default()), "identity_document.id_type"),
    ];
    for (somebody, member) in table {
        let people = Participants::new(somebody.clone(), named());
        let transfer = transfer_with(PaymentDetails::Card(card()), amounts(), people);
        assert_refused(&transfer, &format!("participant_details.sender.{member}"), "must not be empty");
        let people = Participants::new(named(), somebody);
        let transfer = transfer_with(PaymentDetails::Card(card()), amounts(), people);
        assert_refused(&transfer, &format!("participant_details.recipient.{member}"), "must not be empty");
    }
}

#[test]
fn an_account_has_20_digits_and_a_customers_email_is_an_address() {
    for account in ["", "4070281090000003141", "407028109000000314150", "4070281090000003141x"] {
        let people = Participants::new(named().account(account), named());
        let transfer = transfer_with(PaymentDetails::Card(card()), amounts(), people);
        assert_refused(&transfer, "participant_details.sender.account", "must be 20 digits");
    }
    for address in ["", "ivan", "ivan@shop", "@shop.example"] {
        let transfer = bare_transfer().customer(Customer::new("lucky").phone("+79990000000").email(address));
        assert_refused(&transfer, "customer.contacts.email", "must have the form name@example.org");
    }
}

#[test]
fn a_session_has_an_identifier() {
    let empty = || SessionId::new("");
    let refusals = [
        refusal(&SessionStatus::new(empty())),
        refusal(&SessionConfirm::new(empty())),
        refusal(&SessionCapture::new(empty())),
        refusal(&SessionCancel::new(empty())),
    ];
    for refused in refusals {
        assert_eq!((refused.field(), refused.rule()), ("session_id", "must not be empty"));
    }
}

#[test]
fn an_idempotency_key_is_visible_ascii() {
    for key in ["", " ", "a b", " a", "a ", "ключ", "a\n", "a\r\nX-PARTNER-PROJECT: other", "\u{7f}", "a\0"] {
        let refused = IdempotencyKey::new(key).unwrap_err();
        assert_eq!(
            (refused.field(), refused.rule()),
            ("X-PARTNER-IDEMPOTENCY-KEY", "must be visible ASCII characters without spaces"),
            "{key:?}"
        );
    }
    for key in ["1", "transfer-1001", "!~"] {
        assert_eq!(IdempotencyKey::new(key).unwrap().as_str(), key);
    }
}

/// It is printed with the recovery of every call whose outcome is unknown.
#[test]
fn a_card_number_in_an_idempotency_key_is_redacted() {
    let shown = |key: &str| format!("{:?}", IdempotencyKey::new(key).unwrap());
    assert_eq!(shown("order-4242424242424242"), "IdempotencyKey(order-************4242)");
    assert_eq!(shown("28f284e6-33c4-4123-8567-541608112233"), "IdempotencyKey(28f284e6-33c4-4123-8567-541608112233)");
}

fn build(project: &str, submerchant: &str) -> Result<Client, BuildError> {
    let transport = |_: http::Request<bytes::Bytes>| async { panic!("nothing is sent while a client is built") };
    Client::builder(Environment::Demo, project, FakeSigner)
        .submerchant(submerchant)
        .transport(transport)
        .clock(VirtualClock::default())
        .build()
}

#[test]
fn a_project_and_a_submerchant_are_visible_ascii() {
    let rule = "must be visible ASCII characters without spaces";
    for bad in ["a b", "проект", "a\nb", "\u{7f}"] {
        let Err(BuildError::Setting(project)) = build(bad, "") else { panic!("{bad:?}") };
        assert_eq!((project.field(), project.rule()), ("X-PARTNER-PROJECT", rule), "{bad:?}");
        let Err(BuildError::Setting(submerchant)) = build(PROJECT, bad) else { panic!("{bad:?}") };
        assert_eq!((submerchant.field(), submerchant.rule()), ("X-PARTNER-SUBMERCHANT", rule), "{bad:?}");

        let client = build(PROJECT, "").unwrap();
        let project = client.with_project(bad).unwrap_err();
        assert_eq!((project.field(), project.rule()), ("X-PARTNER-PROJECT", rule), "{bad:?}");
        let submerchant = client.with_submerchant(bad).unwrap_err();
        assert_eq!((submerchant.field(), submerchant.rule()), ("X-PARTNER-SUBMERCHANT", rule), "{bad:?}");
    }
    for blank in ["", " "] {
        let Err(BuildError::Setting(project)) = build(blank, "") else { panic!("{blank:?}") };
        assert_eq!((project.field(), project.rule()), ("X-PARTNER-PROJECT", rule));
    }
}

#[test]
fn a_rate_is_a_decimal_number_above_zero() {
    for rate in ["", "0", "0.0000", "-9.2", "+9.2", "9,2", ".5", "5.", "1.2.3", "1e3", " 9", "9 ", "NaN", "٩"] {
        let refused = ExchangeRate::from_rub(rate, Currency::TJS).unwrap_err();
        assert_eq!(
            (refused.field(), refused.rule()),
            ("rate", "must be a decimal number above zero, such as 9.2222"),
            "{rate:?}"
        );
    }
}

#[test]
fn https_is_required_except_on_this_machine() {
    let table = [
        ("http://bank.example", UrlError::NotEncrypted),
        ("http://10.0.0.1:8131", UrlError::NotEncrypted),
        ("http://127.0.0.1.example", UrlError::NotEncrypted),
        ("ftp://bank.example", UrlError::Scheme),
        ("bank.example", UrlError::NotAbsolute),
        ("", UrlError::NotAbsolute),
        ("https://user:secret@bank.example", UrlError::User),
        ("https://bank.example/?a=b", UrlError::Query),
    ];
    for (address, expected) in table {
        assert_eq!(Environment::at(address).unwrap_err(), expected, "{address}");
    }
    for address in ["https://bank.example", "http://127.0.0.1:8131", "http://localhost:8131/", "http://[::1]:8131"] {
        assert!(Environment::at(address).is_ok(), "{address}");
    }
}

#[test]
fn a_recurrent_payment_by_the_payer_requires_a_return_address() {
    let repeated = |payment| {
        let people = Participants::new(named(), named());
        transfer_with(payment, amounts(), people)
    };
    let token = || RecurrentToken::new("token");
    assert_refused(
        &repeated(PaymentDetails::by_client(token())),
        "payment_options.return_url",
        "must be given when the payer repeats a payment",
    );
    assert_refused(
        &repeated(PaymentDetails::by_merchant(RecurrentToken::new(""))),
        "payment_details_multi.recurrent.token",
        "must not be empty",
    );
}

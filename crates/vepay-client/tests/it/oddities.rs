//! Undocumented responses of a loosely typed server.

use vepay_client::card::{Card, CardGet, CardGetResponse, CardStatus, CardUse, PaymentSystem};
use vepay_client::common::ErrorKind;
use vepay_client::operation::RequestStatus;
use vepay_client::{Error, OperationId};

use crate::support::{FakeResponse, Vepay, request};

fn ask(body: &str) -> Result<CardGetResponse, Error> {
    Vepay::new([FakeResponse::ok(body)]).send(&CardGet::new(OperationId::new(101_464), CardUse::Payout))
}

fn card(members: &str) -> Card {
    ask(&format!(r#"{{"status":1,"card":{{"id":356{members}}}}}"#)).unwrap().card.unwrap()
}

#[test]
fn ids_and_statuses_may_be_json_strings() {
    let body = r#"{"status":"1","id":"101464","url":"https://test.vepay.online/pay/form/101464"}"#;
    let registered = Vepay::new([FakeResponse::ok(body)]).send(&request()).unwrap();
    assert_eq!((registered.id.get(), registered.status), (101_464, RequestStatus::Success));

    let state = ask(r#"{"status":"1","card":{"id":"356","num":"540436******3366"}}"#).unwrap();
    assert_eq!((state.status, state.card.unwrap().id.get()), (CardStatus::Success, 356));
}

#[test]
fn empty_and_null_fields_are_none() {
    for members in ["", r#","num":"","exp":"","holder":"","payment_system":"""#] {
        let card = card(members);
        assert!(card.mask.is_none() && card.expiry.is_none() && card.holder.is_none());
        assert_eq!(card.payment_system, None);
    }
    let card = card(r#","num":null,"exp":null,"holder":null,"payment_system":null"#);
    assert!(card.mask.is_none() && card.expiry.is_none() && card.holder.is_none() && card.payment_system.is_none());
}

#[test]
fn an_invalid_expiry_does_not_lose_the_card() {
    for exp in ["00/00", "13/30", "1/30", "10/2030", "1030", "0x/30", "+1/30", "ab/cd"] {
        assert!(card(&format!(r#","exp":"{exp}""#)).expiry.is_none(), "{exp}");
    }
    let expiry = card(r#","exp":"09/25""#).expiry.unwrap();
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("09".to_owned(), "2025".to_owned()));
}

#[test]
fn masks_of_every_shape_are_kept() {
    for (mask, first, last) in [
        ("540436******3366", Some("540436"), Some("3366")),
        ("22001234****5678", Some("22001234"), Some("5678")),
        ("639002********0003", Some("639002"), Some("0003")),
        ("220012XXXXXX5678", Some("220012"), Some("5678")),
        ("garbage", None, None),
    ] {
        let mask_read = card(&format!(r#","num":"{mask}""#)).mask.unwrap();
        assert_eq!(mask_read.as_str(), mask);
        assert_eq!(mask_read.first_digits(), first, "{mask}");
        assert_eq!(mask_read.last4(), last, "{mask}");
    }
}

#[test]
fn payment_systems_are_an_open_set() {
    for (word, system) in [("DINNERSCLUB", PaymentSystem::DinersClub), ("CHINA UNIONPAY", PaymentSystem::ChinaUnionPay)]
    {
        assert_eq!(card(&format!(r#","payment_system":"{word}""#)).payment_system, Some(system));
    }
    let unknown = card(r#","payment_system":"HUMO""#).payment_system.unwrap();
    assert_eq!((unknown.as_str(), unknown.is_known()), ("HUMO", false));
}

#[test]
fn an_unknown_status_is_kept_and_is_never_final() {
    for status in ["3", "4", "5", "6", "-1", "\"new\""] {
        let state = ask(&format!(r#"{{"status":{status}}}"#)).unwrap();
        assert_eq!(state.status.as_str(), status.trim_matches('"'));
        assert!(!state.status.is_final() && !state.is_clearly_waiting());
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let state = ask(r#"{"status":1,"new":{"a":[1]},"card":{"id":356,"token":"x","extra":null}}"#).unwrap();
    assert_eq!(state.card.unwrap().id.get(), 356);
}

#[test]
fn a_card_is_present_with_success_and_never_otherwise() {
    for body in
        [r#"{"status":1}"#, r#"{"status":1,"card":null}"#, r#"{"status":1,"card":[]}"#, r#"{"status":1,"card":{}}"#]
    {
        assert_eq!(ask(body).unwrap_err().kind(), ErrorKind::Unreadable, "{body}");
    }
    for status in [0, 2, 7] {
        let state = ask(&format!(r#"{{"status":{status},"card":{{"id":356}}}}"#)).unwrap();
        assert!(state.card.is_none(), "{status}");
    }
}

#[test]
fn an_id_that_is_not_a_number_above_zero_is_unreadable() {
    for id in ["0", "\"0\"", "-1", "1.5", "\"\"", "\"12x\"", "null", "\"+5\""] {
        let body = format!(r#"{{"status":1,"id":{id},"url":"https://test.vepay.online/pay/form/1"}}"#);
        let error = Vepay::new([FakeResponse::ok(&body)]).send(&request()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreadable, "{id}");
        assert!(error.money_may_have_moved(), "{id}");
    }
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_its_path() {
    let body = r#"{"status":1,"id":true,"url":"https://test.vepay.online/pay/form/1"}"#;
    let error = Vepay::new([FakeResponse::ok(body)]).send(&request()).unwrap_err();
    assert!(error.to_string().contains("at id: expected a whole number"), "{error}");
}

#[test]
fn a_registration_without_a_url_has_an_unknown_outcome() {
    for url in ["", r#","url":"""#, r#","url":null"#] {
        let error =
            Vepay::new([FakeResponse::ok(format!(r#"{{"status":1,"id":5{url}}}"#))]).send(&request()).unwrap_err();
        assert!(error.money_may_have_moved() && error.recovery().is_some(), "{url}");
    }
}

#[test]
fn a_waiting_message_with_spaces_around_it_is_plainly_waiting() {
    assert!(ask(r#"{"status":0,"message":" В обработке "}"#).unwrap().is_clearly_waiting());
    assert!(ask(r#"{"status":0,"message":""}"#).unwrap().is_clearly_waiting());
    assert!(!ask(r#"{"status":0,"message":"Необходимо заполнить «Id»."}"#).unwrap().is_clearly_waiting());
}

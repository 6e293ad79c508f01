use std::collections::BTreeMap;
use std::fmt::Debug;

use payments_core::json::{self, Json};
use payments_core::{Body, DecodeError, InvalidField};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::support::{PAN, assert_hides_card};

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Session {
    status: Status,
    payments: Vec<Payment>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Payment {
    amount: u32,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Created,
    Paid,
}

#[track_caller]
fn refused<T: DeserializeOwned + Debug>(document: &str) -> DecodeError {
    json::decode::<T>(document.as_bytes()).expect_err(document)
}

#[test]
fn a_document_is_read_whole() {
    let session: Session = json::decode(br#" {"status":"paid","payments":[{"amount":7}],"new_member":{}} "#).unwrap();
    assert_eq!(session, Session { status: Status::Paid, payments: vec![Payment { amount: 7 }] });
}

#[test]
fn a_problem_is_located_and_what_was_expected_is_named() {
    let located = [
        (r#"{"status":"paid","payments":[{"amount":1},{"amount":"2"}]}"#, "payments[1].amount", "expected u32"),
        (r#"{"status":"paid","payments":[{"amount":-1}]}"#, "payments[0].amount", "expected u32"),
        (r#"{"status":"paid","payments":{}}"#, "payments", "expected a sequence"),
        (r#"{"status":"gone","payments":[]}"#, "status", "expected `created` or `paid`"),
        (r#"{"status":"paid","payments":[{}]}"#, "payments[0]", "missing field `amount`"),
        (r#"{"status":"paid"}"#, ".", "missing field `payments`"),
        (r#"{"status":"paid","status":"paid"}"#, "status", "duplicate field `status`"),
        (r#"{"status":"paid","payments":[]} x"#, ".", "trailing characters"),
        ("17", ".", "expected struct Session"),
    ];
    for (document, path, problem) in located {
        let error = refused::<Session>(document);
        assert_eq!(error.path(), path, "{document}");
        assert!(error.to_string().starts_with(&format!("at {path}: {problem}")), "{error}");
    }
}

#[test]
fn what_is_no_json_is_refused_with_line_and_column() {
    for document in ["", "{", "<html>", r#"{"status":"pa"#, "\u{feff}{}"] {
        let error = refused::<Session>(document).to_string();
        assert!(error.contains("at line 1 column"), "{error}");
    }
    assert!(json::decode::<Json>(b"\xff").is_err());
}

/// A type whose own words repeat what it was given.
#[derive(Debug)]
struct Talkative;

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!("cannot be {text}")))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Either {
    #[allow(dead_code, reason = "read, never looked at")]
    Number(u32),
    #[allow(dead_code, reason = "read, never looked at")]
    Flag(bool),
}

#[test]
fn a_value_is_never_repeated() {
    let text = format!("\"{PAN}\"");
    let errors = [
        refused::<u32>(&text),
        refused::<u32>(PAN),
        refused::<Vec<bool>>(&format!("[{PAN}]")),
        refused::<Status>(&text),
        refused::<Either>(&text),
        refused::<Talkative>(&text),
        refused::<Talkative>(&format!("\"x, expected {PAN}\"")),
        refused::<u32>(&format!("\"x, expected {PAN}\"")),
        refused::<Strict>(&format!("{{{text}:1}}")),
        refused::<BTreeMap<String, bool>>(&format!("{{{text}:1}}")),
        refused::<String>(&format!("{text} {text}")),
        refused::<String>(&format!("\"{PAN}")),
    ];
    for error in errors {
        assert_hides_card(&[error.to_string(), format!("{error:?}"), error.path().to_owned()]);
    }
}

#[test]
fn a_short_value_is_not_repeated_either() {
    for error in [
        refused::<u32>(r#""hunter2""#),
        refused::<Talkative>(r#""hunter2""#),
        refused::<Talkative>(r#""x, expected hunter2""#),
        refused::<Status>(r#""hunter2""#),
    ] {
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Loose {
    #[serde(default, deserialize_with = "json::filled_text")]
    text: Option<String>,
    #[serde(default, deserialize_with = "json::list")]
    list: Vec<u32>,
    #[serde(default, deserialize_with = "json::object")]
    object: Option<Payment>,
}

fn loose(text: Option<&str>, list: &[u32], object: Option<u32>) -> Loose {
    Loose { text: text.map(str::to_owned), list: list.to_vec(), object: object.map(|amount| Payment { amount }) }
}

#[test]
fn nothing_is_read_in_every_way_providers_write_it() {
    let nothing = loose(None, &[], None);
    for document in ["{}", r#"{"text":null,"list":null,"object":null}"#, r#"{"text":"","list":[],"object":[]}"#] {
        assert_eq!(json::decode::<Loose>(document.as_bytes()).as_ref(), Ok(&nothing), "{document}");
    }
}

#[test]
fn something_is_read_too() {
    let read = json::decode::<Loose>(br#"{"text":" ","list":[1,2],"object":{"amount":3}}"#);
    assert_eq!(read, Ok(loose(Some(" "), &[1, 2], Some(3))));
}

#[test]
fn what_is_neither_nothing_nor_the_thing_is_refused_at_its_place() {
    let refusals = [
        (r#"{"text":5}"#, "text", "expected a string"),
        (r#"{"text":[]}"#, "text", "expected a string"),
        (r#"{"list":{}}"#, "list", "expected a sequence"),
        (r#"{"list":""}"#, "list", "expected a sequence"),
        (r#"{"list":[1,null]}"#, "list[1]", "expected u32"),
        (r#"{"object":[{"amount":3}]}"#, "object", "expected an object, an empty list or null"),
        (r#"{"object":[null]}"#, "object", "expected an object, an empty list or null"),
        (r#"{"object":""}"#, "object", "expected an object, an empty list or null"),
        (r#"{"object":false}"#, "object", "expected an object, an empty list or null"),
        (r#"{"object":{}}"#, "object", "missing field `amount`"),
        (r#"{"object":{"amount":"3"}}"#, "object.amount", "expected u32"),
    ];
    for (document, path, problem) in refusals {
        let error = refused::<Loose>(document);
        assert!(error.to_string().starts_with(&format!("at {path}: {problem}")), "{document}: {error}");
    }
}

#[test]
fn what_is_refused_is_not_repeated_to_another_reader_either() {
    for document in [
        format!(r#"{{"text":{PAN}}}"#),
        format!(r#"{{"list":{PAN}}}"#),
        format!(r#"{{"list":["{PAN}"]}}"#),
        format!(r#"{{"object":"{PAN}"}}"#),
        format!(r#"{{"object":{{"amount":"{PAN}"}}}}"#),
    ] {
        let text = serde_json::from_str::<Loose>(&document).unwrap_err();
        let value = serde_json::from_value::<Loose>(serde_json::from_str(&document).unwrap()).unwrap_err();
        assert_hides_card(&[text.to_string(), format!("{text:?}"), value.to_string(), format!("{value:?}")]);
        assert!(text.to_string().contains(", expected "), "{text}");
        assert_eq!((text.line(), text.column() > 0), (1, true), "{text}");
    }
}

#[test]
fn any_value_is_kept_to_the_letter() {
    let text = r#"{"b": 1.10, "a":[ null,12345678901234567890 ] }"#;
    let kept: Json = json::decode(text.as_bytes()).unwrap();
    assert_eq!(kept.as_str(), text);
    assert_eq!(serde_json::to_string(&[kept]).unwrap(), format!("[{text}]"));
}

#[test]
fn a_kept_value_reads_into_a_type_or_says_where_it_does_not() {
    let kept = Json::new(&BTreeMap::from([("amount", 7)])).unwrap();
    assert_eq!(kept.read::<Payment>(), Ok(Payment { amount: 7 }));
    assert_eq!(kept.read::<BTreeMap<String, bool>>().unwrap_err().path(), "amount");
}

#[test]
fn kept_values_are_equal_exactly_if_their_texts_are() {
    let [seven, also_seven, eight] = ["7", "7", "8"].map(|text| json::decode::<Json>(text.as_bytes()).unwrap());
    assert!(seven == also_seven);
    assert!(seven != eight);
}

#[test]
fn a_kept_value_does_not_print_itself() {
    let kept = Json::new(PAN).unwrap();
    assert_eq!(format!("{kept:?}"), "Json(18 bytes)");
}

#[test]
fn a_value_without_a_json_form_is_refused() {
    let keyed_by_lists = BTreeMap::from([(vec![1], 1)]);
    assert_eq!(Json::new(&keyed_by_lists), Err(InvalidField::new("value", "must have a JSON form")));
    assert_eq!(Body::json(&keyed_by_lists).unwrap_err(), InvalidField::new("body", "must have a JSON form"));
}

use std::collections::BTreeMap;
use std::fmt::Debug;

use payments_core::json::{self, Json};
use payments_core::{Body, Currency, DecodeError, InvalidField};
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
fn an_error_names_the_path_and_what_was_expected() {
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
fn invalid_json_is_refused_with_line_and_column() {
    for document in ["", "{", "<html>", r#"{"status":"pa"#, "\u{feff}{}"] {
        let error = refused::<Session>(document).to_string();
        assert!(error.contains("at line 1 column"), "{error}");
    }
    assert!(json::decode::<Json>(b"\xff").is_err());
}

/// A type whose error repeats the value.
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

/// Optional members of every kind.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Loose {
    #[serde(deserialize_with = "json::non_empty_string")]
    text: Option<String>,
    #[serde(deserialize_with = "json::non_empty")]
    currency: Option<Currency>,
    #[serde(deserialize_with = "json::flag")]
    flag: Option<bool>,
    #[serde(deserialize_with = "json::integer")]
    integer: Option<i64>,
    #[serde(deserialize_with = "json::list")]
    list: Vec<Part>,
    #[serde(deserialize_with = "json::object")]
    object: Option<Part>,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
struct Part {
    #[serde(default, deserialize_with = "json::integer")]
    amount: Option<i64>,
}

/// A part with this amount.
const fn part(amount: i64) -> Part {
    Part { amount: Some(amount) }
}

const MEMBERS: [&str; 6] = ["text", "currency", "flag", "integer", "list", "object"];

/// The result of decoding a document with this one member.
fn loose(member: &str, value: &str) -> Loose {
    json::decode(format!(r#"{{"{member}":{value}}}"#).as_bytes()).expect("no member costs the document")
}

#[test]
fn an_absent_value_is_read_in_every_way_providers_write_it() {
    for member in MEMBERS {
        for value in ["null", r#""""#, "[]", "{}"] {
            if (member, value) != ("object", "{}") {
                assert_eq!(loose(member, value), Loose::default(), "{member}: {value}");
            }
        }
    }
    assert_eq!(json::decode::<Loose>(b"{}"), Ok(Loose::default()));
}

#[test]
fn an_optional_member_is_read_in_every_way_providers_write_it() {
    let text = |text: &str| Loose { text: Some(text.to_owned()), ..Loose::default() };
    for (value, read) in [(r#"" ""#, " "), ("425307614918", "425307614918"), ("-5", "-5"), (r#""\u0041""#, "A")] {
        assert_eq!(loose("text", value), text(read), "{value}");
    }
    assert_eq!(loose("currency", r#""rub""#), Loose { currency: Some(Currency::RUB), ..Loose::default() });
    for (value, flag) in [("true", true), ("1", true), (r#""1""#, true), ("false", false), ("0", false)] {
        assert_eq!(loose("flag", value), Loose { flag: Some(flag), ..Loose::default() }, "{value}");
    }
    for value in ["10000", r#""10000""#, "10000.0", r#""10000.00""#] {
        assert_eq!(loose("integer", value), Loose { integer: Some(10_000), ..Loose::default() }, "{value}");
    }
    let two = Loose { list: vec![part(1), part(2)], ..Loose::default() };
    assert_eq!(loose("list", r#"[{"amount":1},{"amount":2}]"#), two);
    assert_eq!(loose("list", r#"[{"amount":1},"x",null,[],7,{"amount":2}]"#), two, "the odd ones go");
    assert_eq!(loose("object", r#"{"amount":3}"#), Loose { object: Some(part(3)), ..Loose::default() });
    let empty = Loose { object: Some(Part::default()), ..Loose::default() };
    assert_eq!(loose("object", "{}"), empty);
    assert_eq!(loose("object", r#"{"amount":{"amount":3}}"#), empty, "its own odd members go, too");
}

#[test]
fn an_unexpected_member_is_none_and_does_not_fail_the_document() {
    let odd = [
        ("text", &["true", "1.5", "[1]", r#"{"a":{"b":[2]}}"#][..]),
        ("currency", &["true", "1.5", "[1]", r#"{"a":1}"#]),
        ("flag", &["2", r#""yes""#, "1.5", "[true]", r#"{"a":true}"#]),
        ("integer", &["true", "10000.5", r#""10 000""#, "1e3", "99999999999999999999", "[1]", r#"{"amount":1}"#]),
        ("list", &["true", "1", r#""1""#, r#"{"0":1}"#]),
        ("object", &["true", "3", r#""3""#, r#"[{"amount":3}]"#]),
    ];
    for (member, values) in odd {
        for value in values {
            assert_eq!(loose(member, value), Loose::default(), "{member}: {value}");
        }
    }
}

#[test]
fn a_list_says_whether_something_was_left_out() {
    let list = |document: &str| json::decode::<json::List<Part>>(document.as_bytes()).unwrap();
    for document in ["null", "[]", "{}", r#""""#, r#"[{"amount":1}]"#] {
        assert!(list(document).is_whole, "{document}");
    }
    for document in ["true", "1", "1.5", "-1", r#""1""#, r#"{"0":{"amount":1}}"#, r#"[{"amount":1},7]"#, "[null]"] {
        assert!(!list(document).is_whole, "{document}");
    }
    assert_eq!(format!("{:?}", list(r#"[{"amount":1},7]"#)), format!("{:?}", [part(1)]));
}

#[test]
fn a_member_that_is_not_json_fails_the_document() {
    for member in MEMBERS {
        assert!(json::decode::<Loose>(format!(r#"{{"{member}":{{"a":tru}}}}"#).as_bytes()).is_err(), "{member}");
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
fn a_kept_value_decodes_into_a_type_or_reports_the_path() {
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

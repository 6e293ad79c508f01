//! Paths of decoding errors, compared with `serde_path_to_error`, which tracks the path while it decodes.

use std::collections::BTreeMap;

use payments_core::FlatFields;
use payments_core::json::{self, Json};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, never looked at")]
struct Session {
    id: String,
    status: Status,
    amount: u32,
    rate: f64,
    is_live: bool,
    note: Option<String>,
    loose_note: Option<String>,
    customer: Option<Customer>,
    payments: Vec<Payment>,
    #[serde(default)]
    matrix: Vec<Vec<i8>>,
    fields: FlatFields,
    word: Word,
    metadata: Json,
    counts: BTreeMap<String, u32>,
}

/// Requests any value, and accepts only strings.
#[derive(Debug)]
struct Word;

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor;

        impl Visitor<'_> for WordVisitor {
            type Value = Word;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a word")
            }

            fn visit_str<E>(self, _word: &str) -> Result<Word, E> {
                Ok(Word)
            }
        }

        deserializer.deserialize_any(WordVisitor)
    }
}

payments_core::open_enum! {
    /// The status.
    enum Status {
        /// Paid.
        Paid = "paid",
    }
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, never looked at")]
struct Customer {
    #[serde(rename = "full name, \"quoted\"")]
    name: String,
    contacts: Vec<Option<String>>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, never looked at")]
struct Payment {
    amount: u32,
    refunds: Vec<Payment>,
}

/// Its strings look like JSON structure, and its skipped values have structure too.
fn document() -> Value {
    json!({
        "id": "}],\\\"{[",
        "status": "paid",
        "unread": {"a": [1, {"b": "\\"}], "id": {"id": []}},
        "amount": 100,
        "rate": 9.2222,
        "is_live": false,
        "note": "строка",
        "loose_note": "",
        "customer": {"full name, \"quoted\"": "Ольга", "contacts": [null, "\\\\", "a:b"]},
        "payments": [
            {"amount": 1, "refunds": []},
            {"amount": 2, "refunds": [{"amount": 3, "refunds": []}, {"amount": 4, "refunds": []}]},
        ],
        "matrix": [[1, 2], [], [3]],
        "fields": {"PaReq": "eJx", "MD": 17},
        "word": "a word",
        "metadata": {"order": [1, {"deep": true}]},
        "counts": {"one": 1, "two,": 2},
    })
}

/// Returns whether a document is refused, and checks that both report the same path.
#[track_caller]
fn is_refused_where_it_should_be(document: &str) -> bool {
    let Err(ours) = json::decode::<Session>(document.as_bytes()) else { return false };
    let mut deserializer = serde_json::Deserializer::from_str(document);
    let Err(theirs) = serde_path_to_error::deserialize::<_, Session>(&mut deserializer) else {
        assert_eq!((ours.path(), deserializer.end().is_err()), (".", true), "something comes after it: {document}");
        return true;
    };
    let path = theirs.path().to_string();
    if ours.problem().starts_with("duplicate field") {
        // Ours is the member, theirs the object that contains it.
        let (object, _) = ours.path().rsplit_once('.').unwrap_or((".", ""));
        assert_eq!(object, path, "{document}");
    } else if theirs.inner().is_data() {
        assert_eq!(ours.path(), path, "{document}");
    } else {
        // The other stops at a skipped value, and writes `?` for a key that is not a string.
        let beginning = path.trim_end_matches('?').trim_end_matches('.');
        assert!(ours.path().starts_with(beginning), "{} instead of {path}: {document}", ours.path());
    }
    true
}

/// All values of a document, as JSON pointers.
fn pointers(value: &Value) -> Vec<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = members
        .iter()
        .flat_map(|(key, value)| pointers(value).into_iter().map(move |pointer| format!("/{key}{pointer}")));
    std::iter::once(String::new()).chain(below).collect()
}

#[test]
fn a_value_of_another_kind_is_found() {
    let others = json!([null, true, 17, -1, 1e300, "x", "}],{\"[", [], [[]], [{"a": 1}, 2], {}, {"a": [1], "b": {}}]);
    let mut refused = 0;
    for pointer in pointers(&document()) {
        for other in others.as_array().unwrap() {
            if pointer == "/word" && other.pointer("/0").is_some_and(|first| first.is_array() || first.is_object()) {
                continue; // See below.
            }
            let mut document = document();
            *document.pointer_mut(&pointer).unwrap() = other.clone();
            for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
                refused += usize::from(is_refused_where_it_should_be(&text));
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

/// The one place that line and column do not identify: a type that requests any value rejects a list after entering it,
/// and another list begins there.
#[test]
fn a_rejected_list_in_a_list_is_located_at_its_first_element() {
    let mut document = document();
    for (list, path) in [(json!([[]]), "word[0]"), (json!([{}]), "word[0]"), (json!([1]), "word"), (json!([]), "word")]
    {
        document["word"] = list;
        let error = json::decode::<Session>(document.to_string().as_bytes()).unwrap_err();
        assert_eq!((error.path(), error.problem().starts_with("expected a word")), (path, true), "{error}");
    }
}

#[test]
fn a_member_that_is_missing_is_missing_in_its_object() {
    let mut refused = 0;
    for pointer in pointers(&document()) {
        let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
        let mut document = document();
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) => drop(members.remove(key)),
            _ => continue,
        }
        refused += usize::from(is_refused_where_it_should_be(&document.to_string()));
    }
    assert_eq!(refused, 20);
}

#[test]
fn a_document_that_breaks_off_is_located() {
    let document = serde_json::to_string_pretty(&document()).unwrap();
    for (end, _) in document.char_indices() {
        assert!(is_refused_where_it_should_be(&document[..end]), "{end}");
    }
}

#[test]
fn a_character_that_does_not_belong_there_is_located() {
    let mut refused = 0;
    let document = document().to_string();
    for (place, _) in document.char_indices() {
        for character in ["}", "]", ",", ":", "\"", "{", "[", "7", "-", "t", "\u{1}", "\\"] {
            let document = format!("{}{character}{}", &document[..place], &document[place..]);
            refused += usize::from(is_refused_where_it_should_be(&document));
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn deep_nesting_makes_no_long_path() {
    for nested in ["[".repeat(1_000_000), "{\"key\":".repeat(1_000_000)] {
        let error = json::decode::<Json>(nested.as_bytes()).unwrap_err();
        assert!(error.path().chars().count() <= 301, "{}", error.path());
    }
}

/// An unsigned callback can contain names longer than any line.
#[test]
fn a_long_name_makes_no_long_path() {
    for token in ["a", "1", "1 ", "\\u0034", "я", "\\\\", "4242,", "\\ud83d\\ude00"] {
        let name = token.repeat(300_000);
        for document in [
            format!("{{\"{name}\":tru}}"),
            format!("{{\"a\":{{\"{name}\":tru}}}}"),
            format!("{{\"{name}\":").repeat(3),
            format!("{{\"{name}"),
        ] {
            let error = json::decode::<Json>(document.as_bytes()).unwrap_err();
            let path = error.path();
            assert!(path.chars().count() <= 301, "{token}: {path}");
            assert!(path.chars().filter(char::is_ascii_digit).count() < 13 || !token.contains('1'), "{token}: {path}");
        }
    }
}

#[test]
fn a_card_number_in_a_name_is_not_in_the_path_wherever_the_name_is_cut() {
    for spaces in (0..20_000).step_by(97).chain(14_300..14_500) {
        let name = format!("{}4242 4242 4242 4242", "1 ".repeat(7) + &" ".repeat(spaces));
        for written in [name.clone(), name.replace(' ', "\\u00a0"), name.replace('4', "\\u0034")] {
            let error = json::decode::<Json>(format!("{{\"{written}\":tru}}").as_bytes()).unwrap_err();
            let digits: String = error.path().replace("\\u00a0", " ").chars().filter(char::is_ascii_digit).collect();
            assert!(digits.len() <= 4, "{spaces} spaces: {}", error.path());
        }
    }
}

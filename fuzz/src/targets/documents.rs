//! JSON and forms.

use std::collections::{BTreeMap, BTreeSet};

use payments_core::json::{self, Json};
use payments_core::{CardMask, Currency, Date, DecodeError, FlatFields, Timestamp, identifier, open_enum};
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded;

use crate::promises;

/// No field is lost, none stands twice unnoticed, and only names are printed.
pub(super) fn flat_fields(input: &[u8]) {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(input).into_owned().collect();
    let names: BTreeSet<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    match FlatFields::unique(pairs.clone()) {
        Some(fields) => {
            assert_eq!(names.len(), pairs.len(), "a name stands twice");
            keeps(&fields, &pairs);
        }
        None => assert_ne!(names.len(), pairs.len(), "no name stands twice"),
    }
    keeps(&pairs.iter().cloned().collect(), &pairs);

    let Ok(fields) = json::decode::<FlatFields>(input) else { return };
    promises::debug(&fields);
    let Ok(members) = serde_json::from_slice::<BTreeMap<String, Value>>(input) else { return };
    let read: BTreeSet<&str> = fields.iter().map(|(name, _)| name).collect();
    assert_eq!(read, members.keys().map(String::as_str).collect(), "every member is kept");
    for (name, value) in fields.iter() {
        let is_kept = match members.get(name) {
            Some(Value::String(_)) => true,
            Some(Value::Null) => value.is_empty(),
            _ => serde_json::from_str::<Value>(value).is_ok(),
        };
        assert!(is_kept || fields.iter().count() > read.len());
    }
}

fn keeps(fields: &FlatFields, pairs: &[(String, String)]) {
    promises::debug(fields);
    assert!(fields.iter().eq(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))), "every field is kept");
    assert_eq!(fields.is_empty(), pairs.is_empty());
    for (name, _) in pairs {
        let first = pairs.iter().find(|(candidate, _)| candidate == name).map(|(_, value)| value.as_str());
        assert_eq!(fields.get(name), first);
    }
}

open_enum! {
    /// A word.
    pub(super) enum Word {
        /// One.
        Known = "known" | "familiar",
    }
}

identifier! {
    /// An identifier.
    pub(super) struct Id;
}

/// A document with everything that clients read by the core's helpers.
#[derive(Debug, Deserialize)]
struct Document {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    word: Option<Word>,
    #[serde(default)]
    currency: Option<Currency>,
    #[serde(default)]
    mask: Option<CardMask>,
    #[serde(default, deserialize_with = "json::non_empty")]
    moment: Option<Timestamp>,
    #[serde(default)]
    day: Option<Date>,
    #[serde(default, deserialize_with = "json::non_empty_string")]
    text: Option<String>,
    #[serde(default, deserialize_with = "json::list")]
    list: Vec<Id>,
    #[serde(default, deserialize_with = "json::object")]
    object: Option<Box<Self>>,
    #[serde(default)]
    fields: FlatFields,
    #[serde(default)]
    other: Option<Json>,
    #[serde(default)]
    map: BTreeMap<String, u8>,
}

/// A document is read or the place of the problem is named; neither shows a card number.
pub(super) fn json(input: &[u8]) {
    match json::decode::<Document>(input) {
        Ok(document) => read(&document),
        Err(error) => refused(&error),
    }
    match json::decode::<Json>(input) {
        Ok(value) => {
            promises::debug(&value);
            assert_eq!(value.as_str().as_bytes(), input.trim_ascii(), "the text is kept");
            assert_eq!(value.read::<Json>().as_ref(), Ok(&value));
            assert_eq!(Json::new(&value).as_ref(), Ok(&value));
        }
        Err(error) => refused(&error),
    }
}

fn read(document: &Document) {
    let Document { id, word, currency, mask, moment, day, text, list, object, fields, other, map } = document;
    id.iter().chain(list).for_each(|id| promises::identifier(id, id.as_str()));
    word.iter().for_each(promises::debug_and_display);
    currency.iter().for_each(promises::debug_and_display);
    moment.iter().for_each(promises::debug_and_display);
    day.iter().for_each(promises::debug_and_display);
    promises::debug(&(mask, fields, other, map.len()));
    assert!(text.as_deref() != Some(""), "an empty text is none");
    assert!(moment.as_ref().is_none_or(|moment| !moment.as_str().is_empty()), "an empty moment is none");
    if let Some(word) = word {
        assert_eq!(word.is_known(), *word == Word::Known);
        assert_eq!(Word::from(word.as_str()), *word);
    }
    if let Some(inner) = object {
        read(inner);
    }
}

fn refused(error: &DecodeError) {
    promises::debug_and_display(error);
}

//! A body that can be changed, member by member.

use payments_core::percent_decode;
use serde_json::{Map, Value, json};

use payments_core::RawResponse;

/// The body of a response, as far as it has members.
pub(super) enum Document {
    Json(Value),
    Form(Vec<(String, String)>),
    Other,
}

impl Document {
    pub(super) fn read(body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => return Self::Json(value),
            Ok(_) => return Self::Other,
            Err(_) => {}
        }
        let text = String::from_utf8_lossy(body).into_owned();
        let is_form = !text.is_empty() && !text.trim_start().starts_with(['<', '{', '[']);
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<_> = pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        if is_form && !pairs.is_empty() { Self::Form(pairs) } else { Self::Other }
    }

    /// The places and values of all members and elements.
    pub(super) fn places(&self) -> Vec<(String, Value)> {
        match self {
            Self::Json(value) => {
                let mut places = Vec::new();
                walk("", value, &mut places);
                places
            }
            Self::Form(pairs) => {
                let decode = |value: &str| percent_decode(&value.replace('+', " "));
                pairs.iter().map(|(name, value)| (name.clone(), Value::String(decode(value)))).collect()
            }
            Self::Other => Vec::new(),
        }
    }

    /// The document with each place in turn replaced by each of the values that `change` returns for it.
    pub(super) fn variants(&self, change: impl Fn(&str, &Value) -> Vec<Value>) -> Vec<(String, Self)> {
        let mut variants = Vec::new();
        for (place, value) in self.places() {
            for changed in change(&place, &value) {
                variants.push((place.clone(), self.with(&place, changed)));
            }
        }
        variants
    }

    fn with(&self, place: &str, value: Value) -> Self {
        match self {
            Self::Json(whole) => {
                let mut whole = whole.clone();
                if let Some(found) = whole.pointer_mut(&pointer(place)) {
                    *found = value;
                }
                Self::Json(whole)
            }
            Self::Form(pairs) => {
                let text = text_of(&value);
                let changed = |(name, old): &(String, String)| {
                    (name.clone(), if name == place { text.clone() } else { old.clone() })
                };
                Self::Form(pairs.iter().map(changed).collect())
            }
            Self::Other => Self::Other,
        }
    }

    pub(super) fn has(&self, member: &str) -> bool {
        match self {
            Self::Json(value) => value.get(member).is_some_and(|value| !value.is_null()),
            Self::Form(pairs) => pairs.iter().any(|(name, value)| name == member && !value.is_empty()),
            Self::Other => false,
        }
    }

    /// This document merged with another: in JSON its own members win, in a form both are kept.
    pub(super) fn merged_with(&self, other: &Self) -> Vec<Self> {
        match (self, other) {
            (Self::Json(Value::Object(own)), Self::Json(Value::Object(more))) => {
                let mut both: Map<String, Value> = more.clone();
                both.extend(own.clone());
                vec![Self::Json(Value::Object(both))]
            }
            (Self::Form(own), Self::Form(more)) => {
                let join = |first: &[_], second: &[_]| Self::Form(first.iter().chain(second).cloned().collect());
                vec![join(own, more), join(more, own)]
            }
            _ => Vec::new(),
        }
    }

    /// A response with this body, and everything else of another response.
    pub(super) fn written(&self, like: &RawResponse) -> RawResponse {
        let body = match self {
            Self::Json(value) => value.to_string(),
            Self::Form(pairs) => {
                pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("\n&") + "\n"
            }
            Self::Other => String::from_utf8_lossy(&like.body).into_owned(),
        };
        RawResponse::new(like.status, like.headers.clone(), body.into())
    }
}

fn walk(place: &str, value: &Value, places: &mut Vec<(String, Value)>) {
    if !place.is_empty() {
        places.push((place.to_owned(), value.clone()));
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let dot = if place.is_empty() { "" } else { "." };
                walk(&format!("{place}{dot}{name}"), member, places);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(&format!("{place}[{index}]"), element, places);
            }
        }
        _ => {}
    }
}

/// The place as a JSON pointer (RFC 6901).
fn pointer(place: &str) -> String {
    let parts = place.replace('[', ".").replace(']', "");
    parts.split('.').filter(|part| !part.is_empty()).flat_map(|part| ["/", part]).collect()
}

pub(super) fn has_place(whole: &Value, place: &str) -> bool {
    whole.pointer(&pointer(place)).is_some()
}

/// A text as it is, anything else as JSON.
pub(super) fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Another value of the same kind and form.
pub(super) fn another(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_u64().unwrap_or_default() + 1),
        other => {
            let text = other.as_str().unwrap_or_default();
            let last = if text.ends_with('7') { "8" } else { "7" };
            let kept: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
            Value::String(kept + last)
        }
    }
}

/// One value of every other JSON kind.
pub(super) fn other_kinds(value: &Value) -> Vec<Value> {
    let kinds = [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!(""),
        json!("odd"),
        json!([]),
        json!(["odd"]),
        json!({}),
        json!({"odd": 1}),
    ];
    kinds.into_iter().filter(|kind| kind != value).collect()
}

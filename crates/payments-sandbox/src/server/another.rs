//! Answers about another operation: those of the provider, with other identifiers in them.

use std::collections::BTreeSet;
use std::fmt;

use axum::http::Uri;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use url::form_urlencoded;

use crate::faults::ForeignIdentifier;
use crate::percent;

/// What a request named: every value in its path, its query and its body.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeSet<String>);

impl Named {
    pub(super) fn of(uri: &Uri, body: &[u8]) -> Self {
        let mut values: BTreeSet<String> = uri.path().split('/').filter_map(percent::decode).collect();
        values.extend(form_values(uri.query().unwrap_or_default().as_bytes()));
        match serde_json::from_slice(body) {
            Ok(json) => collect_values(&json, &mut values),
            Err(_) => values.extend(form_values(body)),
        }
        Self(values)
    }
}

fn form_values(text: &[u8]) -> impl Iterator<Item = String> {
    form_urlencoded::parse(text).map(|(_, value)| value.into_owned())
}

fn collect_values(json: &Value, values: &mut BTreeSet<String>) {
    match json {
        Value::String(text) => values.extend([text.clone()]),
        Value::Number(number) => values.extend([number.to_string()]),
        Value::Array(items) => items.iter().for_each(|item| collect_values(item, values)),
        Value::Object(members) => members.values().for_each(|member| collect_values(member, values)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The body with other identifiers, and what was replaced. `None` if there is nothing to replace in it.
pub(super) fn about_another(
    body: &[u8],
    identifiers: &[&str],
    named: &Named,
) -> Option<(Vec<u8>, Vec<ForeignIdentifier>)> {
    let text = str::from_utf8(body).ok()?;
    let mut replacing = Replacing { identifiers, named, foreign: Vec::new() };
    let changed = match serde_json::from_str::<&RawValue>(text) {
        Ok(json) => replacing.json(json, ""),
        Err(_) => replacing.form(text),
    };
    (!replacing.foreign.is_empty()).then(|| (changed.into_bytes(), replacing.foreign))
}

struct Replacing<'a> {
    identifiers: &'a [&'a str],
    named: &'a Named,
    foreign: Vec<ForeignIdentifier>,
}

impl Replacing<'_> {
    /// What stands in the place of this value.
    fn replace(&mut self, member: &str, value: &str) -> Option<String> {
        let told = another(value).filter(|_| self.identifiers.contains(&member))?;
        let echo = self.named.0.contains(value);
        self.foreign.push(ForeignIdentifier { member: member.to_owned(), told: told.clone(), echo });
        Some(told)
    }

    /// The order of members, and each value that is not replaced, stay as they were written.
    fn json(&mut self, json: &RawValue, path: &str) -> String {
        let text = json.get();
        if let Ok(Members(members)) = serde_json::from_str(text) {
            let member = |(name, value): (String, &RawValue)| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                format!("{}:{}", Value::from(name), self.json(value, &path))
            };
            return format!("{{{}}}", members.into_iter().map(member).collect::<Vec<_>>().join(","));
        }
        if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) {
            let path = format!("{path}[]");
            let items: Vec<String> = items.into_iter().map(|item| self.json(item, &path)).collect();
            return format!("[{}]", items.join(","));
        }
        let replaced = match serde_json::from_str(text) {
            Ok(Value::String(value)) => self.replace(path, &value).map(|told| Value::from(told).to_string()),
            Ok(Value::Number(number)) => self.replace(path, &number.to_string()),
            _ => None,
        };
        replaced.unwrap_or_else(|| text.to_owned())
    }

    /// White space around the pairs, which PaynetEasy has, stays.
    fn form(&mut self, form: &str) -> String {
        let pairs: Vec<String> =
            form.split('&').map(|pair| self.pair(pair).unwrap_or_else(|| pair.to_owned())).collect();
        pairs.join("&")
    }

    fn pair(&mut self, pair: &str) -> Option<String> {
        let written = pair.trim_end();
        let (name, value) = form_urlencoded::parse(written.as_bytes()).next()?;
        let told = self.replace(&name, &value)?;
        let encoded: String = form_urlencoded::byte_serialize(told.as_bytes()).collect();
        Some(format!("{name}={encoded}{}", pair.strip_prefix(written).unwrap_or_default()))
    }
}

/// Another identifier of the same form, the same one each time: its last letter or digit is the next one of its kind, or the
/// one before. `None` if it has neither.
fn another(identifier: &str) -> Option<String> {
    let (position, last) = identifier.char_indices().rfind(|(_, character)| character.is_alphanumeric())?;
    let (before, after) = (identifier.get(..position)?, identifier.get(position + last.len_utf8()..)?);
    Some(format!("{before}{}{after}", neighbour(last)?))
}

fn neighbour(character: char) -> Option<char> {
    let code = u32::from(character);
    let neighbours = [code.checked_add(1), code.checked_sub(1)].into_iter().flatten().filter_map(char::from_u32);
    neighbours.into_iter().find(|neighbour| kind(*neighbour) == kind(character))
}

/// Hexadecimal digits stay such, so that a UUID stays one.
fn kind(character: char) -> [bool; 6] {
    [
        character.is_ascii(),
        character.is_ascii_hexdigit(),
        character.is_numeric(),
        character.is_alphabetic(),
        character.is_lowercase(),
        character.is_uppercase(),
    ]
}

/// The members of an object in the order in which they are written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_identifier_has_the_form_of_the_first() {
        for (own, other) in [
            ("ps_1001", "ps_1002"),
            ("6863810", "6863811"),
            ("9", "8"),
            ("0", "1"),
            ("5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d5f", "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d5e"),
            ("ABCDEF", "ABCDEE"),
            ("order-z", "order-y"),
            ("заказ-я!", "заказ-ѐ!"),
        ] {
            assert_eq!(another(own).as_deref(), Some(other), "{own}");
        }
        assert_eq!((another(""), another("--")), (None, None));
    }

    #[test]
    fn what_is_no_identifier_stays_as_it_is_written() {
        let named = Named::of(&Uri::from_static("/a/%D1%8F%2F7?b=8"), b"{\"c\":[{\"d\":9}]}");
        let body = r#"{"z":"7","id":9,"list":[{"id":"я/7","x":1.50},"id"],"a":null,"url":"http://x/9"}"#;
        let (changed, foreign) = about_another(body.as_bytes(), &["id", "list[].id"], &named).unwrap();
        assert_eq!(
            String::from_utf8(changed).unwrap(),
            r#"{"z":"7","id":8,"list":[{"id":"я/8","x":1.50},"id"],"a":null,"url":"http://x/9"}"#
        );
        let told =
            |member: &str, told: &str| ForeignIdentifier { member: member.into(), told: told.into(), echo: true };
        assert_eq!(foreign, [told("id", "8"), told("list[].id", "я/8")]);
    }

    #[test]
    fn a_form_keeps_its_line_feeds() {
        let named = Named::of(&Uri::from_static("/"), b"client_orderid=a+b%2F1");
        let body = b"type=x\n&merchant-order-id=a+b%2F1\n&paynet-order-id=77\n&b=2";
        let (changed, foreign) = about_another(body, &["merchant-order-id", "paynet-order-id"], &named).unwrap();
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(changed, "type=x\n&merchant-order-id=a+b%2F2\n&paynet-order-id=78\n&b=2");
        assert_eq!(foreign.iter().map(|one| one.echo).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn nothing_to_replace_is_nothing_replaced() {
        let nothing_named = Named::default();
        for body in [&b""[..], b"\xff", b"[]", b"<html>id=7</html>", b"{\"id\":null,\"ID\":7}", b"{\"id\":\"\"}"] {
            assert!(about_another(body, &["id"], &nothing_named).is_none(), "{}", String::from_utf8_lossy(body));
        }
    }
}

//! What `Debug` of a request shows of its fields, each by itself.

use std::collections::{BTreeMap, BTreeSet};

use payments_core::{Body, Endpoint, Provider};
use payments_samples::{Sampled, Sampler, Visitor};
use serde_json::Value;
use url::form_urlencoded;

use crate::sampled::marks;

/// A shorter value may be part of a name or of another value.
const SHORTEST: usize = 4;

/// Checks that `Debug` of the requests with marks shows the values of exactly these fields, by the call and the name on the wire,
/// such as `payment/status order_id`: of identifiers, amounts and words of the provider. Every other field is hidden, a new one
/// included.
///
/// A value of fewer than 4 characters and a truth value are not searched for, and the objects of a list count as one.
///
/// # Panics
///
/// Another field is shown, or one of these is not; or a sample cannot be made.
pub fn assert_debug_shows_only<S: Sampler>(open: &[&str]) {
    let mut fields = Fields::default();
    S::visit(&mut fields);
    let open: BTreeSet<&str> = open.iter().copied().collect();
    let shown: BTreeSet<&str> =
        fields.0.iter().filter(|(_, is_shown)| **is_shown).map(|(name, _)| name.as_str()).collect();
    assert_eq!(shown, open, "fields that Debug shows, and those that it may show; of {:?}", fields.0.keys());
}

/// Every field that was sent, by its call and its name, and whether `Debug` of its request showed its value.
#[derive(Default)]
struct Fields(BTreeMap<String, bool>);

#[expect(clippy::panic, reason = "a test that cannot go on fails")]
impl<P: Provider> Visitor<P> for Fields {
    fn visit<E: Sampled + Endpoint<Provider = P>>(&mut self) {
        let requests = E::sample().marked_requests(marks).unwrap_or_else(|problem| panic!("{}: {problem}", E::NAME));
        for (request, _) in requests {
            let body = request.body().unwrap_or_else(|problem| panic!("{}: {problem}", E::NAME));
            let printed = format!("{request:?}");
            for (name, value) in values(&body).into_iter().filter(|(_, value)| is_telling(value)) {
                *self.0.entry(format!("{} {name}", E::NAME)).or_default() |= printed.contains(&value);
            }
        }
    }
}

fn is_telling(value: &str) -> bool {
    value.chars().count() >= SHORTEST && !matches!(value, "true" | "false")
}

/// The names and values in a JSON document or a form.
fn values(body: &Body) -> Vec<(String, String)> {
    if let Ok(document) = serde_json::from_slice(body.bytes()) {
        let mut found = Vec::new();
        add_values(&document, "", &mut found);
        return found;
    }
    form_urlencoded::parse(body.bytes()).into_owned().collect()
}

fn add_values(value: &Value, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                let path = if name.is_empty() { member.clone() } else { format!("{name}.{member}") };
                add_values(value, &path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_values(item, name, found)),
        Value::String(text) => found.push((name.to_owned(), text.clone())),
        Value::Number(number) => found.push((name.to_owned(), number.to_string())),
        Value::Bool(_) | Value::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_documents_and_forms_are_found() {
        let of = |body: &str| values(&Body::new("text/plain", body.as_bytes().to_vec()));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(of(r#"{"a":{"b":["x",17]},"c":true}"#), [pair("a.b", "x"), pair("a.b", "17")]);
        assert_eq!(of("a=%D0%B6+1&b=2"), [pair("a", "ж 1"), pair("b", "2")]);
    }
}

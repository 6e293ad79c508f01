//! Planting canaries in a document, in every place of it, one after the other.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::canary::{CARD, grouped_card};

/// The name of the place "everywhere".
pub(crate) const EVERYWHERE: &str = "everywhere at once";

/// Fewer consecutive digits may be anything.
const RECOGNISED_DIGITS: usize = 13;

/// A document with a planted canary.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// The place, and the canary.
    pub(crate) place: String,
    pub(crate) body: Vec<u8>,
}

/// A document in which canaries can be planted.
#[derive(Clone, Debug)]
pub(crate) enum Document {
    Json(Value),
    Form(Vec<(String, String)>),
    /// Neither: only the whole of it.
    Text(String),
}

impl Document {
    pub(crate) fn read(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body).into_owned();
        if let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_slice(body) {
            return Self::Json(json);
        }
        let is_form = text.contains('=') && !text.contains(['<', '{']);
        // PaynetEasy writes every field on its own line.
        let fields = || form_urlencoded::parse(text.as_bytes()).into_owned().map(trimmed).collect();
        if is_form { Self::Form(fields()) } else { Self::Text(text) }
    }

    /// The places, written as [`Document::with`] expects them.
    pub(crate) fn places(&self) -> Vec<String> {
        match self {
            Self::Json(value) => {
                let mut places = Vec::new();
                collect(value, String::new(), &mut places);
                places
            }
            Self::Form(fields) => fields.iter().map(|(name, _)| format!("/{name}")).collect(),
            Self::Text(_) => vec![String::new()],
        }
    }

    /// The document with another value at a place; `None` if there is no such place.
    pub(crate) fn with(&self, place: &str, canary: &Value) -> Option<Self> {
        let mut changed = self.clone();
        match &mut changed {
            Self::Json(value) => *value.pointer_mut(place)? = canary.clone(),
            Self::Form(fields) => {
                let name = place.strip_prefix('/')?;
                fields.iter_mut().find(|(known, _)| known == name)?.1 = text_of(canary);
            }
            Self::Text(text) => *text = text_of(canary),
        }
        Some(changed)
    }

    /// Whether the place has no places below it.
    fn is_leaf(&self, place: &str) -> bool {
        match self {
            Self::Json(value) => value.pointer(place).is_some_and(|value| !value.is_object() && !value.is_array()),
            Self::Form(_) | Self::Text(_) => true,
        }
    }

    /// The document with a card number as an additional member, name and value, of every object.
    fn with_strays(&self) -> Self {
        let mut changed = self.clone();
        match &mut changed {
            Self::Json(value) => add_strays(value),
            Self::Form(fields) => fields.push((CARD.to_owned(), CARD.to_owned())),
            Self::Text(text) => text.push_str(CARD),
        }
        changed
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Form(fields) => {
                form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
            }
            Self::Text(text) => text.clone().into_bytes(),
        }
    }

    /// Calls the visitor with the document with a card number, in every spelling, in every place; and with the given secrets
    /// in their places. The last document has canaries in all places that the visitor reported as readable.
    pub(crate) fn planted(&self, secrets: &[(String, String)], mut visit: impl FnMut(&Planted) -> bool) {
        let strays = self.with_strays();
        visit(&Planted { place: "a stray member".to_owned(), body: strays.to_bytes() });
        let mut all = strays;
        for place in self.places() {
            let own = secrets.iter().filter(|(name, _)| is_at(&place, name));
            let own: Vec<Value> = own.map(|(_, secret)| Value::from(secret.as_str())).collect();
            for canary in card_canaries(matches!(self, Self::Json(_))).chain(own) {
                let Some(document) = self.with(&place, &canary) else { continue };
                let one = Planted { place: format!("{place} = {canary}"), body: document.to_bytes() };
                if visit(&one) && self.is_leaf(&place) {
                    all = all.with(&place, &canary).unwrap_or(all);
                }
            }
        }
        let all = Planted { place: EVERYWHERE.to_owned(), body: all.to_bytes() };
        for one in truncated(&all) {
            visit(&one);
        }
        visit(&all);
    }
}

fn trimmed((name, value): (String, String)) -> (String, String) {
    (name.trim().to_owned(), value.trim().to_owned())
}

/// A place of this name: `token`, or with what is above it: `recurrent/token`.
fn is_at(place: &str, name: &str) -> bool {
    let named: Vec<&str> = place.split('/').filter(|part| part.parse::<usize>().is_err()).collect();
    named.join("/").ends_with(&format!("/{name}"))
}

/// A card number as a number, in groups within a sentence, and alone.
fn card_canaries(json: bool) -> impl Iterator<Item = Value> {
    let number = json.then(|| CARD.parse::<u64>().ok()).flatten().map(Value::from);
    let sentence = format!("card {} is bad", grouped_card());
    number.into_iter().chain([Value::from(sentence), Value::from(CARD)])
}

fn text_of(canary: &Value) -> String {
    canary.as_str().map_or_else(|| canary.to_string(), str::to_owned)
}

/// The document truncated by a broken connection, also within a canary.
fn truncated(whole: &Planted) -> Vec<Planted> {
    let length = whole.body.len();
    let first = whole.body.windows(CARD.len()).position(|part| part == CARD.as_bytes());
    let within = first.map(|place| place + RECOGNISED_DIGITS);
    let ends: BTreeSet<usize> =
        [length / 3, length * 2 / 3, length.saturating_sub(1)].into_iter().chain(within).collect();
    let cut = |end: usize| {
        let body = without_unrecognised_digits(whole.body.get(..end)?).to_vec();
        Some(Planted { place: format!("{EVERYWHERE}, up to byte {end}"), body })
    };
    ends.into_iter().filter_map(cut).collect()
}

/// The body without the beginning of a card number at its end that is too short to be recognised.
fn without_unrecognised_digits(body: &[u8]) -> &[u8] {
    let mut beginnings = (1..RECOGNISED_DIGITS).rev().filter_map(|digits| CARD.as_bytes().get(..digits));
    beginnings.find_map(|beginning| body.strip_suffix(beginning)).unwrap_or(body)
}

fn collect(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, format!("{place}/{}", name.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Value::Array(elements) => {
            for (number, element) in elements.iter().enumerate() {
                collect(element, format!("{place}/{number}"), places);
            }
        }
        _ => {}
    }
    // Where an object is expected, another kind may come.
    places.push(place);
}

fn add_strays(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(add_strays);
            stray_into(members);
        }
        Value::Array(elements) => elements.iter_mut().for_each(add_strays),
        _ => {}
    }
}

fn stray_into(members: &mut Map<String, Value>) {
    members.insert(CARD.to_owned(), Value::from(CARD));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_json_document_is_planted_in() {
        let document = Document::read(br#"{"a":{"b":[1,"x"]},"recurrent":{"token":"t"}}"#);
        assert_eq!(document.places(), ["/a/b/0", "/a/b/1", "/a/b", "/a", "/recurrent/token", "/recurrent", ""]);
        let secrets = [("recurrent/token".to_owned(), "canary".to_owned())];
        let mut planted = Vec::new();
        document.planted(&secrets, |one| {
            planted.push(one.clone());
            !one.place.starts_with("/a")
        });
        let bodies: Vec<String> = planted.iter().map(|one| String::from_utf8_lossy(&one.body).into_owned()).collect();
        assert!(bodies.contains(&format!(r#"{{"a":{{"b":[1,"{CARD}"]}},"recurrent":{{"token":"t"}}}}"#)));
        assert!(bodies.contains(&r#"{"a":{"b":[1,"x"]},"recurrent":{"token":"canary"}}"#.to_owned()));
        assert!(bodies.contains(&format!(r#"{{"a":{{"b":[{CARD},"x"]}},"recurrent":{{"token":"t"}}}}"#)));
        assert!(planted.iter().any(|one| one.place.starts_with("everywhere at once, up to")));
        let all = bodies.last().unwrap();
        assert!(all.contains(r#""b":[1,"x"]"#) && all.contains(r#""token":"canary""#), "{all}");
    }

    #[test]
    fn every_field_of_a_form_is_planted_in() {
        let document = Document::read(b"type=status\n&id=7\n");
        assert_eq!(document.places(), ["/type", "/id"]);
        let mut planted = Vec::new();
        document.planted(&[], |one| {
            planted.push(one.clone());
            true
        });
        assert!(planted.iter().any(|one| one.body == format!("type=status&id={CARD}").as_bytes()));
    }

    #[test]
    fn a_page_is_planted_in_as_a_whole() {
        let mut planted = Vec::new();
        Document::read(b"<html>no</html>").planted(&[], |one| {
            planted.push(one.clone());
            false
        });
        assert!(planted.iter().any(|one| one.body == CARD.as_bytes()));
        assert!(planted.iter().any(|one| one.body == format!("<html>no</html>{CARD}").as_bytes()));
    }
}

//! A test that no type repeats, in a serde error, the value it could not read.
//!
//! serde's own errors do: "invalid type: integer `4242424242424242`, expected a string" is the result of a configuration with
//! a numeric key and no quotes. Each type of a package that implements `Deserialize` has a row here, and is given values of
//! every kind, in several formats.
//!
//! ```
//! use payments_contract::serde_errors::SerdeErrors;
//! use payments_core::Secret;
//!
//! let mut errors = SerdeErrors::default();
//! errors.value::<Secret>("Secret");
//! errors.assert_no_values();
//! ```

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;

use serde::de::value::{Error as ValueError, MapDeserializer, SeqDeserializer, UnitDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::{Value, json};

/// The numbers that are given to types, and the digits that an error must not show.
const NUMBER: u64 = 7_777_777_777_777_777;
const FRACTION: f64 = 777_777.777;
const DIGITS: &str = "77777";

/// A word that no type accepts.
const WORD: &str = "canary";

/// The types of one package that can be read with serde.
#[derive(Debug, Default)]
pub struct SerdeErrors {
    rows: BTreeSet<&'static str>,
    shown: BTreeSet<String>,
    refusals: usize,
}

impl SerdeErrors {
    /// Adds a type that is one text, one number or one word.
    pub fn value<T: DeserializeOwned>(&mut self, name: &'static str) -> &mut Self {
        for found in values() {
            self.json::<T>(name, &found);
            self.cbor::<T>(name, &found);
        }
        self.in_memory::<T>(name);
        self.rows.insert(name);
        self
    }

    /// Adds a type that is an object, with an example in which every place is filled. Each place in turn gets a value of each
    /// kind. The object as a whole does not: derived code refuses such a value by itself, and the secrets of an object are in
    /// its members.
    ///
    /// # Panics
    ///
    /// The example cannot be read.
    pub fn object<T: DeserializeOwned>(&mut self, name: &'static str, example: &Value) -> &mut Self {
        let unreadable = T::deserialize(example).err().map(|error| error.to_string());
        assert_eq!(unreadable, None, "the example of {name}");
        for place in places(example, "") {
            for found in values() {
                let mut changed = example.clone();
                if let Some(member) = changed.pointer_mut(&place) {
                    *member = found;
                }
                self.json::<T>(&format!("{name} {place}"), &changed);
            }
        }
        self.rows.insert(name);
        self
    }

    fn json<T: DeserializeOwned>(&mut self, what: &str, found: &Value) {
        let text = found.to_string();
        self.note(what, serde_json::from_str::<T>(&text));
        self.note(what, serde_json::from_slice::<T>(text.as_bytes()));
        self.note(what, serde_json::from_value::<T>(found.clone()));
        self.note(what, T::deserialize(found));
    }

    /// A binary format. Its reader words some errors itself, too.
    fn cbor<T: DeserializeOwned>(&mut self, what: &str, found: &Value) {
        let mut bytes = Vec::new();
        let written = ciborium::into_writer(found, &mut bytes);
        assert!(written.is_ok(), "{found} cannot be written as CBOR");
        self.note(what, ciborium::from_reader::<T, _>(bytes.as_slice()));
    }

    /// Serde's own deserializers of values in memory, which leave the error to the type's visitor. Some of their kinds are
    /// not in JSON.
    fn in_memory<T: DeserializeOwned>(&mut self, what: &str) {
        let signed = i64::try_from(NUMBER).unwrap_or_default();
        self.value_of::<T, _>(what, NUMBER);
        self.value_of::<T, _>(what, -signed);
        self.value_of::<T, _>(what, u128::from(NUMBER));
        self.value_of::<T, _>(what, i128::from(-signed));
        self.value_of::<T, _>(what, FRACTION);
        self.value_of::<T, _>(what, true);
        self.value_of::<T, _>(what, WORD);
        self.value_of::<T, _>(what, WORD.as_bytes());
        self.note(what, T::deserialize(UnitDeserializer::<ValueError>::new()));
        self.note(what, T::deserialize(SeqDeserializer::<_, ValueError>::new([NUMBER, NUMBER].into_iter())));
        self.note(what, T::deserialize(MapDeserializer::<_, ValueError>::new([(WORD, NUMBER)].into_iter())));
    }

    fn value_of<T: DeserializeOwned, V: IntoDeserializer<'static, ValueError>>(&mut self, what: &str, found: V) {
        self.note(what, T::deserialize(found.into_deserializer()));
    }

    fn note<T, E: Debug + Display>(&mut self, what: &str, result: Result<T, E>) {
        let Err(error) = result else { return };
        self.refusals += 1;
        let words = format!("{error} {error:?}");
        if words.contains(DIGITS) || words.contains(WORD) {
            self.shown.insert(format!("{what}: {error}"));
        }
    }

    /// Checks against the listing of the public API that each type of this package with `Deserialize` has a row.
    ///
    /// # Panics
    ///
    /// A type has no row.
    pub fn assert_complete(&self, listing: &str) {
        let listing = fs::read_to_string(listing).unwrap_or_default();
        let types = readable_types(&listing);
        assert!(!types.is_empty(), "the listing names no type that can be read");
        let missing: Vec<_> = types.into_iter().filter(|name| !self.rows.contains(name)).collect();
        assert!(missing.is_empty(), "types without a row: {missing:?}");
    }

    /// Checks that no error repeats a value.
    ///
    /// # Panics
    ///
    /// An error repeats the value; or nothing was refused, so that nothing was checked.
    pub fn assert_no_values(&self) {
        assert!(self.refusals > 0, "nothing was refused");
        let shown: Vec<&str> = self.shown.iter().map(String::as_str).collect();
        assert!(shown.is_empty(), "{} errors show a value:\n{}", shown.len(), shown.join("\n"));
    }
}

/// A value of each kind.
fn values() -> [Value; 9] {
    [
        json!(NUMBER),
        json!(-7_777_777_777_777_777_i64),
        json!(FRACTION),
        json!(WORD),
        json!(true),
        Value::Null,
        json!([NUMBER]),
        json!({ WORD: NUMBER }),
        json!([{ WORD: WORD }, WORD]),
    ]
}

/// Every place of an object, as a JSON pointer.
fn places(value: &Value, place: &str) -> Vec<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(elements) => elements.iter().enumerate().map(|(at, element)| (at.to_string(), element)).collect(),
        _ => Vec::new(),
    };
    members
        .into_iter()
        .flat_map(|(name, member)| {
            let place = format!("{place}/{name}");
            let below = places(member, &place);
            std::iter::once(place).chain(below)
        })
        .collect()
}

/// The types that implement `Deserialize` according to a listing of `cargo xtask api`.
fn readable_types(listing: &str) -> BTreeSet<&str> {
    let implementations = listing.lines().filter_map(|line| line.split_once("::Deserialize<'de> for "));
    let paths = implementations.map(|(_, path)| path.split([' ', '<']).next().unwrap_or_default());
    paths.filter_map(|path| path.rsplit("::").next()).collect()
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use payments_core::json::{Json, List};
    use payments_core::{CardMask, Currency, Date, FlatFields, Hidden, ProviderText, Secret, Timestamp};
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Careless(#[expect(dead_code, reason = "read, never looked at")] String);

    #[derive(Debug, Deserialize)]
    struct Object {
        #[expect(dead_code, reason = "read, never looked at")]
        careful: Secret,
        #[expect(dead_code, reason = "read, never looked at")]
        careless: Option<bool>,
    }

    fn said(work: impl FnOnce()) -> String {
        let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("it passed");
        panic.downcast_ref::<String>().cloned().unwrap()
    }

    #[test]
    fn the_types_of_the_core_show_nothing() {
        let mut errors = SerdeErrors::default();
        errors
            .value::<CardMask>("CardMask")
            .value::<Currency>("Currency")
            .value::<Date>("Date")
            .value::<FlatFields>("FlatFields")
            .value::<Hidden<Secret>>("Hidden")
            .value::<Json>("Json")
            .value::<List<Secret>>("List")
            .value::<ProviderText>("ProviderText")
            .value::<Secret>("Secret")
            .value::<Timestamp>("Timestamp");
        errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/payments-core.txt"));
        errors.assert_no_values();
    }

    #[test]
    fn a_numeric_secret_gets_a_hint_about_quotes() {
        let expected = "invalid type: a number, expected a text (write it in quotes)";
        let text = serde_json::from_str::<Secret>("7777777777777777").unwrap_err().to_string();
        let value = serde_json::from_value::<Secret>(json!(NUMBER)).unwrap_err().to_string();
        assert_eq!((text, value), (format!("{expected} at line 1 column 16"), expected.to_owned()));
    }

    #[test]
    fn a_type_that_shows_the_refused_value_is_reported() {
        let mut errors = SerdeErrors::default();
        errors.value::<Careless>("Careless");
        let report = said(|| errors.assert_no_values());
        assert!(report.contains("Careless: invalid type: integer `7777777777777777`, expected a string"), "{report}");
        for kind in ["floating point `777777.777`", "integer `-7777777777777777`", "Semantic(None"] {
            assert!(report.contains(kind), "{kind}: {report}");
        }
        let mut errors = SerdeErrors::default();
        errors.object::<Object>("Object", &json!({"careful": "a", "careless": true}));
        let report = said(|| errors.assert_no_values());
        assert!(report.contains("Object /careless") && !report.contains("/careful"), "{report}");
    }

    #[test]
    fn a_type_without_a_row_is_reported() {
        let listing = "impl<'de> serde_core::de::Deserialize<'de> for acme::OrderId\n\
            pub fn acme::OrderId::deserialize<D>(D)\n\
            impl<'de> serde_core::de::Deserialize<'de> for acme::objects::Order where acme::Order: Default";
        assert_eq!(readable_types(listing), ["Order", "OrderId"].into());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acme.txt");
        fs::write(&path, listing).unwrap();
        let mut errors = SerdeErrors::default();
        errors.value::<Secret>("OrderId");
        let report = said(|| errors.assert_complete(path.to_str().unwrap()));
        assert_eq!(report, r#"types without a row: ["Order"]"#);
    }
}

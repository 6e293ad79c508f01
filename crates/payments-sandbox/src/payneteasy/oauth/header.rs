//! The header `Authorization: OAuth …`.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::percent::decode;

/// What the header says.
pub(super) struct Credentials {
    parameters: Vec<(String, String)>,
}

/// Why there are no credentials to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Missing,
    Damaged,
}

impl Credentials {
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, Unreadable> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = values.next().ok_or(Unreadable::Missing)?;
        if values.next().is_some() {
            return Err(Unreadable::Damaged);
        }
        value.to_str().ok().and_then(parse).map(|parameters| Self { parameters }).ok_or(Unreadable::Damaged)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What the signature covers: all but itself and the realm.
    pub(super) fn signed(&self) -> impl Iterator<Item = (&str, &str)> {
        let covered = |name: &str| name != "oauth_signature" && name != "realm";
        self.parameters
            .iter()
            .filter(move |(name, _)| covered(name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// `None` for anything that is not the scheme and a list of different names with quoted, escaped values.
fn parse(value: &str) -> Option<Vec<(String, String)>> {
    let (scheme, list) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("OAuth") {
        return None;
    }
    let mut parameters: Vec<(String, String)> = Vec::new();
    for item in list.split(',') {
        let (name, quoted) = item.trim().split_once('=')?;
        let value = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let (name, value) = (decode(name)?, decode(value)?);
        let repeated = parameters.iter().any(|(known, _)| *known == name);
        if repeated || name.is_empty() || value.contains('"') {
            return None;
        }
        parameters.push((name, value));
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_header_is_not_read() {
        let read = |text| parse(text).map(|parameters| parameters.len());
        assert_eq!(read(r#"OAuth realm="x", oauth_nonce="a%2Bb",oauth_version="1.0""#), Some(3));
        assert_eq!(read(r#"oauth oauth_nonce="""#), Some(1));
        for damaged in [
            "",
            "OAuth",
            "OAuth ",
            r#"Bearer oauth_nonce="a""#,
            "OAuth oauth_nonce=a",
            r#"OAuth oauth_nonce="a"#,
            r#"OAuth oauth_nonce=""#,
            r#"OAuth oauth_nonce="a%2""#,
            r#"OAuth oauth_nonce="a","#,
            r#"OAuth oauth_nonce="a" oauth_version="1.0""#,
            r#"OAuth oauth_nonce="a", oauth_nonce="a""#,
            r#"OAuth oauth_nonce="a", oauth%5Fnonce="b""#,
            r#"OAuth ="a""#,
        ] {
            assert_eq!(read(damaged), None, "{damaged}");
        }
    }
}

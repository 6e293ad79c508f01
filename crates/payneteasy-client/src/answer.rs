//! The gateway's answers: named values, written as a form with line feeds in it, or as one flat JSON object.

use payments_core::json::{self, DecodeError};
use payments_core::{CardMask, FormFields, Reply};
use url::form_urlencoded;

/// Reads an answer in either format. `None` where there is no `type`: a page, or nothing.
///
/// The content type does not tell: a good answer and the page that denies access are both `text/html`.
pub(crate) fn read(reply: &Reply) -> Option<FormFields> {
    read_any(reply).filter(|fields| fields.get("type").is_some())
}

/// Reads named values in either format, whatever they are.
pub(crate) fn read_any(reply: &Reply) -> Option<FormFields> {
    match reply.body.trim_ascii_start().first() {
        Some(b'{') => json::decode(&reply.body).ok(),
        _ => read_form(&reply.body),
    }
}

/// Reads `name=value` pairs, each followed by a line feed, several, or none.
///
/// The white space goes before the value is decoded: an encoded line feed belongs to the value and stays.
fn read_form(body: &[u8]) -> Option<FormFields> {
    let text = std::str::from_utf8(body).ok()?;
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    Some(pairs.filter_map(|(name, value)| decode_pair(name.trim(), value.trim())).collect())
}

fn decode_pair(name: &str, value: &str) -> Option<(String, String)> {
    let pair = form_urlencoded::parse(format!("{name}={value}").as_bytes()).into_owned().next();
    pair.filter(|(name, _)| !name.is_empty())
}

/// The fields of an answer that must have them.
pub(crate) struct Answer {
    fields: FormFields,
}

impl Answer {
    /// Reads an answer of one of these types.
    pub(crate) fn of_type(reply: &Reply, types: &[&str]) -> Result<Self, DecodeError> {
        let fields = read(reply).ok_or_else(|| DecodeError::new("type", "an answer without it"))?;
        let kind = fields.get("type").unwrap_or_default();
        if types.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
            return Ok(Self { fields });
        }
        Err(DecodeError::new("type", format!("expected {}", types.join(" or "))))
    }

    /// A field that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<&str, DecodeError> {
        self.optional(name).ok_or_else(|| DecodeError::new(name, "missing"))
    }

    /// A field, unless it is missing, empty or the word `null`.
    pub(crate) fn optional(&self, name: &str) -> Option<&str> {
        filled(&self.fields, name)
    }

    pub(crate) const fn fields(&self) -> &FormFields {
        &self.fields
    }

    pub(crate) fn into_fields(self) -> FormFields {
        self.fields
    }
}

/// A field, unless it is missing, empty or the word `null`, which the gateway writes for nothing.
pub(crate) fn filled<'a>(fields: &'a FormFields, name: &str) -> Option<&'a str> {
    fields.get(name).filter(|value| !value.is_empty() && *value != "null")
}

/// A card, from the fields with its first and its last digits.
pub(crate) fn card_mask(fields: &FormFields, first: &str, last: &str) -> Option<CardMask> {
    let last = filled(fields, last)?;
    Some(match filled(fields, first) {
        Some(first) => CardMask::new(format!("{first}******{last}")),
        None => CardMask::new(last),
    })
}

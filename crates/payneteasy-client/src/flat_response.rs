//! Decoding of the gateway's responses: a form with line feeds in it, or a flat JSON object.

use payments_core::json::{self, DecodeError};
use payments_core::{CardMask, FlatFields, RawResponse, check_echo};

use crate::order::{ClientOrderId, OrderId};

/// Reads a response in either format. `None` for anything else: an HTML page, or an empty body.
///
/// The content type does not help: a valid response and the page that denies access are both `text/html`. A form without a
/// `type` may be any text with an equals sign in it; a JSON object may have no `type`, as the gateway's own examples show.
pub(crate) fn read(response: &RawResponse) -> Option<FlatFields> {
    read_any(response).filter(|fields| is_json(response) || is_whole_form(response) && fields.get("type").is_some())
}

/// Reads fields in either format, whatever they mean, as far as they arrived.
pub(crate) fn read_any(response: &RawResponse) -> Option<FlatFields> {
    if is_json(response) { json::decode(&response.body).ok() } else { read_form(&response.body) }
}

/// Whether the response is, or begins like, a JSON object.
pub(crate) fn is_json(response: &RawResponse) -> bool {
    let body = response.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&response.body);
    body.trim_ascii_start().starts_with(b"{")
}

/// Whether a form is provably complete: the response has a length, or ends with the line feed that follows every value.
/// Otherwise a lost connection could cut `paynet-order-id=39915` down to another order's number unnoticed.
fn is_whole_form(response: &RawResponse) -> bool {
    response.is_delimited() || response.body.ends_with(b"\n")
}

/// Reads `name=value` pairs, each followed by a line feed, several, or none.
///
/// White space is dropped before the value is decoded: an encoded line feed belongs to the value and stays.
fn read_form(body: &[u8]) -> Option<FlatFields> {
    let text = std::str::from_utf8(body).ok()?;
    let mut form = String::with_capacity(text.len() + 1);
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        form.extend([name.trim(), "=", value.trim(), "&"]);
    }
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&form).ok()?;
    Some(pairs.into_iter().filter(|(name, _)| !name.is_empty()).collect())
}

/// The fields that decide what a response means and which order it is about.
const DECIDING: [&str; 5] = ["type", "status", "merchant-order-id", "paynet-order-id", "transaction-type"];

/// Whether a field appears more than once.
pub(crate) fn appears_twice(fields: &FlatFields, name: &str) -> bool {
    fields.iter().filter(|(candidate, _)| *candidate == name).nth(1).is_some()
}

/// The fields of a response of an expected type.
pub(crate) struct FlatResponse {
    fields: FlatFields,
}

impl FlatResponse {
    /// Reads a response of one of these types. In JSON the type may be missing; then one of these members is required.
    pub(crate) fn of_type(response: &RawResponse, types: &[&str], members: &[&str]) -> Result<Self, DecodeError> {
        let fields = read(response).ok_or_else(|| DecodeError::new("type", "missing"))?;
        // Which of two values counts is unknown.
        if let Some(name) = DECIDING.into_iter().find(|name| appears_twice(&fields, name)) {
            return Err(DecodeError::new(name, "appears twice"));
        }
        let is_expected = match non_empty(&fields, "type") {
            Some(kind) => types.iter().any(|known| kind.eq_ignore_ascii_case(known)),
            None => members.iter().any(|member| non_empty(&fields, member).is_some()),
        };
        if is_expected {
            return Ok(Self { fields });
        }
        Err(DecodeError::new("type", format!("expected {}", types.join(" or "))))
    }

    /// Compares the response with the request: both must be about the same order.
    pub(crate) fn check_order(&self, own: &ClientOrderId, gateways: Option<&OrderId>) -> Result<(), DecodeError> {
        // White space around a number is not sent, so it does not come back.
        check_echo("merchant-order-id", own.as_str().trim(), self.optional("merchant-order-id"))?;
        match gateways {
            Some(asked) => check_echo("paynet-order-id", asked.as_str().trim(), self.optional("paynet-order-id")),
            None => Ok(()),
        }
    }

    /// A required field.
    pub(crate) fn required(&self, name: &str) -> Result<&str, DecodeError> {
        self.optional(name).ok_or_else(|| DecodeError::new(name, "missing"))
    }

    /// A field, unless it is missing, empty or the text `null`.
    pub(crate) fn optional(&self, name: &str) -> Option<&str> {
        non_empty(&self.fields, name)
    }

    pub(crate) const fn fields(&self) -> &FlatFields {
        &self.fields
    }

    pub(crate) fn into_fields(self) -> FlatFields {
        self.fields
    }
}

/// A field, unless it is missing, empty or the text `null`, which the gateway sends for a missing value.
pub(crate) fn non_empty<'a>(fields: &'a FlatFields, name: &str) -> Option<&'a str> {
    fields.get(name).filter(|value| !value.is_empty() && *value != "null")
}

/// A card mask, from the fields with its first and last digits.
pub(crate) fn card_mask(fields: &FlatFields, first: &str, last: &str) -> Option<CardMask> {
    let last = non_empty(fields, last)?;
    Some(match non_empty(fields, first) {
        Some(first) => CardMask::new(format!("{first}******{last}")),
        None => CardMask::new(last),
    })
}

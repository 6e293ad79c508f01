//! What requests of all areas share: an empty body and the rules of texts.

use payments_core::{Body, InvalidField};

/// An empty body, with the content type that Kvell lists among the headers of every request, GET included.
pub(crate) fn no_body() -> Body {
    Body::new("application/json", Vec::new())
}

/// Checks a text that is part of an address and a signature: not empty, no control characters.
pub(crate) fn check_text(field: &'static str, text: &str) -> Result<(), InvalidField> {
    if text.is_empty() {
        return Err(InvalidField::new(field, "must not be empty"));
    }
    if text.chars().any(char::is_control) {
        return Err(InvalidField::new(field, "must not hold control characters"));
    }
    Ok(())
}

//! What requests of all areas share: an empty body and the rules of texts and amounts.

use payments_core::__private::JsonForm;
use payments_core::{Body, Currency, InvalidField, Money};

/// An empty body, with the content type that Kvell lists among the headers of every request, GET included.
pub(crate) fn no_body() -> Body {
    Body::new("application/json", Vec::new())
}

/// The rule of a text that may be part of an address and a signature: not empty, no control characters.
pub(crate) fn check_text(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("must not be empty");
    }
    if text.chars().any(char::is_control) {
        return Err("must not hold control characters");
    }
    Ok(())
}

/// Checks a value of an address or a form by the rule of its kind.
pub(crate) fn check_value(field: &'static str, value: &impl JsonForm) -> Result<(), InvalidField> {
    value.check().map_err(|error| error.named(field))
}

/// Checks that an amount is in roubles, the only currency Kvell has.
pub(crate) fn check_roubles(amount: &Money) -> Result<(), InvalidField> {
    InvalidField::unless(*amount.currency() == Currency::RUB, "amount", "must be roubles")
}

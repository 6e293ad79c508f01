//! Endpoints, one per file: the request, its rules, the response, and how it is sent.

use payments_core::{Body, EndpointInfo, InvalidField};

/// Declares each endpoint once, as a module, as exports and in the registry.
macro_rules! endpoints {
    ($($module:ident::{$request:ident $(, $answer:ident)*}),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::{$request $(, $answer)*};)*

        /// Every endpoint of this crate, as data. The form is not among them: a browser opens it.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo::of::<$request>()),*];
    };
}

endpoints! {
    bank_list::{BankList, Bank},
    card_by_transaction::{CardByTransaction},
    order_by_transaction::{OrderByTransaction, Order},
}

/// An empty body, with the content type that Kvell lists among the headers of every request, GET included.
fn no_body() -> Body {
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

//! One file per endpoint: the request, its rules, and the declaration of how it is called.

use payments_core::{Body, EndpointInfo, InvalidField};

/// Lists the endpoints once: as modules, as exports and as the registry.
macro_rules! endpoints {
    ($($module:ident::{$request:ident $(, $answer:ident)*}),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::{$request $(, $answer)*};)*

        /// Every endpoint of this crate, as data. The form is none of them: a browser opens it.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo::of::<$request>()),*];
    };
}

endpoints! {
    bank_list::{BankList, Bank},
    card_by_transaction::{CardByTransaction},
    order_by_transaction::{OrderByTransaction, Order},
}

/// Nothing, under the content type that Kvell lists among the headers of every call, GET included.
fn no_body() -> Body {
    Body::new("application/json", Vec::new())
}

/// What stands in an address and in a signature holds something, and nothing that cannot be seen.
pub(crate) fn check_text(field: &'static str, text: &str) -> Result<(), InvalidField> {
    if text.is_empty() {
        return Err(InvalidField::new(field, "must not be empty"));
    }
    if text.chars().any(char::is_control) {
        return Err(InvalidField::new(field, "must not hold control characters"));
    }
    Ok(())
}

//! Tokens that are secrets, and the object in which the bank takes one.

use payments_core::__private::JsonForm;
use payments_core::InvalidField;
use serde::Serialize;

/// Declares the type of a token that is a secret: wiped when dropped, redacted in `Debug`, compared in constant time.
macro_rules! secret_token {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        ///
        /// It is wiped when dropped, and redacted in `Debug`.
        #[derive(Clone, Debug, PartialEq, Eq, ::serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(::payments_core::Secret);

        impl $name {
            /// Wraps a token from your storage.
            pub fn new(token: impl Into<String>) -> Self {
                Self(::payments_core::Secret::new(token))
            }

            /// The token, to be stored as a secret. Do not log it.
            pub fn expose(&self) -> &str {
                self.0.expose()
            }
        }

        impl ::payments_core::__private::JsonForm for $name {
            fn check(&self) -> Result<(), ::payments_core::InvalidField> {
                ::payments_core::check_length("", self.expose(), usize::MAX)
            }

            fn json_form(&self) -> impl ::serde::Serialize {
                self.expose()
            }
        }
    };
}

pub(crate) use secret_token;

/// Writes `{"token": "…"}`, the object that names a token.
pub(crate) fn in_object(token: &impl JsonForm) -> impl Serialize {
    #[derive(Serialize)]
    struct Object<T> {
        token: T,
    }

    Object { token: token.json_form() }
}

/// Checks a token that is sent in the object of this name.
pub(crate) fn check_in_object(name: &'static str, token: &impl JsonForm) -> Result<(), InvalidField> {
    token.check().map_err(|error| error.within("token").within(name))
}

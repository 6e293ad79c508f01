//! Identifiers.

/// Declares a newtype for an identifier: an opaque text that cannot be passed where another identifier belongs.
///
/// An identifier is meant to be stored, logged and searched for, so its `Display` is the text unchanged. `Debug`, which
/// prints whole requests and responses, is [scrubbed](crate::scrub), in case orders are numbered by cards. A value that
/// can charge a card by itself is not an identifier but a [`Secret`](crate::Secret).
///
/// ```
/// payments_core::identifier! {
///     /// Identifies an order.
///     pub struct OrderId;
/// }
///
/// let order = OrderId::new("1795878432183");
/// assert_eq!((order.as_str(), order.to_string()), ("1795878432183", "1795878432183".to_owned()));
/// assert_eq!(format!("{order:?}"), "OrderId(*********2183)");
/// ```
///
/// A rule may follow the name, `pub struct OrderId: is_order_id;`, a `fn(&str) -> Result<(), impl Into<Cow<'static, str>>>`. It
/// is checked where a form sends the identifier, not where one is made: what the provider wrote is kept, whatever it is.
#[macro_export]
macro_rules! identifier {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident $(: $check:path)?;) => {
        $(#[$meta])*
        ///
        /// `Display` is the text unchanged. `Debug` hides all but the last four of 13 or more digits in a row.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility struct $name(::std::boxed::Box<str>);

        impl $name {
            /// Wraps the text unchanged.
            pub fn new(text: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(text.into().into_boxed_str())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(formatter, "{}({})", stringify!($name), $crate::scrub(&self.0))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl $crate::json::Lenient for $name {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                $crate::json::non_empty(deserializer)
            }
        }

        impl $crate::__private::FormText for $name {
            $(fn check(&self) -> ::core::result::Result<(), $crate::InvalidField> {
                $check(self.as_str()).map_err(|rule| $crate::InvalidField::new("", rule))
            })?

            fn form_text(&self) -> ::std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_word(deserializer)
            }
        }
    };
}

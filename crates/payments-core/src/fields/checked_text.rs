//! Kinds of text with a rule.

/// Declares a kind of text with a rule, which is checked when a value is made: one that exists keeps it.
///
/// The error names the kind; where the value is put into a request, it names the field instead. So a rule is worded to follow
/// either: it says what the text must be like, not the kind again. `Debug` does not show the text: it may be personal, or open
/// something.
///
/// ```
/// use payments_core::{InvalidField, checked_text};
///
/// checked_text! {
///     /// The number of a parking space: letters and digits.
///     pub struct ParkingSpace: "parking space", is_plain;
/// }
///
/// fn is_plain(text: &str) -> Result<(), &'static str> {
///     let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
///     if plain { Ok(()) } else { Err("must be letters and digits") }
/// }
///
/// assert_eq!(ParkingSpace::new("B7")?.as_str(), "B7");
/// assert_eq!(format!("{:?}", ParkingSpace::new("B7")?), "ParkingSpace([hidden])");
/// assert_eq!(ParkingSpace::new("B 7").unwrap_err().to_string(), "parking space must be letters and digits");
/// # Ok::<(), InvalidField>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! checked_text {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident: $kind:literal, $check:path;) => {
        $(#[$meta])*
        ///
        /// `Debug` does not show it.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility struct $name(::std::boxed::Box<str>);

        impl $name {
            /// Checks the text, and keeps it unchanged.
            ///
            /// # Errors
            ///
            #[doc = concat!("The text breaks the rule; the error names it \"", $kind, "\" and does not repeat it.")]
            pub fn new(text: impl ::core::convert::Into<::std::string::String>) -> ::core::result::Result<Self, $crate::InvalidField> {
                let text = text.into();
                $check(&text).map_err(|rule| $crate::InvalidField::new($kind, rule))?;
                Ok(Self(text.into_boxed_str()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "([hidden])"))
            }
        }

        $crate::checked_text! {
            @from $name, &str, ::std::string::String, &::std::string::String, ::std::borrow::Cow<'_, str>, ::std::boxed::Box<str>
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::InvalidField;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::InvalidField> {
                Self::new(text)
            }
        }

        impl ::core::convert::From<$name> for $crate::Hidden<::std::string::String> {
            fn from(value: $name) -> Self {
                Self::new(value.0.into_string())
            }
        }

        impl $crate::__private::JsonForm for $name {
            fn json_form(&self) -> impl $crate::__private::serde::Serialize {
                self.as_str()
            }
        }

        impl $crate::__private::FormText for $name {
            fn form_text(&self) -> ::std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }
    };

    (@from $name:ident, $($text:ty),+) => {
        $(impl ::core::convert::TryFrom<$text> for $name {
            type Error = $crate::InvalidField;

            fn try_from(text: $text) -> ::core::result::Result<Self, $crate::InvalidField> {
                Self::new(text)
            }
        })+
    };
}

//! `Debug` of errors, which is printed by `unwrap` and by a `main` that returns an error.

use std::error::Error;
use std::fmt;

use crate::scrub::scrub;

/// Writes the error's name, its sentence, and those causes that the sentence does not contain already.
///
/// The causes may come from any library, so they are scrubbed, within the sentence too. Control characters become
/// spaces, which prevents log forging.
pub fn debug_error(formatter: &mut fmt::Formatter<'_>, name: &str, error: &dyn Error) -> fmt::Result {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        let clean = scrub(&words);
        if sentence.contains(&words) {
            sentence = sentence.replace(&words, &clean);
        } else {
            sentence.push_str(": ");
            sentence.push_str(&clean);
        }
        cause = error.source();
    }
    write!(formatter, "{name}({})", sentence.replace(char::is_control, " "))
}

/// Implements `Debug` for errors as a sentence: `KeyError(the key is empty: …)`.
///
/// `#[derive(Debug)]` would print only `Error: Empty` when `main` returns the error.
#[doc(hidden)]
#[macro_export]
macro_rules! debug_as_sentence {
    ($($name:ident),+ $(,)?) => {$(
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_error(formatter, ::core::stringify!($name), self)
            }
        }
    )+};
}

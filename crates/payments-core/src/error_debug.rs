//! `Debug` of errors: `main` that returns an error prints it, and so does `unwrap`.

use std::error::Error;
use std::fmt;

use crate::scrub::scrub;

/// Writes the error's name and sentence, and of its causes those that the sentence does not tell already.
///
/// The causes may be anybody's, so they are scrubbed, within the sentence too. Control characters become spaces: nobody forges a
/// log line.
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

/// Implements `Debug` for errors as their sentence: `KeyError(the key is empty: …)`.
///
/// What `#[derive(Debug)]` writes, `Error: Empty`, is all that those see whose `main` returns the error.
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

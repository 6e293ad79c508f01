//! `Debug` of errors: `main` that returns an error prints it, and so does `unwrap`.

use std::error::Error;
use std::fmt;

/// Writes the error's name and sentence, and of its causes those that the sentence does not tell already.
pub(crate) fn debug_error(formatter: &mut fmt::Formatter<'_>, name: &str, error: &dyn Error) -> fmt::Result {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !sentence.contains(&words) {
            sentence.push_str(": ");
            sentence.push_str(&words);
        }
        cause = error.source();
    }
    write!(formatter, "{name}({sentence})")
}

/// Implements `Debug` for an error as its sentence.
macro_rules! debug_as_sentence {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error_debug::debug_error(formatter, stringify!($name), self)
            }
        }
    };
}

pub(crate) use debug_as_sentence;

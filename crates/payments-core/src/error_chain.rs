//! An error and its causes as one sentence.

use std::error::Error;
use std::fmt;

/// Prints an error and its causes in one sentence. A cause that the text before it already ends with is not printed
/// twice.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sentence = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let words = error.to_string();
            if !sentence.ends_with(&words) {
                sentence.push_str(": ");
                sentence.push_str(&words);
            }
            cause = error.source();
        }
        formatter.write_str(&sentence)
    }
}

//! Secret text.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroize as _;

use crate::constant_time::equal_in_constant_time;
use crate::serde_error::read_text;

/// A secret text: a token, a shared key, a password.
///
/// It is wiped from memory when dropped, prints as `[secret]`, and is readable only through [`expose`](Self::expose).
/// Comparison is constant-time: its duration reveals only whether the lengths are equal.
///
/// ```
/// use payments_core::Secret;
///
/// let token = Secret::new("c2f5a1");
/// assert_eq!(format!("{token:?}"), "[secret]");
/// assert_eq!(token.expose(), "c2f5a1");
/// assert!(token == Secret::new("c2f5a1"));
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Wraps a secret string.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The secret text. Do not log it, and do not keep copies of it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        equal_in_constant_time(self.expose().as_bytes(), other.expose().as_bytes())
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

/// Accepts only a string: a number has lost its leading zeros, and perhaps its last digits. The error asks for quotes,
/// and does not repeat the value.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text (write it in quotes)").map(Self::new)
    }
}

/// More stack than a hash function and its callers use, even in an unoptimised build.
const STACK: usize = 8 * 1024;

/// Runs a function, then overwrites the stack memory it used: hash functions leave their input there.
pub fn with_wiped_stack<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    overwrite_stack();
    result
}

#[inline(never)]
fn in_a_frame_of_its_own<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite_stack() {
    let mut space = [0xFF_u8; STACK];
    space.zeroize();
}

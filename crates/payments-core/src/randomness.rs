//! Where random bytes come from.

use std::fmt::Write as _;

/// A source of unpredictable bytes: for keys, nonces and order ids. Replace it in tests.
pub trait Randomness: Send + Sync + 'static {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// The source is not available; nothing may be sent then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError>;
}

/// The source gave no random bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("the source of randomness gave no bytes")]
#[non_exhaustive]
pub struct RandomnessError;

impl RandomnessError {
    /// The error, for a source of your own.
    pub const fn new() -> Self {
        Self
    }
}

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        getrandom::fill(bytes).map_err(|_| RandomnessError)
    }
}

/// A random UUID (version 4, RFC 9562) in its usual form, `f47ac10b-58cc-4372-a567-0e02b2c3d479`.
///
/// # Errors
///
/// The source is not available.
pub fn random_uuid(randomness: &dyn Randomness) -> Result<String, RandomnessError> {
    let mut bytes = [0_u8; 16];
    randomness.fill(&mut bytes)?;
    let mut uuid = String::with_capacity(36);
    for (place, byte) in bytes.into_iter().enumerate() {
        let byte = match place {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => byte,
        };
        if matches!(place, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        // Writing to a string cannot fail.
        let _ = write!(uuid, "{byte:02x}");
    }
    Ok(uuid)
}

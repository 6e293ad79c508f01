//! Sources of random bytes.

use crate::hex::to_hex;

/// A source of unpredictable bytes: for keys, nonces and order ids. Replace it in tests.
pub trait Randomness: Send + Sync + 'static {
    /// Fills `bytes` with random bytes.
    ///
    /// # Errors
    ///
    /// The source is not available; the caller must send nothing.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError>;
}

/// Error: the source of randomness returned no bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq, thiserror::Error)]
#[error("the source of randomness gave no bytes")]
#[non_exhaustive]
pub struct RandomnessError;

crate::debug_as_sentence!(RandomnessError);

impl RandomnessError {
    /// Creates the error, for a custom source.
    pub const fn new() -> Self {
        Self
    }
}

/// The operating system's source of random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        getrandom::getrandom(bytes).map_err(|_| RandomnessError)
    }
}

/// Creates a random UUID (version 4, RFC 9562) in its usual form, `f47ac10b-58cc-4372-a567-0e02b2c3d479`.
///
/// # Errors
///
/// The source is not available.
pub fn random_uuid(randomness: &dyn Randomness) -> Result<String, RandomnessError> {
    let mut bytes = [0_u8; 16];
    randomness.fill(&mut bytes)?;
    // The version and the variant are at fixed positions.
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut uuid = to_hex(&bytes);
    for place in [20, 16, 12, 8] {
        uuid.insert(place, '-');
    }
    Ok(uuid)
}

//! Secrets made at run time, so that they are in memory only where the code under test puts them.

use payments_core::{Randomness as _, SystemRandomness};

/// The mask for stored secrets (XOR), so that the search does not find its own copy.
pub(super) const MASK: u8 = 0xA5;

/// A secret that is stored masked, so that it cannot be found in memory until it is revealed.
#[derive(Debug)]
pub struct Canary {
    masked: Vec<u8>,
}

impl Canary {
    /// A card number of this many digits, with a correct check digit and of no issuer.
    ///
    /// # Panics
    ///
    /// The system has no randomness.
    pub fn card(length: usize) -> Self {
        let mut masked: Vec<u8> = random(length).iter().map(|byte| (b'0' + byte % 10) ^ MASK).collect();
        masked.iter_mut().take(3).for_each(|digit| *digit = b'9' ^ MASK);
        let mut sum = 0;
        for (place, digit) in masked.iter().rev().enumerate().skip(1) {
            let digit = u32::from((digit ^ MASK) - b'0');
            sum += if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 };
        }
        if let Some(check) = masked.last_mut() {
            *check = (b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or_default()) ^ MASK;
        }
        Self { masked }
    }

    /// A text of this many letters.
    ///
    /// # Panics
    ///
    /// The system has no randomness.
    pub fn text(length: usize) -> Self {
        Self { masked: random(length).iter().map(|byte| (b'a' + byte % 26) ^ MASK).collect() }
    }

    /// Wraps an existing secret, which the caller then wipes.
    pub fn of(secret: &[u8]) -> Self {
        Self { masked: secret.iter().map(|byte| byte ^ MASK).collect() }
    }

    /// The secret itself, in a buffer of exactly its size. The caller must wipe it.
    ///
    /// # Panics
    ///
    /// It is not UTF-8.
    pub fn reveal(&self) -> String {
        let bytes: Vec<u8> = self.masked.iter().map(|byte| byte ^ MASK).collect();
        String::from_utf8(bytes).unwrap_or_else(|_| panic!("it is no text"))
    }

    /// The masked secret.
    pub(super) fn masked(&self) -> &[u8] {
        &self.masked
    }
}

fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let filled = SystemRandomness.fill(&mut bytes);
    assert!(filled.is_ok(), "there is no randomness");
    bytes
}

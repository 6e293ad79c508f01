//! Secrets made at run time, so that they are in memory only where the code under test has put them.

use payments_core::{Randomness as _, SystemRandomness};

/// What is kept of a secret is XOR-ed with this, so that the search does not find itself.
pub(super) const MASK: u8 = 0xA5;

/// A secret, kept so that it cannot be found in memory until it is revealed.
#[derive(Debug)]
pub struct Canary {
    masked: Vec<u8>,
}

impl Canary {
    /// A card number of so many digits, with a correct check digit and of no issuer.
    ///
    /// # Panics
    ///
    /// There is no randomness.
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

    /// A text of so many letters.
    ///
    /// # Panics
    ///
    /// There is no randomness.
    pub fn text(length: usize) -> Self {
        Self { masked: random(length).iter().map(|byte| (b'a' + byte % 26) ^ MASK).collect() }
    }

    /// Something that exists already, which the caller then wipes.
    pub fn of(secret: &[u8]) -> Self {
        Self { masked: secret.iter().map(|byte| byte ^ MASK).collect() }
    }

    /// The secret itself, in a buffer of exactly its size. Whoever gets it wipes it.
    ///
    /// # Panics
    ///
    /// It is no text.
    pub fn reveal(&self) -> String {
        let bytes: Vec<u8> = self.masked.iter().map(|byte| byte ^ MASK).collect();
        String::from_utf8(bytes).unwrap_or_else(|_| panic!("it is no text"))
    }

    /// The secret as it is kept.
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

//! RSA by `ring`.

use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};

use super::{SigningKey, VerifyingKey};
use crate::signing::key_format::{PrivateParts, PublicParts};
use crate::signing::{KeyError, RsaBackend, SignError};

pub(super) const MAXIMUM_SIGNING_BITS: usize = 4096;
pub(super) const MAXIMUM_VERIFYING_BITS: usize = 8192;
/// ring requires primes whose length is a multiple of 512 bits.
const STEP_OF_SIGNING_BITS: usize = 1024;

pub(super) struct PrivateKey(KeyPair);

impl PrivateKey {
    /// Checks `n = p * q` and `1/q mod p`; the trial signature checks the exponents.
    pub(super) fn new(key: &PrivateParts<'_>) -> Result<Self, KeyError> {
        let bits = key.public.bits();
        if !bits.is_multiple_of(STEP_OF_SIGNING_BITS) {
            return Err(KeyError::UnsupportedSize {
                bits,
                accepted: "2048, 3072 or 4096 bits",
                backend: RsaBackend::Ring.name(),
            });
        }
        let key = KeyPair::from_der(key.pkcs1).map_err(|_| KeyError::Inconsistent)?;
        Ok(Self(key))
    }
}

impl SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignError::new("ring refused to sign"))?;
        Ok(signature)
    }
}

/// ring has no public type for a prepared public key; the numbers are still read only once.
pub(super) struct PublicKey(PublicKeyComponents<Vec<u8>>);

impl PublicKey {
    #[expect(clippy::unnecessary_wraps, reason = "the backends look alike, and others may refuse a key here")]
    pub(super) fn new(key: &PublicParts<'_>) -> Result<Self, KeyError> {
        Ok(Self(PublicKeyComponents { n: key.n.to_vec(), e: key.e.to_vec() }))
    }
}

impl VerifyingKey for PublicKey {
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }
}

//! RSA by `rsa`, in pure Rust.
//!
//! RUSTSEC-2023-0071 has no fixed release, so every signature is blinded. `Debug` of `RsaPrivateKey` prints the key, so
//! the type never leaves this file.

use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::rand_core::{OsRng, RngCore as _};
use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest as _, Sha256};

use super::{SigningKey, VerifyingKey};
use crate::signing::key_format::{PrivateParts, PublicParts};
use crate::signing::{KeyError, SignError};

/// The crate sets no limit of its own for private keys.
pub(super) const MAXIMUM_SIGNING_BITS: usize = 8192;
pub(super) const MAXIMUM_VERIFYING_BITS: usize = 8192;

pub(super) struct PrivateKey(RsaPrivateKey);

impl PrivateKey {
    /// Checks `n = p * q` and `d * e = 1`, and computes the other numbers itself.
    pub(super) fn new(key: &PrivateParts<'_>) -> Result<Self, KeyError> {
        let key = RsaPrivateKey::from_pkcs1_der(key.pkcs1).map_err(|_| KeyError::Inconsistent)?;
        Ok(Self(key))
    }
}

impl SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        // The blinding below would panic if the system had no random numbers; this returns an error instead.
        OsRng.try_fill_bytes(&mut [0]).map_err(SignError::new)?;
        self.0
            .sign_with_rng(&mut OsRng, Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
            .map_err(|_| SignError::new("rsa refused to sign"))
    }
}

pub(super) struct PublicKey(RsaPublicKey);

impl PublicKey {
    pub(super) fn new(key: &PublicParts<'_>) -> Result<Self, KeyError> {
        let n = BigUint::from_bytes_be(key.n);
        let e = BigUint::from_bytes_be(key.e);
        let key = RsaPublicKey::new_with_max_size(n, e, MAXIMUM_VERIFYING_BITS).map_err(|_| KeyError::Inconsistent)?;
        Ok(Self(key))
    }
}

impl VerifyingKey for PublicKey {
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature).is_ok()
    }
}

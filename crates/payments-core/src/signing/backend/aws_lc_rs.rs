//! RSA by `aws-lc-rs`.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaPublicKeyComponents};

use super::{SigningKey, VerifyingKey};
use crate::signing::key_format::{PrivateParts, PublicParts};
use crate::signing::{KeyError, SignError};

pub(super) const MAXIMUM_SIGNING_BITS: usize = 8192;
pub(super) const MAXIMUM_VERIFYING_BITS: usize = 8192;

pub(super) struct PrivateKey(KeyPair);

impl PrivateKey {
    /// Checks all relations between the numbers.
    pub(super) fn new(key: &PrivateParts<'_>) -> Result<Self, KeyError> {
        let key = KeyPair::from_der(key.pkcs1).map_err(|_| KeyError::Inconsistent)?;
        Ok(Self(key))
    }
}

impl SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignError::new("aws-lc-rs refused to sign"))?;
        Ok(signature)
    }
}

pub(super) struct PublicKey(ParsedPublicKey);

impl PublicKey {
    pub(super) fn new(key: &PublicParts<'_>) -> Result<Self, KeyError> {
        let components = RsaPublicKeyComponents { n: key.n, e: key.e };
        let key = components.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).map_err(|_| KeyError::Inconsistent)?;
        Ok(Self(key))
    }
}

impl VerifyingKey for PublicKey {
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(message, signature).is_ok()
    }
}

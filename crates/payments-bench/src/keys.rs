//! RSA keys, made anew in every run.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use payments_core::signing::RsaSigner;

use crate::Failure;

/// One key, for the crates and for what they are measured against.
pub struct Key {
    pair: KeyPair,
    pkcs8: Vec<u8>,
}

impl Key {
    /// A key of 2048 bits.
    pub fn rsa2048() -> Result<Self, Failure> {
        Self::new(KeySize::Rsa2048)
    }

    /// A key of 4096 bits.
    pub fn rsa4096() -> Result<Self, Failure> {
        Self::new(KeySize::Rsa4096)
    }

    fn new(size: KeySize) -> Result<Self, Failure> {
        let pair = KeyPair::generate(size)?;
        let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair)?.as_ref().to_vec();
        Ok(Self { pair, pkcs8 })
    }

    /// The crates' signer with this key.
    pub fn signer(&self) -> Result<RsaSigner, Failure> {
        Ok(RsaSigner::from_der(&self.pkcs8)?)
    }

    /// The bare signature, without any of the crates.
    pub fn sign_bare(&self, message: &[u8], signature: &mut [u8]) -> Result<(), Failure> {
        Ok(self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, signature)?)
    }

    /// Bytes of a signature.
    pub fn signature_len(&self) -> usize {
        self.pair.public_modulus_len()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Key").field("bytes", &self.signature_len()).finish_non_exhaustive()
    }
}

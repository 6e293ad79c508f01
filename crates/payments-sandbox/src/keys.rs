//! RSA keys of a published seed, written as PEM, used to verify the client and to sign as the provider.
//!
//! They open nothing: the sandbox holds no money, and anyone can compute them from this file. In return a sandbox starts
//! at once, and always with the same keys.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest as _, Sha256};

use crate::random::Random;

/// What every key and credential is derived from.
pub(crate) const SEED: [u8; 32] = *b"payments-sandbox: opens nothing.";

/// Half of 2048 bits.
const PRIME_BYTES: usize = 128;
const EXPONENT: u32 = 65537;

/// A key pair of the published seed: its name, and how far its primes are from the numbers that the seed gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    name: &'static str,
    /// In steps of two; found once by a search, which is what takes long in making a key.
    distances: [u32; 2],
}

/// The partner of Bank 131.
pub(crate) const PARTNER: Published = Published { name: "bank131 partner", distances: [502, 964] };
/// Bank 131 itself.
pub(crate) const BANK: Published = Published { name: "bank131 bank", distances: [6, 30] };
/// The merchant of PaynetEasy.
pub(crate) const MERCHANT: Published = Published { name: "payneteasy merchant", distances: [658, 85] };
/// The store of Kvell.
pub(crate) const STORE: Published = Published { name: "kvell store", distances: [330, 180] };

/// All of them.
pub(crate) const PUBLISHED: [Published; 4] = [PARTNER, BANK, MERCHANT, STORE];

impl Published {
    fn prime(self, factor: &str, distance: u32) -> BigUint {
        let seed = Sha256::new().chain_update(SEED).chain_update(format!("{} {factor}", self.name)).finalize();
        let mut bytes = Random::new(seed.into()).bytes::<PRIME_BYTES>();
        // So large that the product has 2048 bits, and odd.
        bytes[0] |= 0b1100_0000;
        bytes[PRIME_BYTES - 1] |= 1;
        BigUint::from_bytes_be(&bytes) + BigUint::from(2 * distance)
    }
}

/// A key pair.
#[derive(Clone)]
pub(crate) struct KeyPair(RsaPrivateKey);

impl KeyPair {
    pub(crate) fn of(published: Published) -> Result<Self, KeyError> {
        let [p, q] = published.distances;
        let (p, q) = (published.prime("p", p), published.prime("q", q));
        RsaPrivateKey::from_p_q(p, q, BigUint::from(EXPONENT)).map(Self).map_err(KeyError::new)
    }

    /// The private key as PKCS#8.
    pub(crate) fn private_pem(&self) -> Result<String, KeyError> {
        self.0.to_pkcs8_pem(LineEnding::LF).map(|pem| pem.to_string()).map_err(KeyError::new)
    }

    /// The public key as SPKI.
    pub(crate) fn public_pem(&self) -> Result<String, KeyError> {
        RsaPublicKey::from(&self.0).to_public_key_pem(LineEnding::LF).map_err(KeyError::new)
    }

    pub(crate) fn verifier(&self) -> SignatureVerifier {
        SignatureVerifier(VerifyingKey::new(RsaPublicKey::from(&self.0)))
    }

    pub(crate) fn into_signer(self) -> BodySigner {
        BodySigner(SigningKey::new(self.0))
    }
}

/// Writes a private key, readable by the owner only.
pub(crate) fn write_private(path: &Path, pem: &str) -> Result<(), KeyError> {
    create_private(path).and_then(|mut file| file.write_all(pem.as_bytes())).map_err(KeyError::new)
}

/// Writes a public key.
pub(crate) fn write_public(path: &Path, pem: &str) -> Result<(), KeyError> {
    std::fs::write(path, pem).map_err(KeyError::new)
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Checks RSASSA-PKCS1-v1_5 SHA-256 signatures made by the client.
pub(crate) struct SignatureVerifier(VerifyingKey<Sha256>);

impl SignatureVerifier {
    /// The verifier of the key in an SPKI PEM, for vectors made elsewhere.
    #[cfg(test)]
    pub(crate) fn from_public_pem(pem: &str) -> Option<Self> {
        let key = <RsaPublicKey as rsa::pkcs8::DecodePublicKey>::from_public_key_pem(pem).ok()?;
        Some(Self(VerifyingKey::new(key)))
    }

    /// True when `text` is strict standard base64 of a signature over exactly `body`.
    pub(crate) fn accepts(&self, body: &[u8], text: &[u8]) -> bool {
        let Ok(raw) = STANDARD.decode(text) else {
            return false;
        };
        let Ok(signature) = Signature::try_from(raw.as_slice()) else {
            return false;
        };
        self.0.verify(body, &signature).is_ok()
    }
}

/// What a signature is over: a digest, and by which hash.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SignedDigest {
    /// Such as `SHA-256`; empty if the signature does not say.
    pub(crate) hash: &'static str,
    pub(crate) digest: Vec<u8>,
}

/// How RSASSA-PKCS1-v1_5 says which hash there is: RFC 8017, section 9.2, note 1.
const HASHES: [(&str, &[u8]); 5] = [
    ("MD5", b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10"),
    ("SHA-1", b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14"),
    ("SHA-256", b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"),
    ("SHA-384", b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30"),
    ("SHA-512", b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40"),
];

impl SignatureVerifier {
    /// The digest in a signature by this key; `None` if it is by another, or not by RSASSA-PKCS1-v1_5.
    pub(crate) fn digest_in(&self, signature: &[u8]) -> Option<SignedDigest> {
        let key: &RsaPublicKey = self.0.as_ref();
        let message = BigUint::from_bytes_be(signature).modpow(key.e(), key.n()).to_bytes_be();
        // The first byte is a zero, which a number does not have.
        let padded = message.strip_prefix(&[1])?;
        let padding = padded.iter().position(|byte| *byte != 0xff).filter(|padding| *padding >= 8)?;
        let signed = padded.get(padding..)?.strip_prefix(&[0])?;
        let known = HASHES.iter().find_map(|(hash, prefix)| Some((*hash, signed.strip_prefix(*prefix)?)));
        let (hash, digest) = known.unwrap_or(("", signed));
        Some(SignedDigest { hash, digest: digest.to_vec() })
    }
}

/// Signs callback bodies as the provider does.
pub(crate) struct BodySigner(SigningKey<Sha256>);

impl BodySigner {
    /// The signature over `body` in standard base64; `None` when the library refuses to sign.
    pub(crate) fn sign(&self, body: &[u8]) -> Option<String> {
        let signature = self.0.try_sign(body).ok()?;
        Some(STANDARD.encode(signature.to_vec()))
    }
}

/// Keys could not be made or written.
pub(crate) struct KeyError(String);

crate::error_debug::debug_as_sentence!(KeyError);

impl KeyError {
    fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

// The library's key types print their numbers in `Debug`; these never do.
macro_rules! opaque_debug {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
opaque_debug!(KeyPair, SignatureVerifier, BodySigner);

#[cfg(test)]
mod tests {
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair};
    use rsa::pkcs1::EncodeRsaPublicKey as _;
    use rsa::pkcs8::EncodePrivateKey as _;

    use super::*;

    // Another library signs and verifies: a factor that is no prime would give another signature, or none.
    #[test]
    fn the_published_keys_are_rsa_keys_of_2048_bits() {
        for published in [PARTNER, BANK, MERCHANT, STORE] {
            let pair = KeyPair::of(published).unwrap_or_else(|error| panic!("{}: {error}", published.name));
            assert_eq!(pair.0.n().bits(), 2048, "{}", published.name);
            let signer = RsaKeyPair::from_pkcs8(pair.0.to_pkcs8_der().unwrap().as_bytes()).unwrap();
            let mut made = vec![0; 256];
            let random = ring::rand::SystemRandom::new();
            signer.sign(&RSA_PKCS1_SHA256, &random, b"body", &mut made).unwrap();
            assert!(pair.verifier().accepts(b"body", STANDARD.encode(&made).as_bytes()), "{}", published.name);

            let public = RsaPublicKey::from(&pair.0).to_pkcs1_der().unwrap();
            let public = ring::signature::UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public.as_bytes());
            let signature = STANDARD.decode(pair.into_signer().sign(b"body").unwrap()).unwrap();
            assert!(public.verify(b"body", &signature).is_ok(), "{}", published.name);
        }
    }
}

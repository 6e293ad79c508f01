//! RSA keys: made fresh at each start, written as PEM, used to verify the client and to sign as the provider.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;

use crate::random::Random;

const BITS: usize = 2048;

/// A fresh pair.
#[derive(Clone)]
pub(crate) struct KeyPair(RsaPrivateKey);

impl KeyPair {
    /// Begins to make a pair, off the runtime's own threads: it takes a noticeable part of a second.
    pub(crate) fn generate() -> impl Future<Output = Result<Self, KeyError>> {
        let made = tokio::task::spawn_blocking(|| RsaPrivateKey::new(&mut OsRng, BITS));
        async { made.await.map_err(KeyError::new)?.map(Self).map_err(KeyError::new) }
    }

    /// The pair that this randomness gives.
    pub(crate) fn of(random: &mut Random) -> Result<Self, KeyError> {
        RsaPrivateKey::new(random, BITS).map(Self).map_err(KeyError::new)
    }

    /// Writes the private key as PKCS#8, readable by the owner only.
    pub(crate) fn write_private(&self, path: &Path) -> Result<(), KeyError> {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF).map_err(KeyError::new)?;
        create_private(path).and_then(|mut file| file.write_all(pem.as_bytes())).map_err(KeyError::new)
    }

    /// Writes the public key as SPKI.
    pub(crate) fn write_public(&self, path: &Path) -> Result<(), KeyError> {
        let pem = RsaPublicKey::from(&self.0).to_public_key_pem(LineEnding::LF).map_err(KeyError::new)?;
        std::fs::write(path, pem).map_err(KeyError::new)
    }

    pub(crate) fn verifier(&self) -> SignatureVerifier {
        SignatureVerifier(VerifyingKey::new(RsaPublicKey::from(&self.0)))
    }

    pub(crate) fn into_signer(self) -> BodySigner {
        BodySigner(SigningKey::new(self.0))
    }
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

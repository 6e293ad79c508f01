//! Verifies signatures with an RSA public key.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::backend::VerifyingKey;
use super::{KeyError, RsaBackend, key_file};

/// Verifies RSASSA-PKCS1-v1_5 signatures with SHA-256.
///
/// The key is SPKI or PKCS#1, of 2048 to 8192 bits, with a public exponent of at least 3. It is
/// checked when the verifier is built. Cloning is cheap, and clones share the key.
///
/// # Examples
///
/// ```no_run
/// use payments_core::signing::RsaVerifier;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (body, header) = (b"{}", "");
/// let bank = RsaVerifier::from_pem_file("/etc/shop/provider-public.pem")?;
/// bank.verify_base64(body, header)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RsaVerifier {
    backend: RsaBackend,
    bits: usize,
    key: Arc<dyn VerifyingKey>,
}

/// Error: the signature does not match the message and the key.
///
/// There is deliberately only one reason: a forger learns nothing from it.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not belong to this message and this public key")]
pub struct BadSignature;

crate::debug_as_sentence!(BadSignature);

impl RsaVerifier {
    /// Reads the single public key of a PEM text: `PUBLIC KEY` or `RSA PUBLIC KEY`.
    ///
    /// As tolerant as [`RsaSigner::from_pem`](super::RsaSigner::from_pem).
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Self::from_pem_using(preferred()?, pem)
    }

    /// Like [`from_pem`](Self::from_pem), with a named backend.
    pub fn from_pem_using(backend: RsaBackend, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        load::from_pem(backend, pem.as_ref())
    }

    /// Reads a public key in DER: SPKI or PKCS#1.
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Self::from_der_using(preferred()?, der)
    }

    /// Like [`from_der`](Self::from_der), with a named backend.
    pub fn from_der_using(backend: RsaBackend, der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        load::from_der(backend, der.as_ref())
    }

    /// Reads a PEM file, which must be a regular file of at most 1 MiB; see [`from_pem`](Self::from_pem). A directory,
    /// a pipe or a device is refused before it is opened.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        Self::from_pem_file_using(preferred()?, path)
    }

    /// Like [`from_pem_file`](Self::from_pem_file), with a named backend.
    pub fn from_pem_file_using(backend: RsaBackend, path: impl AsRef<Path>) -> Result<Self, KeyError> {
        load::from_pem(backend, &key_file::read(path.as_ref())?)
    }

    /// Verifies the raw bytes of a signature, which must be exactly as long as the modulus.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        // The backends refuse it too, but the rule is enforced here: no leading zeros removed or added.
        if signature.len() != self.bits.div_ceil(8) {
            return Err(BadSignature);
        }
        if !self.key.verify(message, signature) {
            return Err(BadSignature);
        }
        Ok(())
    }

    /// Verifies a signature in base64: the standard alphabet with padding, without line breaks or spaces inside.
    ///
    /// ASCII white space around the text is ignored.
    pub fn verify_base64(&self, message: &[u8], signature: impl AsRef<[u8]>) -> Result<(), BadSignature> {
        let text = signature.as_ref().trim_ascii();
        let signature = STANDARD.decode(text).map_err(|_| BadSignature)?;
        self.verify(message, &signature)
    }

    /// The library that verifies.
    pub fn backend(&self) -> RsaBackend {
        self.backend
    }

    /// The length of the modulus in bits.
    pub fn modulus_bits(&self) -> usize {
        self.bits
    }

    /// Everything that `Debug` shows of a signer or a verifier.
    pub(super) fn describe_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("backend", &self.backend.name())
            .field("modulus_bits", &self.bits)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RsaVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe_as("RsaVerifier", f)
    }
}

fn preferred() -> Result<RsaBackend, KeyError> {
    RsaBackend::preferred().ok_or(KeyError::NoBackend)
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod load {
    use std::sync::Arc;

    use super::RsaVerifier;
    use crate::signing::key_format::{PublicParts, Wanted, public_key};
    use crate::signing::{KeyError, RsaBackend, pem};

    pub(super) fn from_pem(backend: RsaBackend, text: &[u8]) -> Result<RsaVerifier, KeyError> {
        let wanted = Wanted::PublicPem;
        let block = pem::decode(wanted, text)?;
        from_checked(backend, &public_key(wanted, Some(block.form), &block.der)?)
    }

    pub(super) fn from_der(backend: RsaBackend, der: &[u8]) -> Result<RsaVerifier, KeyError> {
        from_checked(backend, &public_key(Wanted::PublicDer, None, der)?)
    }

    fn from_checked(backend: RsaBackend, parts: &PublicParts<'_>) -> Result<RsaVerifier, KeyError> {
        parts.check(backend.maximum_verifying_bits(), backend)?;
        RsaVerifier::from_parts(backend, parts)
    }

    impl RsaVerifier {
        /// Creates a verifier from checked numbers.
        pub(in crate::signing) fn from_parts(backend: RsaBackend, parts: &PublicParts<'_>) -> Result<Self, KeyError> {
            Ok(Self { backend, bits: parts.bits(), key: Arc::from(backend.verifying_key(parts)?) })
        }
    }
}

/// Unreachable: without a backend `RsaBackend` has no values.
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa")))]
mod load {
    use super::RsaVerifier;
    use crate::signing::{KeyError, RsaBackend};

    pub(super) fn from_pem(backend: RsaBackend, _: &[u8]) -> Result<RsaVerifier, KeyError> {
        match backend {}
    }

    pub(super) fn from_der(backend: RsaBackend, _: &[u8]) -> Result<RsaVerifier, KeyError> {
        match backend {}
    }
}

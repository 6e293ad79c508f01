//! Signs with a local RSA private key.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::backend::SigningKey;
use super::{KeyError, RsaBackend, RsaVerifier, SignError, SignFuture, Signature, Signer, key_file};

/// Signs with a local RSA private key: RSASSA-PKCS1-v1_5 with SHA-256.
///
/// The key is PKCS#8 or PKCS#1, not encrypted, of at least 2048 bits, with a public exponent of at least 65537. When
/// the signer is built, the key is checked, prepared and tried with one signature. Cloning is cheap, and clones share
/// the key. `Debug` shows the backend and the key length only.
///
/// One signature takes from 0.25 ms (aws-lc-rs, 2048 bits) to 9 ms (rsa, 4096 bits). With a key of 2048 bits
/// [`Signer::sign`] computes it on the thread that polls the future. RSA keys over 2048 bits sign on a blocking thread
/// if there is a Tokio runtime, so that other tasks are not delayed; all signers together use one core fewer than there
/// are.
///
/// # Examples
///
/// ```no_run
/// use payments_core::signing::RsaSigner;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let signer = RsaSigner::from_pem_file("/etc/shop/merchant.pem")?;
/// let header = signer.sign_now(b"{}")?.to_base64();
/// # let _ = header;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RsaSigner {
    key: Arc<dyn SigningKey>,
    verifier: RsaVerifier,
}

impl RsaSigner {
    /// Reads the single private key of a PEM text: `PRIVATE KEY` or `RSA PRIVATE KEY`.
    ///
    /// Line breaks may be LF or CRLF. Text and other kinds of blocks around the key, a byte order mark and white space
    /// at line ends are ignored. Two private keys in one text are refused, and so is more than 1 MiB of text.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Self::from_pem_using(preferred()?, pem)
    }

    /// Like [`from_pem`](Self::from_pem), with a named backend.
    pub fn from_pem_using(backend: RsaBackend, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        load::from_pem(backend, pem.as_ref())
    }

    /// Reads a private key in DER: PKCS#8 or PKCS#1.
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

    /// Signs now, on the current thread.
    pub fn sign_now(&self, message: &[u8]) -> Result<Signature, SignError> {
        self.key.sign(message).map(Signature::new)
    }

    /// A verifier for this signer's signatures.
    #[must_use]
    pub fn verifier(&self) -> RsaVerifier {
        self.verifier.clone()
    }

    /// The library that signs.
    pub fn backend(&self) -> RsaBackend {
        self.verifier.backend()
    }

    /// The length of the modulus in bits.
    pub fn modulus_bits(&self) -> usize {
        self.verifier.modulus_bits()
    }
}

impl Signer for RsaSigner {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async move {
            if self.modulus_bits() <= MAX_INLINE_BITS {
                return self.sign_now(message);
            }
            blocking::sign(self, message).await
        })
    }
}

impl fmt::Debug for RsaSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verifier.describe_as("RsaSigner", f)
    }
}

/// The longest key that signs on the polling thread: longer ones would delay other tasks too much.
const MAX_INLINE_BITS: usize = 2048;

#[cfg(feature = "reqwest")]
mod blocking {
    use std::num::NonZeroUsize;
    use std::sync::LazyLock;
    use std::thread::available_parallelism;

    use tokio::runtime::Handle;
    use tokio::sync::Semaphore;
    use zeroize::Zeroizing;

    use super::{RsaSigner, SignError, Signature};

    /// One permit for each core except one, which is left to the executor.
    static PERMITS: LazyLock<Semaphore> = LazyLock::new(|| {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        Semaphore::new(cores.saturating_sub(1).max(1))
    });

    pub(super) async fn sign(signer: &RsaSigner, message: &[u8]) -> Result<Signature, SignError> {
        let Ok(runtime) = Handle::try_current() else { return signer.sign_now(message) };
        let place = PERMITS.acquire().await.map_err(SignError::new)?;
        let (signer, message) = (signer.clone(), Zeroizing::new(message.to_vec()));
        let work = runtime.spawn_blocking(move || {
            // Held until the work is done, even if the future was dropped.
            let _place = place;
            signer.sign_now(&message)
        });
        work.await.map_err(SignError::new)?
    }
}

#[cfg(not(feature = "reqwest"))]
mod blocking {
    use super::{RsaSigner, SignError, Signature};

    /// Without a runtime there is no blocking thread.
    #[allow(clippy::unused_async, reason = "its caller awaits either of the two")]
    pub(super) async fn sign(signer: &RsaSigner, message: &[u8]) -> Result<Signature, SignError> {
        signer.sign_now(message)
    }
}

fn preferred() -> Result<RsaBackend, KeyError> {
    RsaBackend::preferred().ok_or(KeyError::NoBackend)
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod load {
    use std::sync::Arc;

    use super::RsaSigner;
    use crate::signing::key_format::{PrivateParts, Wanted, private_key};
    use crate::signing::{KeyError, RsaBackend, RsaVerifier, key_check, pem};

    /// The message of the trial signature.
    const TRIAL: &[u8] = b"payments-core tries a key";

    pub(super) fn from_pem(backend: RsaBackend, text: &[u8]) -> Result<RsaSigner, KeyError> {
        let wanted = Wanted::PrivatePem;
        let block = pem::decode(wanted, text)?;
        from_parts(backend, &private_key(wanted, Some(block.form), &block.der)?)
    }

    pub(super) fn from_der(backend: RsaBackend, der: &[u8]) -> Result<RsaSigner, KeyError> {
        from_parts(backend, &private_key(Wanted::PrivateDer, None, der)?)
    }

    fn from_parts(backend: RsaBackend, parts: &PrivateParts<'_>) -> Result<RsaSigner, KeyError> {
        parts.check(backend.maximum_signing_bits(), backend)?;
        let key = backend.signing_key(parts)?;
        if !key_check::is_consistent(parts) {
            return Err(KeyError::Inconsistent);
        }
        let signer = RsaSigner { key: Arc::from(key), verifier: RsaVerifier::from_parts(backend, &parts.public)? };
        try_out(&signer)?;
        Ok(signer)
    }

    /// Signs and verifies once: a problem that a backend did not check shows here, not at the first payment.
    fn try_out(signer: &RsaSigner) -> Result<(), KeyError> {
        let signature = signer.sign_now(TRIAL).map_err(|_| KeyError::Inconsistent)?;
        signer.verifier.verify(TRIAL, signature.as_bytes()).map_err(|_| KeyError::Inconsistent)
    }
}

/// Unreachable: without a backend `RsaBackend` has no values.
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa")))]
mod load {
    use super::RsaSigner;
    use crate::signing::{KeyError, RsaBackend};

    pub(super) fn from_pem(backend: RsaBackend, _: &[u8]) -> Result<RsaSigner, KeyError> {
        match backend {}
    }

    pub(super) fn from_der(backend: RsaBackend, _: &[u8]) -> Result<RsaSigner, KeyError> {
        match backend {}
    }
}

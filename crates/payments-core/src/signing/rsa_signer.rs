//! Signing with a local RSA key.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::backend::SigningKey;
use super::{KeyError, RsaBackend, RsaVerifier, SignError, SignFuture, Signature, Signer, key_file};

/// Signs with an RSA private key that this process holds: RSASSA-PKCS1-v1_5 with SHA-256.
///
/// The key is PKCS#8 or PKCS#1, not encrypted, of at least 2048 bits, with a public exponent of at
/// least 65537. It is checked, made ready and tried with one signature when the signer is built.
/// Cloning is cheap, and clones share the key. `Debug` shows the backend and the length only.
///
/// One signature takes from a quarter of a millisecond (aws-lc-rs, 2048 bits) to nine (rsa, 4096
/// bits). With a key of 2048 bits [`Signer::sign`] computes it on the thread that polls the future.
/// With a longer one, and where there is a tokio runtime, it does so on a thread for blocking work,
/// so that other tasks are not kept waiting; all signers together use one core less than there are.
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
    /// Takes the one private key of a PEM text: `PRIVATE KEY` or `RSA PRIVATE KEY`.
    ///
    /// Line breaks may be LF or CRLF; text and blocks of other kinds around the key, a byte order
    /// mark and white space at the ends of lines do no harm. Two private keys in one text are
    /// refused, and so is more than 1 MiB of text.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Self::from_pem_using(preferred()?, pem)
    }

    /// Like [`from_pem`](Self::from_pem), with the backend named.
    pub fn from_pem_using(backend: RsaBackend, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        load::from_pem(backend, pem.as_ref())
    }

    /// Takes a private key in DER: PKCS#8 or PKCS#1.
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        Self::from_der_using(preferred()?, der)
    }

    /// Like [`from_der`](Self::from_der), with the backend named.
    pub fn from_der_using(backend: RsaBackend, der: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        load::from_der(backend, der.as_ref())
    }

    /// Reads a PEM file, a regular one of at most 1 MiB; see [`from_pem`](Self::from_pem). A directory, a pipe or a device is
    /// refused before it is opened.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        Self::from_pem_file_using(preferred()?, path)
    }

    /// Like [`from_pem_file`](Self::from_pem_file), with the backend named.
    pub fn from_pem_file_using(backend: RsaBackend, path: impl AsRef<Path>) -> Result<Self, KeyError> {
        load::from_pem(backend, &key_file::read(path.as_ref())?)
    }

    /// Signs at once, on this thread.
    pub fn sign_now(&self, message: &[u8]) -> Result<Signature, SignError> {
        self.key.sign(message).map(Signature::new)
    }

    /// The verifier of the signatures that this signer makes.
    #[must_use]
    pub fn verifier(&self) -> RsaVerifier {
        self.verifier.clone()
    }

    /// Which library signs.
    pub fn backend(&self) -> RsaBackend {
        self.verifier.backend()
    }

    /// Bits of the modulus.
    pub fn modulus_bits(&self) -> usize {
        self.verifier.modulus_bits()
    }
}

impl Signer for RsaSigner {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async move {
            if self.modulus_bits() <= LONGEST_AT_ONCE {
                return self.sign_now(message);
            }
            aside::sign(self, message).await
        })
    }
}

impl fmt::Debug for RsaSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verifier.describe_as("RsaSigner", f)
    }
}

/// The longest key whose signature takes less time than a task may keep others waiting.
const LONGEST_AT_ONCE: usize = 2048;

#[cfg(feature = "reqwest")]
mod aside {
    use std::num::NonZeroUsize;
    use std::sync::LazyLock;
    use std::thread::available_parallelism;

    use tokio::runtime::Handle;
    use tokio::sync::Semaphore;
    use zeroize::Zeroizing;

    use super::{RsaSigner, SignError, Signature};

    /// One for each core but one, which is the executor's.
    static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        Semaphore::new(cores.saturating_sub(1).max(1))
    });

    pub(super) async fn sign(signer: &RsaSigner, message: &[u8]) -> Result<Signature, SignError> {
        let Ok(runtime) = Handle::try_current() else { return signer.sign_now(message) };
        let place = PLACES.acquire().await.map_err(SignError::new)?;
        let (signer, message) = (signer.clone(), Zeroizing::new(message.to_vec()));
        let work = runtime.spawn_blocking(move || {
            // Kept until the work is done, also where nobody waits for it any more.
            let _place = place;
            signer.sign_now(&message)
        });
        work.await.map_err(SignError::new)?
    }
}

#[cfg(not(feature = "reqwest"))]
mod aside {
    use super::{RsaSigner, SignError, Signature};

    /// Without a runtime there is no other thread.
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

    /// What is signed to try a key.
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

    /// Signs and verifies once: whatever a backend did not check shows here, not at the first payment.
    fn try_out(signer: &RsaSigner) -> Result<(), KeyError> {
        let signature = signer.sign_now(TRIAL).map_err(|_| KeyError::Inconsistent)?;
        signer.verifier.verify(TRIAL, signature.as_bytes()).map_err(|_| KeyError::Inconsistent)
    }
}

/// Never reached: without a backend there is no value of `RsaBackend`.
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

//! Request signatures: signing and verification.
//!
//! The providers that sign use one scheme: RSASSA-PKCS1-v1_5 with SHA-256 over the exact bytes that are sent, encoded
//! in base64. [`RsaSigner`] and [`RsaVerifier`] do this with a local key; for a key that is held elsewhere (HSM, KMS, a
//! signing service) implement [`Signer`].
//!
//! # Key formats
//!
//! | key | PEM label | DER |
//! |---|---|---|
//! | private | `PRIVATE KEY` or `RSA PRIVATE KEY` | PKCS#8 or PKCS#1 |
//! | public | `PUBLIC KEY` or `RSA PUBLIC KEY` | SPKI or PKCS#1 |
//!
//! A text, a file or DER of more than 1 MiB is refused unread, and so is a file that is not a regular one: a directory,
//! a pipe, a device. The modulus has at least 2048 bits. A key is read, checked and prepared once, when the signer or
//! the verifier is built; a [`KeyError`] then says what is wrong with it and what to do. The same bad key gives the
//! same error with every backend.
//!
//! # Backends
//!
//! Cargo features choose the RSA implementation. They can be combined: with several enabled, the first in this table is
//! used unless a `…_using` constructor names another.
//!
//! | feature | signs with | verifies with | notes |
//! |---|---|---|---|
//! | `aws-lc-rs` | 2048 to 8192 bits | 2048 to 8192 bits | the fastest; needs a C compiler |
//! | `ring` | 2048, 3072 and 4096 bits | 2048 to 8192 bits | the lightest build |
//! | `rsa` | 2048 to 8192 bits | 2048 to 8192 bits | pure Rust, the slowest; read the note |
//!
//! **Note on `rsa`:** [RUSTSEC-2023-0071] (Marvin attack: key recovery through timing) has no fixed release. Signing
//! here is blinded, which is the known mitigation, but `cargo audit` and `cargo deny` still report the crate; this is
//! why no feature enables it by default.
//!
//! [RUSTSEC-2023-0071]: https://rustsec.org/advisories/RUSTSEC-2023-0071.html
//!
//! Without any of the three this module still compiles, for a custom [`Signer`]; the constructors of [`RsaSigner`] and
//! [`RsaVerifier`] then return [`KeyError::NoBackend`].
//!
//! # No secrets in output
//!
//! Neither `Debug` nor `Display` of any type here contains key material or the content of a file. This crate's buffers
//! that held private key material are wiped when dropped.

mod backend;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod key_check;
mod key_error;
mod key_file;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod key_format;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod pem;
mod rsa_signer;
mod rsa_verifier;

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use self::backend::RsaBackend;
pub use self::key_error::KeyError;
pub use self::rsa_signer::RsaSigner;
pub use self::rsa_verifier::{BadSignature, RsaVerifier};

/// The maximum input size, more than any key with its certificates needs. A larger input is refused unread.
const LONGEST_KEY: usize = 1024 * 1024;

/// The future returned by [`Signer::sign`]: boxed, so that `dyn Signer` works.
pub type SignFuture<'a> = Pin<Box<dyn Future<Output = Result<Signature, SignError>> + Send + 'a>>;

/// Signs messages: with a local key ([`RsaSigner`]), in an HSM, or through a key service.
///
/// `sign` receives the exact bytes to be signed, not their digest. It may be slow and may fail: an error means that the
/// request was not sent. It is called once for every attempt, within the timeout of that attempt.
///
/// # Examples
///
/// A key that is held in a key service:
///
/// ```
/// use payments_core::signing::{SignError, SignFuture, Signature, Signer};
///
/// struct KeyService;
///
/// impl KeyService {
///     async fn rsa_sha256(&self, message: &[u8]) -> std::io::Result<Vec<u8>> {
///         // … the network call …
///         # Ok(message.to_vec())
///     }
/// }
///
/// impl Signer for KeyService {
///     fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
///         Box::pin(async move {
///             let bytes = self.rsa_sha256(message).await.map_err(SignError::new)?;
///             Ok(Signature::new(bytes))
///         })
///     }
/// }
/// ```
pub trait Signer: Send + Sync + 'static {
    /// Signs `message`.
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a>;
}

impl<S: Signer + ?Sized> Signer for Arc<S> {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        (**self).sign(message)
    }
}

impl<S: Signer + ?Sized> Signer for Box<S> {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        (**self).sign(message)
    }
}

/// The bytes of a signature.
///
/// `Debug` shows the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature(Vec<u8>);

impl Signature {
    /// Wraps the bytes that a custom [`Signer`] produced: the raw signature, not base64.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Standard base64 with padding, on one line: the wire format of signatures.
    ///
    /// ```
    /// # use payments_core::signing::Signature;
    /// assert_eq!(Signature::new([0xff, 0xfe]).to_base64(), "//4=");
    /// ```
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({} bytes)", self.0.len())
    }
}

/// Error: a message could not be signed; nothing was sent.
///
/// The cause is in [`source`](Error::source).
#[derive(thiserror::Error)]
#[error("the message could not be signed")]
pub struct SignError {
    source: Box<dyn Error + Send + Sync>,
}

crate::debug_as_sentence!(SignError);

impl SignError {
    /// Wraps the failure of a custom [`Signer`]: an error, or a text that says what happened.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: source.into() }
    }

    pub(crate) fn cause(&self) -> &(dyn Error + 'static) {
        &*self.source
    }
}

//! Errors of keys.

use std::io;
use std::path::PathBuf;

/// Why a key cannot be used.
///
/// Each error is one sentence that says what to do, in `Display` and in `Debug`. None contains any part of the key or
/// the file.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There is no file at this path.
    #[error("there is no key file at {}", path.display())]
    Missing {
        /// The path of the missing file.
        path: PathBuf,
    },

    /// The input or the file is empty, or contains only white space.
    #[error("the key is empty: check that the file or the variable that holds it was filled in")]
    Empty,

    /// The file exists but cannot be read.
    #[error("the key file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },

    /// The input is not a key in one of the accepted formats.
    #[error("expected {expected}, found {found}")]
    WrongFormat {
        /// The accepted formats.
        expected: &'static str,
        /// What the input looks like, and how to fix it where that is known.
        found: &'static str,
    },

    /// The private key is protected with a pass phrase.
    #[error(
        "the private key is encrypted: decrypt it with `openssl pkcs8 -in ENCRYPTED.pem -out PLAIN.pem` and give the plain file"
    )]
    Encrypted,

    /// The key is for another algorithm than RSA.
    #[error("expected an RSA key, found {found}: the signature is RSASSA-PKCS1-v1_5 with SHA-256")]
    WrongAlgorithm {
        /// The kind of key.
        found: &'static str,
    },

    /// A public key was given instead of the private key.
    #[error(
        "this is a public key, and signing needs the private key: the file that begins with PRIVATE KEY or RSA PRIVATE KEY"
    )]
    PublicKeyGiven,

    /// A private key was given instead of the public key.
    #[error(
        "this is a private key, and verifying needs the other side's public key; if it is really yours, `openssl pkey -pubout -in PRIVATE.pem -out PUBLIC.pem` makes the public one"
    )]
    PrivateKeyGiven,

    /// A certificate or a certificate request was given instead of a key.
    #[error(
        "this is a certificate or a certificate request, not a key: `openssl x509 -pubkey -noout -in CERTIFICATE.pem` prints the public key of a certificate; the private key is another file"
    )]
    CertificateGiven,

    /// The modulus is too short to be safe.
    #[error("the RSA key has {bits} bits, and at least {minimum} are needed")]
    TooSmall {
        /// Bits of the modulus.
        bits: usize,
        /// The minimum accepted.
        minimum: usize,
    },

    /// The modulus is longer than the backend can use.
    #[error("the RSA key has {bits} bits, and the {backend} backend takes at most {maximum}")]
    TooLarge {
        /// Bits of the modulus.
        bits: usize,
        /// The maximum this backend accepts.
        maximum: usize,
        /// Name of the backend.
        backend: &'static str,
    },

    /// The backend does not sign with this modulus length, although it is within its limits.
    #[error(
        "the RSA key has {bits} bits, and the {backend} backend signs only with {accepted}: use another backend or another key"
    )]
    UnsupportedSize {
        /// Bits of the modulus.
        bits: usize,
        /// The accepted lengths.
        accepted: &'static str,
        /// Name of the backend.
        backend: &'static str,
    },

    /// The public exponent is even, too small or too large.
    #[error(
        "the public exponent of the RSA key is not an odd number from {minimum} to 2^33 - 1: make a new key, for example with `openssl genrsa 2048`"
    )]
    UnsupportedExponent {
        /// The minimum accepted: 65537 for signing, 3 for verifying.
        minimum: u64,
    },

    /// The key can be read, but its numbers are inconsistent.
    #[error(
        "the numbers inside the RSA key do not belong together, so it is damaged: export it again, or see what `openssl rsa -check -noout -in KEY.pem` says"
    )]
    Inconsistent,

    /// The crate was built without any RSA backend.
    #[error("no RSA backend was compiled in: enable the feature `aws-lc-rs`, `ring` or `rsa`")]
    NoBackend,
}

crate::debug_as_sentence!(KeyError);

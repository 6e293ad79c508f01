//! RSA backends. Each backend is one file with the same structure.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
#[cfg(feature = "ring")]
mod ring;
#[cfg(feature = "rsa")]
mod rsa;

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
use super::KeyError;
use super::SignError;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
use super::key_format::{PrivateParts, PublicParts};

/// An RSA library that signs and verifies; each variant exists if its feature is enabled.
///
/// The limits of each backend are in the table of the [module](crate::signing).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RsaBackend {
    /// The crate `aws-lc-rs`, feature `aws-lc-rs`.
    #[cfg(feature = "aws-lc-rs")]
    AwsLcRs,
    /// The crate `ring`, feature `ring`.
    #[cfg(feature = "ring")]
    Ring,
    /// The crate `rsa`, feature `rsa`. Read the note on RUSTSEC-2023-0071 in the
    /// [module](crate::signing).
    #[cfg(feature = "rsa")]
    Rsa,
}

impl RsaBackend {
    /// All backends that are compiled in, the preferred one first.
    pub fn available() -> &'static [Self] {
        &[
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs,
            #[cfg(feature = "ring")]
            Self::Ring,
            #[cfg(feature = "rsa")]
            Self::Rsa,
        ]
    }

    /// The default backend: the first enabled one of `aws-lc-rs`, `ring`, `rsa`.
    pub fn preferred() -> Option<Self> {
        Self::available().first().copied()
    }

    /// The name of the crate, which is also the name of the feature.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => "aws-lc-rs",
            #[cfg(feature = "ring")]
            Self::Ring => "ring",
            #[cfg(feature = "rsa")]
            Self::Rsa => "rsa",
        }
    }
}

/// A private key that is ready to sign.
pub(super) trait SigningKey: Send + Sync {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// A public key that is ready to verify.
pub(super) trait VerifyingKey: Send + Sync {
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool;
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
impl RsaBackend {
    /// The longest modulus it signs with.
    pub(super) fn maximum_signing_bits(self) -> usize {
        match self {
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => aws_lc_rs::MAXIMUM_SIGNING_BITS,
            #[cfg(feature = "ring")]
            Self::Ring => ring::MAXIMUM_SIGNING_BITS,
            #[cfg(feature = "rsa")]
            Self::Rsa => rsa::MAXIMUM_SIGNING_BITS,
        }
    }

    /// The longest modulus it verifies with.
    pub(super) fn maximum_verifying_bits(self) -> usize {
        match self {
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => aws_lc_rs::MAXIMUM_VERIFYING_BITS,
            #[cfg(feature = "ring")]
            Self::Ring => ring::MAXIMUM_VERIFYING_BITS,
            #[cfg(feature = "rsa")]
            Self::Rsa => rsa::MAXIMUM_VERIFYING_BITS,
        }
    }

    pub(super) fn signing_key(self, key: &PrivateParts<'_>) -> Result<Box<dyn SigningKey>, KeyError> {
        match self {
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => Ok(Box::new(aws_lc_rs::PrivateKey::new(key)?)),
            #[cfg(feature = "ring")]
            Self::Ring => Ok(Box::new(ring::PrivateKey::new(key)?)),
            #[cfg(feature = "rsa")]
            Self::Rsa => Ok(Box::new(rsa::PrivateKey::new(key)?)),
        }
    }

    pub(super) fn verifying_key(self, key: &PublicParts<'_>) -> Result<Box<dyn VerifyingKey>, KeyError> {
        match self {
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => Ok(Box::new(aws_lc_rs::PublicKey::new(key)?)),
            #[cfg(feature = "ring")]
            Self::Ring => Ok(Box::new(ring::PublicKey::new(key)?)),
            #[cfg(feature = "rsa")]
            Self::Rsa => Ok(Box::new(rsa::PublicKey::new(key)?)),
        }
    }
}

//! A signer without a key.

use crate::signing::{SignFuture, Signature, Signer};

/// Signs requests without a key, always with the same bytes. A provider, and the sandbox, refuse its signatures.
///
/// ```
/// use payments_core::signing::Signer as _;
/// use payments_core::testing::{FakeSigner, VirtualClock};
///
/// let signature = VirtualClock::new().run(FakeSigner.sign(b"{}"))?;
/// assert_eq!(signature.as_bytes(), FakeSigner::SIGNATURE);
/// # Ok::<(), payments_core::signing::SignError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct FakeSigner;

impl FakeSigner {
    /// The bytes of every signature, before they are encoded.
    pub const SIGNATURE: &'static [u8] = b"signature-of-the-test";
}

impl Signer for FakeSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(Self::SIGNATURE)) })
    }
}

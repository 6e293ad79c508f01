//! A key that is made anew in every run, and is the same in all of them, so that what was found can be found again.

use std::sync::LazyLock;

use payments_core::signing::RsaSigner;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};
use rsa::rand_core::{CryptoRng, Error, RngCore};

/// One key in the forms in which keys are kept.
pub struct KeyForms {
    /// PKCS#1 and PKCS#8 in DER.
    pub private: [Vec<u8>; 2],
    /// PKCS#1 and SPKI in DER.
    pub public: [Vec<u8>; 2],
}

impl std::fmt::Debug for KeyForms {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeyForms")
    }
}

/// A key of 2048 bits. It protects nothing.
pub static KEY: LazyLock<KeyForms> = LazyLock::new(|| {
    let key = RsaPrivateKey::new(&mut Predictable(0x5eed), 2048).expect("a key can be made");
    let public = key.to_public_key();
    KeyForms {
        private: [
            key.to_pkcs1_der().expect("PKCS#1").as_bytes().to_vec(),
            key.to_pkcs8_der().expect("PKCS#8").as_bytes().to_vec(),
        ],
        public: [
            public.to_pkcs1_der().expect("PKCS#1").as_bytes().to_vec(),
            public.to_public_key_der().expect("SPKI").as_bytes().to_vec(),
        ],
    }
});

/// A signer with [`KEY`].
pub static SIGNER: LazyLock<RsaSigner> = LazyLock::new(|| {
    let [pkcs1, _] = &KEY.private;
    RsaSigner::from_der(pkcs1).expect("a key that was just made")
});

/// `SplitMix64`: numbers that look random and are the same in every run.
struct Predictable(u64);

impl RngCore for Predictable {
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn next_u32(&mut self) -> u32 {
        u32::try_from(self.next_u64() >> 32).expect("half of 64 bits")
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            let random = self.next_u64().to_le_bytes();
            piece.iter_mut().zip(random).for_each(|(byte, random)| *byte = random);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Predictable {}

//! Any input gives an error and not a panic.

use std::sync::LazyLock;

use payments_core::signing::{RsaSigner, RsaVerifier};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::keys::keys;
use crate::support::{Numbers, Vectors, backends, unpem};

/// Passes the bytes to every constructor. If one of them accepts a key, it must work.
fn try_everything(bytes: &[u8]) {
    for backend in backends() {
        let signers = [RsaSigner::from_pem_using(backend, bytes), RsaSigner::from_der_using(backend, bytes)];
        for signer in signers.into_iter().flatten() {
            let signature = signer.sign_now(b"{}").unwrap();
            let verifier = signer.verifier();
            verifier.verify(b"{}", signature.as_bytes()).unwrap();
        }
        let verifiers = [RsaVerifier::from_pem_using(backend, bytes), RsaVerifier::from_der_using(backend, bytes)];
        for verifier in verifiers.into_iter().flatten() {
            let length = verifier.modulus_bits() / 8;
            assert!(verifier.verify(b"{}", &vec![1; length]).is_err());
            assert!(verifier.verify(b"{}", bytes).is_err());
        }
    }
}

/// Keys in every form, and some non-keys.
static DOCUMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let vectors = Vectors::read();
    let numbers = Numbers::of(&vectors.pkcs1);
    let mut documents = vec![
        vectors.pkcs1.clone().into_bytes(),
        vectors.pkcs8.clone().into_bytes(),
        vectors.spki.clone().into_bytes(),
        vectors.pkcs1_public().into_bytes(),
        numbers.pkcs1(),
        numbers.pkcs8(),
        numbers.spki(),
        numbers.pkcs1_public(),
    ];
    if let Some(keys) = keys() {
        documents.extend([
            keys.encrypted_pkcs1.clone().into_bytes(),
            keys.encrypted_pkcs8_der.clone(),
            unpem(&keys.certificate),
            keys.store_der.clone(),
            unpem(&keys.ec_pkcs8),
            unpem(&keys.rsa_three_primes),
        ]);
    }
    documents
});

#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Flip(Index, u8),
    Remove(Index),
    Insert(Index, u8),
    Cut(Index),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        match self {
            Self::Set(at, byte) => bytes[at.index(length)] = *byte,
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Remove(at) => drop(bytes.remove(at.index(length))),
            Self::Insert(at, byte) => bytes.insert(at.index(length), *byte),
            Self::Cut(at) => bytes.truncate(at.index(length)),
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (index(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        index().prop_map(Change::Remove),
        (index(), any::<u8>()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        index().prop_map(Change::Cut),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_arbitrary_bytes(bytes in vec(any::<u8>(), 0..600)) {
        try_everything(&bytes);
    }

    #[test]
    fn of_arbitrary_text_in_a_block(
        label in "(RSA )?(PRIVATE|PUBLIC) KEY|[A-Z -]{0,12}",
        body in "[A-Za-z0-9+/=\\r\\n :\\\\-]{0,200}",
    ) {
        let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        try_everything(text.as_bytes());
    }

    #[test]
    fn of_arbitrary_der_in_a_sequence(
        elements in vec((prop_oneof![Just(2_u8), Just(3), Just(4), Just(6), Just(0x30), any::<u8>()],
            vec(any::<u8>(), 0..12)), 0..12),
    ) {
        let content: Vec<u8> = elements
            .iter()
            .flat_map(|(tag, content)| crate::support::der(*tag, &[content]))
            .collect();
        try_everything(&crate::support::der(0x30, &[&content]));
    }

    #[test]
    fn of_changed_keys(which in any::<Index>(), changes in vec(change(), 1..4)) {
        let mut bytes = which.get(&DOCUMENTS).clone();
        for change in &changes {
            change.apply(&mut bytes);
        }
        try_everything(&bytes);
    }

    #[test]
    fn of_changed_numbers(which in 0..8_usize, number in vec(any::<u8>(), 0..300)) {
        let key = Numbers::of(&Vectors::read().pkcs1).with(which, &number);
        try_everything(&key.pkcs1());
        try_everything(&key.spki());
    }

    #[test]
    fn of_arbitrary_signatures(message in vec(any::<u8>(), 0..64), signature in vec(any::<u8>(), 0..300)) {
        let vectors = Vectors::read();
        for backend in backends() {
            let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
            prop_assert!(verifier.verify(&message, &signature).is_err());
            prop_assert!(verifier.verify_base64(&message, &signature).is_err());
        }
    }
}

#[test]
fn of_keys_that_are_cut_off_anywhere() {
    for document in DOCUMENTS.iter() {
        for length in (0..document.len()).step_by(3) {
            try_everything(&document[..length]);
        }
    }
}

/// Deep nesting must not overflow the stack.
#[test]
fn of_deep_nesting() {
    for tag in [0x30, 0x04, 0x03, 0xa0] {
        let mut bytes = Vec::new();
        for _ in 0..2_000 {
            bytes = crate::support::pkcs8(crate::support::RSA, &crate::support::der(tag, &[&bytes]));
        }
        try_everything(&bytes);
    }
}

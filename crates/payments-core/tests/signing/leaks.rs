//! Nothing that can be printed contains any part of a private key.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_core::signing::{RsaSigner, RsaVerifier, SignError, Signature};

use crate::key_errors::cases;
use crate::keys::keys;
use crate::support::{Numbers, Vectors, backends, unpem};

const WINDOW: usize = 16;

/// Every 16 bytes of every form in which a key could be printed.
struct Needles(BTreeSet<Vec<u8>>);

impl Needles {
    fn of_all_keys() -> Self {
        let vectors = Vectors::read();
        let mut needles = Self(BTreeSet::new());
        needles.add_key(&unpem(&vectors.pkcs1));
        needles.add_key(&unpem(&vectors.pkcs8));
        if let Some(keys) = keys() {
            for pem in [
                &keys.ec_pkcs8,
                &keys.ec_sec1,
                &keys.ed25519,
                &keys.encrypted_pkcs8,
                &keys.rsa_1024,
                &keys.rsa_2048,
                &keys.rsa_2560,
                &keys.rsa_pss,
            ] {
                needles.add_key(&unpem(pem));
            }
        }
        for number in Numbers::of(&vectors.pkcs1).0 {
            needles.add(&STANDARD.encode(&number));
            for limb in number.rchunks(8) {
                let limb = limb.iter().fold(0, |limb, byte| (limb << 8) | u64::from(*byte));
                needles.add(&limb.to_string());
            }
        }
        needles
    }

    fn add_key(&mut self, der: &[u8]) {
        let hex: Vec<String> = der.iter().map(|byte| format!("{byte:02x}")).collect();
        self.add(&STANDARD.encode(der));
        self.add(&hex.concat());
        self.add(&hex.concat().to_uppercase());
        self.add(&hex.join(":"));
        self.add(&hex.join(", "));
        self.add(&format!("{der:?}"));
        self.0.extend(der.windows(WINDOW).map(<[u8]>::to_vec));
    }

    fn add(&mut self, text: &str) {
        let windows = text.as_bytes().windows(WINDOW);
        self.0.extend(windows.map(<[u8]>::to_vec));
    }

    fn found_in(&self, text: &str) -> bool {
        let one_line: Vec<u8> = text.bytes().filter(|byte| *byte != b'\n').collect();
        one_line.windows(WINDOW).any(|part| self.0.contains(part))
    }
}

fn printed(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?}").unwrap();
        source = error.source();
    }
    text
}

/// Checks that the search would find a key.
#[test]
fn the_search_finds_what_it_should() {
    let vectors = Vectors::read();
    let needles = Needles::of_all_keys();
    let der = unpem(&vectors.pkcs8);
    assert!(needles.found_in(&vectors.pkcs1));
    assert!(needles.found_in(&format!("{:?}", vectors.pkcs8)));
    assert!(needles.found_in(&format!("{der:?}")));
    assert!(needles.found_in(&format!("{der:02x?}")));
    let q = &Numbers::of(&vectors.pkcs1).0[4];
    let limb = q.rchunks(8).next().unwrap();
    let limb = limb.iter().fold(0, |limb, byte| (limb << 8) | u64::from(*byte));
    assert!(needles.found_in(&format!("BigUint {{ data: [{limb}] }}")));
    assert!(!needles.found_in("there is no key in this text, however long it is"));
}

#[test]
fn errors_show_nothing_of_the_key() {
    let needles = Needles::of_all_keys();
    for backend in backends() {
        for (name, error, _) in cases(backend) {
            let text = printed(&error);
            assert!(!needles.found_in(&text), "{backend:?}, {name}: {text}");
        }
    }
}

#[test]
fn signers_and_verifiers_show_nothing_of_the_key() {
    let vectors = Vectors::read();
    let needles = Needles::of_all_keys();
    for backend in backends() {
        let name = backend.name();
        let signer = RsaSigner::from_pem_using(backend, &vectors.pkcs8).unwrap();
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        assert_eq!(format!("{signer:?}"), format!("RsaSigner {{ backend: {name:?}, modulus_bits: 2048, .. }}"));
        assert_eq!(format!("{verifier:?}"), format!("RsaVerifier {{ backend: {name:?}, modulus_bits: 2048, .. }}"));
        assert!(!needles.found_in(&format!("{signer:#?} {verifier:#?}")));
    }
}

#[test]
fn signatures_show_their_length_only() {
    assert_eq!(format!("{:?}", Signature::new([7; 256])), "Signature(256 bytes)");
}

#[test]
fn the_signing_error_has_its_cause_as_source() {
    let error = SignError::new("no connection");
    assert_eq!(error.to_string(), "the message could not be signed");
    assert_eq!(error.source().unwrap().to_string(), "no connection");
}

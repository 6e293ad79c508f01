//! The nine published bodies, byte for byte.

use payments_core::signing::{RsaBackend, RsaSigner, RsaVerifier, Signer as _};

use crate::support::{Vectors, backends, unpem};

fn signers(backend: RsaBackend, vectors: &Vectors) -> Vec<RsaSigner> {
    let mut signers = Vec::new();
    for pem in [&vectors.pkcs1, &vectors.pkcs8] {
        signers.push(RsaSigner::from_pem_using(backend, pem).unwrap());
        signers.push(RsaSigner::from_der_using(backend, unpem(pem)).unwrap());
    }
    signers
}

fn verifiers(backend: RsaBackend, vectors: &Vectors) -> Vec<RsaVerifier> {
    let mut verifiers = Vec::new();
    for pem in [&vectors.spki, &vectors.pkcs1_public()] {
        verifiers.push(RsaVerifier::from_pem_using(backend, pem).unwrap());
        verifiers.push(RsaVerifier::from_der_using(backend, unpem(pem)).unwrap());
    }
    verifiers
}

#[tokio::test]
async fn every_backend_reproduces_them_from_every_form_of_the_key() {
    let vectors = Vectors::read();
    assert_eq!(vectors.all.len(), 9);
    for backend in backends() {
        for signer in signers(backend, &vectors) {
            assert_eq!(signer.backend(), backend);
            assert_eq!(signer.modulus_bits(), 2048);
            for vector in &vectors.all {
                let signature = signer.sign(&vector.body).await.unwrap();
                assert_eq!(signature.to_base64(), vector.signature, "{backend:?} {}", vector.name);
                assert_eq!(signer.sign_now(&vector.body).unwrap(), signature);
            }
        }
    }
}

#[test]
fn every_backend_verifies_them_from_every_form_of_the_key() {
    let vectors = Vectors::read();
    for backend in backends() {
        for verifier in verifiers(backend, &vectors) {
            assert_eq!(verifier.backend(), backend);
            assert_eq!(verifier.modulus_bits(), 2048);
            for vector in &vectors.all {
                verifier.verify_base64(&vector.body, &vector.signature).unwrap();
                let padded = format!(" \t{}\r\n", vector.signature);
                verifier.verify_base64(&vector.body, padded).unwrap();
            }
        }
    }
}

#[test]
fn the_preferred_backend_is_used_unless_one_is_named() {
    let vectors = Vectors::read();
    let Some(preferred) = RsaBackend::preferred() else {
        return;
    };
    let signer = RsaSigner::from_pem(&vectors.pkcs8).unwrap();
    let verifier = RsaVerifier::from_pem(&vectors.spki).unwrap();
    assert_eq!(signer.backend(), preferred);
    assert_eq!(verifier.backend(), preferred);
    let order = ["aws-lc-rs", "ring", "rsa"];
    let names: Vec<&str> = backends().map(RsaBackend::name).collect();
    let expected: Vec<&str> = order.into_iter().filter(|n| names.contains(n)).collect();
    assert_eq!(names, expected);
}

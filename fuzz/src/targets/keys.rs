//! RSA keys. Random bytes never come near a key, so an input may also be a list of changes to one that is made here: no
//! private key is in the corpus.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_core::signing::{KeyError, RsaBackend, RsaSigner, RsaVerifier};

use crate::keys::KEY;

/// What is read signs, and what cannot be read is refused alike by every backend.
pub(super) fn private_key(input: &[u8]) {
    let [pkcs1, pkcs8] = &KEY.private;
    match document(input, [pkcs1, pkcs8], ["RSA PRIVATE KEY", "PRIVATE KEY"]) {
        Document::Der(der) => agree(|backend| signs(RsaSigner::from_der_using(backend, &der))),
        Document::Pem(pem) => agree(|backend| signs(RsaSigner::from_pem_using(backend, &pem))),
    }
}

fn signs(signer: Result<RsaSigner, KeyError>) -> Result<usize, KeyError> {
    let signer = signer?;
    let signature = signer.sign_now(b"{}").expect("a key that was taken signs");
    signer.verifier().verify(b"{}", signature.as_bytes()).expect("and its signatures are good");
    signer.verifier().verify(b"{ }", signature.as_bytes()).expect_err("for what was signed only");
    Ok(signer.modulus_bits())
}

/// What is read verifies, and what cannot be read is refused alike by every backend.
pub(super) fn public_key(input: &[u8]) {
    let [pkcs1, spki] = &KEY.public;
    match document(input, [pkcs1, spki], ["RSA PUBLIC KEY", "PUBLIC KEY"]) {
        Document::Der(der) => agree(|backend| verifies(RsaVerifier::from_der_using(backend, &der), input)),
        Document::Pem(pem) => agree(|backend| verifies(RsaVerifier::from_pem_using(backend, &pem), input)),
    }
}

fn verifies(verifier: Result<RsaVerifier, KeyError>, input: &[u8]) -> Result<usize, KeyError> {
    let verifier = verifier?;
    verifier.verify(b"{}", input).expect_err("nobody has signed it");
    verifier.verify_base64(b"{}", input).expect_err("nobody has signed it");
    Ok(verifier.modulus_bits())
}

fn agree(read: impl Fn(RsaBackend) -> Result<usize, KeyError>) {
    let results = RsaBackend::available().iter().map(|backend| (backend, read(*backend)));
    // What a backend says of its own limits, the others need not say.
    let own = |result: &Result<usize, KeyError>| {
        matches!(result, Err(KeyError::TooLarge { .. } | KeyError::UnsupportedSize { .. }))
    };
    let mut common = results.filter(|(_, result)| !own(result));
    let Some((first, expected)) = common.next() else { return };
    let expected = expected.map_err(|error| error.to_string());
    for (other, result) in common {
        assert_eq!(result.map_err(|error| error.to_string()), expected, "{other:?} and {first:?}");
    }
}

enum Document {
    Der(Vec<u8>),
    Pem(Vec<u8>),
}

/// The input as it is if it begins with a dash, as PEM does, or 0x30, as DER does. Otherwise a key, changed: the first byte
/// chooses among two forms, each in DER and in PEM, and three bytes each after it set a byte at a place.
fn document(input: &[u8], forms: [&Vec<u8>; 2], labels: [&str; 2]) -> Document {
    let (choice, changes) = match input.split_first() {
        None | Some((0x30, _)) => return Document::Der(input.to_vec()),
        Some((b'-', _)) => return Document::Pem(input.to_vec()),
        Some(choice) => choice,
    };
    let ([first, second], [first_label, second_label]) = (forms, labels);
    let (form, label) = if choice & 1 == 0 { (first, first_label) } else { (second, second_label) };
    let mut der = form.clone();
    for change in changes.chunks_exact(3) {
        let [high, low, byte] = *change else { continue };
        let place = usize::from(u16::from_be_bytes([high, low]));
        match der.get_mut(place) {
            Some(old) => *old = byte,
            None if place % 2 == 0 => drop(der.pop()),
            None => der.push(byte),
        }
    }
    if choice & 2 == 0 { Document::Der(der) } else { Document::Pem(pem(label, &der)) }
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let base64 = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n").into_bytes();
    for line in base64.as_bytes().chunks(64) {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text.extend_from_slice(format!("-----END {label}-----\n").as_bytes());
    text
}

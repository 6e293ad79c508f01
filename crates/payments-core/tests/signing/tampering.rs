//! Only the signature of exactly this message is accepted.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use payments_core::signing::{BadSignature, RsaSigner, RsaVerifier};

use crate::keys::keys;
use crate::support::{N, Numbers, Vectors, backends};

/// The webhook of 161 bytes.
fn body_and_signature(vectors: &Vectors) -> (Vec<u8>, Vec<u8>) {
    let vector = vectors.all.iter().find(|vector| vector.body.len() == 161).unwrap();
    (vector.body.clone(), STANDARD.decode(&vector.signature).unwrap())
}

#[test]
fn any_changed_byte_of_the_signature_fails() {
    let vectors = Vectors::read();
    let (body, signature) = body_and_signature(&vectors);
    for backend in backends() {
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        verifier.verify(&body, &signature).unwrap();
        for position in 0..signature.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = signature.clone();
                changed[position] ^= change;
                assert_eq!(verifier.verify(&body, &changed), Err(BadSignature));
            }
        }
    }
}

#[test]
fn any_changed_byte_of_the_message_fails() {
    let vectors = Vectors::read();
    let (body, signature) = body_and_signature(&vectors);
    for backend in backends() {
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        for position in 0..body.len() {
            for change in [0x01, 0x20, 0xff] {
                let mut changed = body.clone();
                changed[position] ^= change;
                assert_eq!(verifier.verify(&changed, &signature), Err(BadSignature));
            }
        }
        let longer = [body.as_slice(), b"\n"].concat();
        assert_eq!(verifier.verify(&longer, &signature), Err(BadSignature));
        let shorter = &body[..body.len() - 1];
        assert_eq!(verifier.verify(shorter, &signature), Err(BadSignature));
    }
}

#[test]
fn the_signature_of_another_message_or_key_fails() {
    let vectors = Vectors::read();
    let keys = keys();
    for backend in backends() {
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        for (index, vector) in vectors.all.iter().enumerate() {
            let next = &vectors.all[(index + 1) % vectors.all.len()];
            let result = verifier.verify_base64(&next.body, &vector.signature);
            assert_eq!(result, Err(BadSignature));
        }
        let Some(keys) = keys else {
            continue;
        };
        let other = &keys.rsa_exponent_3_public;
        let other = RsaVerifier::from_pem_using(backend, other).unwrap();
        let vector = &vectors.all[0];
        let result = other.verify_base64(&vector.body, &vector.signature);
        assert_eq!(result, Err(BadSignature));
    }
}

#[test]
fn a_signature_of_another_length_fails() {
    let vectors = Vectors::read();
    let (body, signature) = body_and_signature(&vectors);
    for backend in backends() {
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        let wrong = [
            Vec::new(),
            vec![0],
            vec![0; 256],
            vec![0xff; 256],
            signature[..255].to_vec(),
            signature[1..].to_vec(),
            [&[0], signature.as_slice()].concat(),
            [signature.as_slice(), &[0]].concat(),
            [signature.as_slice(), signature.as_slice()].concat(),
        ];
        for wrong in wrong {
            assert_eq!(verifier.verify(&body, &wrong), Err(BadSignature));
        }
    }
}

/// A number keeps its value without its leading zeros, and the signature must keep its length.
#[test]
fn stripped_leading_zeros_fail() {
    let vectors = Vectors::read();
    for backend in backends() {
        let signer = RsaSigner::from_pem_using(backend, &vectors.pkcs1).unwrap();
        let verifier = signer.verifier();
        let (message, signature) = (0..10_000_u32)
            .map(|counter| {
                let message = counter.to_be_bytes();
                (message, signer.sign_now(&message).unwrap())
            })
            .find(|(_, signature)| signature.as_bytes()[0] == 0)
            .unwrap();
        verifier.verify(&message, signature.as_bytes()).unwrap();
        let stripped = &signature.as_bytes()[1..];
        assert_eq!(verifier.verify(&message, stripped), Err(BadSignature));
    }
}

/// The signature plus the modulus is the same number modulo the modulus.
#[test]
fn a_signature_above_the_modulus_fails() {
    let vectors = Vectors::read();
    let n = Numbers::of(&vectors.pkcs1).0[N].clone();
    let n = &n[n.len() - 256..];
    for vector in &vectors.all {
        let signature = STANDARD.decode(&vector.signature).unwrap();
        let mut carry = 0;
        let mut sum: Vec<u8> = signature
            .iter()
            .zip(n)
            .rev()
            .map(|(a, b)| {
                let digit = u16::from(*a) + u16::from(*b) + carry;
                carry = digit >> 8;
                digit.to_be_bytes()[1]
            })
            .collect();
        sum.reverse();
        for backend in backends() {
            let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
            assert_eq!(verifier.verify(&vector.body, &sum), Err(BadSignature));
        }
    }
}

#[test]
fn base64_is_strict() {
    let vectors = Vectors::read();
    let (body, signature) = body_and_signature(&vectors);
    let good = STANDARD.encode(&signature);
    let middle = good.len() / 2;
    let url_safe = URL_SAFE.encode(&signature);
    assert_ne!(url_safe, good);
    // The last letter before the padding carries four bits that must be zero.
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let last = good.trim_end_matches('=').len() - 1;
    let value = letters.iter().position(|l| *l == good.as_bytes()[last]);
    let mut loose = good.clone().into_bytes();
    loose[last] = letters[value.unwrap() + 1];
    let wrong: Vec<Vec<u8>> = [
        String::new(),
        "broken_signature".to_owned(),
        STANDARD_NO_PAD.encode(&signature),
        url_safe,
        format!("{good}="),
        format!("{good}{good}"),
        format!("{good}!"),
        format!("\u{a0}{good}"),
        format!("{} {}", &good[..middle], &good[middle..]),
        format!("{}\n{}", &good[..middle], &good[middle..]),
        format!("{}*{}", &good[..middle], &good[middle..]),
        format!("\"{good}\""),
    ]
    .into_iter()
    .map(String::into_bytes)
    .chain([loose, vec![0xff; 344]])
    .collect();
    for backend in backends() {
        let verifier = RsaVerifier::from_pem_using(backend, &vectors.spki).unwrap();
        verifier.verify_base64(&body, &good).unwrap();
        verifier.verify_base64(&body, format!("\r\n\t {good} \n")).unwrap();
        for wrong in &wrong {
            assert_eq!(verifier.verify_base64(&body, wrong), Err(BadSignature));
        }
        let result = verifier.verify_base64(b"{}", "broken_signature");
        assert_eq!(result, Err(BadSignature));
    }
}

//! Signatures: vectors made with openssl, reproduced by every backend that is compiled in.

use bank131_client::Environment;
use bank131_client::session::SessionStatus;
use bank131_client::signing::{RsaBackend, RsaSigner, RsaVerifier};
use serde_json::Value;

use crate::support::{ANSWER, Bank, FakeResponse, SESSION, documented_transfer, header, session_id, text};

/// Keys and vectors.
pub(crate) fn vectors() -> Value {
    serde_json::from_str(include_str!("../fixtures/signatures.json")).unwrap()
}

/// The key of the vectors, in one of its encodings.
pub(crate) fn key(form: &str) -> String {
    vectors()["rsa_2048"][form].as_str().unwrap().to_owned()
}

fn signature_of(name: &str) -> String {
    let vectors = vectors();
    let vector = vectors["vectors"].as_array().unwrap().iter().find(|vector| vector["name"] == name);
    vector.unwrap()["x_partner_sign"].as_str().unwrap().to_owned()
}

fn signers() -> impl Iterator<Item = (RsaBackend, RsaSigner)> {
    RsaBackend::available()
        .iter()
        .map(|backend| (*backend, RsaSigner::from_pem_using(*backend, key("private_pkcs8_pem")).unwrap()))
}

#[test]
fn every_backend_reproduces_the_nine_vectors_from_either_form_of_the_key() {
    let vectors = vectors();
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 9);
    assert!(!RsaBackend::available().is_empty());

    for backend in RsaBackend::available() {
        for form in ["private_pkcs1_pem", "private_pkcs8_pem"] {
            let signer = RsaSigner::from_pem_using(*backend, key(form)).unwrap();
            for vector in vectors {
                let body = vector["body"].as_str().unwrap();
                assert_eq!(body.len() as u64, vector["body_bytes"], "{}", vector["name"]);
                let signature = signer.sign_now(body.as_bytes()).unwrap().to_base64();
                assert_eq!(signature, vector["x_partner_sign"], "{backend:?}, {form}, {}", vector["name"]);
            }
        }
    }
}

#[test]
fn every_backend_verifies_the_nine_vectors_only() {
    let vectors = vectors();
    for backend in RsaBackend::available() {
        let verifier = RsaVerifier::from_pem_using(*backend, key("public_spki_pem")).unwrap();
        for vector in vectors["vectors"].as_array().unwrap() {
            let (body, signature) = (vector["body"].as_str().unwrap(), vector["x_partner_sign"].as_str().unwrap());
            assert!(verifier.verify_base64(body.as_bytes(), signature).is_ok(), "{backend:?}, {}", vector["name"]);
            let changed = format!("{body} ");
            assert!(verifier.verify_base64(changed.as_bytes(), signature).is_err(), "{backend:?}, {}", vector["name"]);
        }
        assert!(verifier.verify_base64(b"{}", "broken_signature").is_err());
    }
}

#[test]
fn the_documented_request_is_sent_with_its_vector() {
    for (backend, signer) in signers() {
        let bank = Bank::with([FakeResponse::ok(ANSWER)], Environment::Demo, signer, |builder| builder);
        bank.send(&documented_transfer()).unwrap();
        let call = bank.call();
        assert_eq!(header(&call, "X-PARTNER-SIGN"), Some(&*signature_of("documented_multi_init")), "{backend:?}");
    }
}

#[test]
fn a_status_request_is_sent_with_its_vector() {
    for (backend, signer) in signers() {
        let bank = Bank::with([FakeResponse::ok(SESSION)], Environment::Live, signer, |builder| builder);
        bank.send(&SessionStatus::new(session_id())).unwrap();
        let call = bank.call();
        assert_eq!(text(&call), r#"{"session_id":"ps_3230"}"#);
        assert_eq!(header(&call, "X-PARTNER-SIGN"), Some(&*signature_of("session_id")), "{backend:?}");
    }
}

#[test]
fn only_the_body_is_signed() {
    let (_, signer) = signers().next().unwrap();
    let bank = Bank::with([FakeResponse::ok(ANSWER)], Environment::Demo, signer, |builder| builder);
    let promo = bank.client.with_project("promo-rate").unwrap().with_submerchant("sub-7").unwrap();
    bank.run(promo.send(&documented_transfer())).unwrap();

    assert_eq!(header(&bank.call(), "X-PARTNER-SIGN"), Some(&*signature_of("documented_multi_init")));
}

#[test]
fn an_invalid_key_is_an_error_that_does_not_show_it() {
    let private = RsaSigner::from_pem("wrong_private_key_format").unwrap_err();
    let public = RsaVerifier::from_pem("wrong_public_key_format").unwrap_err();
    for error in [private, public] {
        assert!(!format!("{error} {error:?}").contains("key_format"), "{error}");
    }
}

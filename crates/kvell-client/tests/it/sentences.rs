//! Error messages of callbacks that are not confirmed.

use http::HeaderMap;
use kvell_client::SignaturePolicy;
use kvell_client::callback::{ConfirmError, Mismatch};

use crate::support::{FakeResponse, Stage, vectors};

#[test]
fn a_mismatch_has_a_message() {
    for (mismatch, sentence) in [
        (Mismatch::Token, "the callback's token is not the one Kvell knows"),
        (Mismatch::Mask, "the callback's card mask is not the one Kvell knows"),
    ] {
        assert_eq!(mismatch.to_string(), sentence);
        assert_eq!(ConfirmError::from(mismatch).to_string(), sentence);
    }
}

#[test]
fn a_failed_request_keeps_its_message() {
    let stage = Stage::new([FakeResponse::broken()]);
    let body = vectors()["callback"]["raw_body"].as_str().unwrap().to_owned();
    let callbacks = stage.client.callbacks(SignaturePolicy::VerifyIfPresent);
    let callback = callbacks.receive(&HeaderMap::new(), body.as_bytes()).unwrap();
    let ConfirmError::Call(error) = stage.run(stage.client.confirm(&callback)).unwrap_err() else {
        panic!("no answer")
    };
    let sentence = error.to_string();
    assert!(sentence.contains("the connection broke"), "{sentence}");
    assert_eq!(ConfirmError::Call(error).to_string(), sentence);
}

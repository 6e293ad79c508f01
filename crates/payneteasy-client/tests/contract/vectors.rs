//! The document's example requests, signed by oauthlib.

use std::collections::BTreeMap;
use std::fs;

use payments_contract::{Checked, Failure};
use serde::Deserialize;

use crate::oauth;

#[derive(Deserialize)]
struct Vectors {
    key: Key,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Key {
    public_spki_pem: String,
}

#[derive(Deserialize)]
struct Vector {
    /// That of its case of `transfer-form`.
    name: String,
    url: String,
    /// The decoded parameters of the body.
    parameters: Vec<(String, String)>,
    oauth: BTreeMap<String, String>,
    base_string: String,
    signature: String,
}

impl Vectors {
    fn load() -> Result<Self, Failure> {
        Ok(serde_json::from_str(include_str!("vectors.json"))?)
    }
}

/// The public half of the key with which the samples' client signs.
pub(crate) fn public_key() -> Result<String, Failure> {
    Ok(Vectors::load()?.key.public_spki_pem)
}

/// The body of a case's request, which the client's is compared with byte for byte.
fn body(case: &str) -> Result<String, Failure> {
    let file = format!("{}/tests/contract/cases/transfer-form/{case}.request.http", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(file)?;
    let (_, body) = text.split_once("\n\n").ok_or("there is no body")?;
    Ok(body.trim_end_matches('\n').to_owned())
}

#[test]
fn the_documents_examples_are_sent_and_signed_as_oauthlib_does() -> Checked {
    let vectors = Vectors::load()?.vectors;
    assert_eq!(vectors.len(), 6);
    for vector in vectors {
        // The document's parameters, in its order.
        assert_eq!(oauth::form(&body(&vector.name)?)?, vector.parameters, "{}", vector.name);
        let oauth: Vec<(String, String)> = vector.oauth.into_iter().collect();
        let base_string = oauth::base_string("POST", &vector.url, vector.parameters.iter().chain(&oauth));
        assert_eq!(base_string, vector.base_string, "{}", vector.name);
        // The check of every other request's signature takes oauthlib's too.
        oauth::is_signed(&base_string, &vector.signature)?;
    }
    Ok(())
}

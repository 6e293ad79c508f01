//! An independent check of signatures, with the keys of the vectors.

use std::fmt::Write as _;

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use payments_contract::{Checked, Failure, Recorded};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use serde_json::Value;
use sha2::Sha256;

fn vectors() -> Result<Value, Failure> {
    Ok(serde_json::from_str(include_str!("../fixtures/vectors.json"))?)
}

fn text<'a>(vectors: &'a Value, name: &str) -> Result<&'a str, Failure> {
    vectors.get(name).and_then(Value::as_str).ok_or_else(|| format!("the vectors have no {name}").into())
}

fn payouts() -> Result<Value, Failure> {
    Ok(serde_json::from_str(include_str!("../fixtures/payouts.json"))?)
}

/// Verifies the RSA signature over the body with code that is not the client's.
pub(crate) fn verify_rsa(request: &Recorded, signature: &str) -> Checked {
    is_rsa_signed(&request.body, &request.body, "signature_of_body", signature)
}

/// Verifies the RSA signature over the body and the secret.
pub(crate) fn verify_rsa_with_secret(request: &Recorded, signature: &str) -> Checked {
    let message = [request.body.as_slice(), text(&vectors()?, "secret_key")?.as_bytes()].concat();
    is_rsa_signed(&request.body, &message, "signature_of_body_and_secret", signature)
}

/// The algorithm is deterministic, so where openssl has signed the same body, the signature must be the same too.
fn is_rsa_signed(body: &[u8], message: &[u8], name: &str, signature: &str) -> Checked {
    let payouts = payouts()?;
    let keys = payouts.get("rsa_2048").ok_or("the payouts' vectors have no key")?;
    let key = VerifyingKey::<Sha256>::new(RsaPublicKey::from_public_key_pem(text(keys, "public_spki_pem")?)?);
    key.verify(message, &RsaSignature::try_from(BASE64.decode(signature)?.as_slice())?)?;
    let vectors = payouts.get("vectors").and_then(Value::as_array).ok_or("there are no payouts")?;
    let is_it = |vector: &&Value| vector.get("body").and_then(Value::as_str).map(str::as_bytes) == Some(body);
    let vector = vectors.iter().find(is_it).ok_or("openssl has not signed this body")?;
    if text(vector, name)? == signature { Ok(()) } else { Err("it is valid, but not openssl's".into()) }
}

/// Verifies `X-Signature` of the received request, with another library and the values in its path: the last number first, as
/// in both documented formulas with one or two numbers.
pub(crate) fn verify(request: &Recorded, signature: &str) -> Checked {
    let numbers = numbers(request)?;
    is_signed_over(&numbers.into_iter().rev().collect::<Vec<_>>(), signature)
}

/// The other formula of the `CardByTransaction` request: over the customer alone.
pub(crate) fn verify_customer_only(request: &Recorded, signature: &str) -> Checked {
    let numbers = numbers(request)?;
    is_signed_over(numbers.get(..1).ok_or("the path has no numbers")?, signature)
}

/// The values in `/v1/name/{value}/name/{value}`, unescaped.
fn numbers(request: &Recorded) -> Result<Vec<Vec<u8>>, Failure> {
    let path = request.target.strip_prefix("/v1/").ok_or("the path does not begin with /v1/")?;
    path.split('/').skip(1).step_by(2).map(unescape).collect()
}

fn unescape(segment: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or("an escape is cut off")?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits)?, 16)?);
        rest = after;
    }
    Ok(bytes)
}

fn is_signed_over(values: &[Vec<u8>], signature: &str) -> Checked {
    let vectors = vectors()?;
    let mut hash = Context::new(&SHA256);
    hash.update(text(&vectors, "api_key")?.as_bytes());
    for value in values {
        hash.update(value);
    }
    hash.update(text(&vectors, "secret_key")?.as_bytes());
    let mut expected = String::new();
    for byte in hash.finish().as_ref() {
        write!(expected, "{byte:02x}")?;
    }
    if signature == expected { Ok(()) } else { Err(format!("it is {signature}, not {expected}").into()) }
}

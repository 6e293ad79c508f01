//! The keys of the vectors, the client that uses them, and an independent check of its signatures.

use std::fmt::Write as _;

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kvell_client::auth::CardByTransactionSignature;
use kvell_client::common::signing::{RsaSigner, SignFuture, Signature, Signer};
use kvell_client::common::{Endpoint, RetryPolicy};
use kvell_client::{Client, ClientBuilder, CustomerKey, Environment, Kvell, RsaMessage, Secret, TransactionId};
use payments_contract::leaks::FakeTransport;
use payments_contract::{CallResult, Checked, Exchange, Failure, Recorded};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use serde_json::Value;
use sha2::Sha256;

pub(crate) const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
pub(crate) const CUSTOMER: &str = "cust-42";
pub(crate) const TOKEN: &str = "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs";
/// The request id of most responses in `cases`.
pub(crate) const REQUEST_ID: &str = "c0a8f6f2-0b1c-4a8e-9a55-7f1f1f6e1a01";

fn vectors() -> Result<Value, Failure> {
    Ok(serde_json::from_str(include_str!("../fixtures/vectors.json"))?)
}

fn text<'a>(vectors: &'a Value, name: &str) -> Result<&'a str, Failure> {
    vectors.get(name).and_then(Value::as_str).ok_or_else(|| format!("the vectors have no {name}").into())
}

pub(crate) fn secret_key() -> Result<String, Failure> {
    text(&vectors()?, "secret_key").map(str::to_owned)
}

pub(crate) fn transaction() -> Result<TransactionId, Failure> {
    Ok(TransactionId::new(TRANSACTION)?)
}

pub(crate) fn customer() -> CustomerKey {
    CustomerKey::new(CUSTOMER)
}

/// Sends a request over an in-memory wire, without a network.
pub(crate) fn send<E: Endpoint<Provider = Kvell>>(wire: &FakeTransport, request: &E) -> Result<CallResult<E>, Failure> {
    let vectors = vectors()?;
    let secret = Secret::new(text(&vectors, "secret_key")?);
    let client =
        Client::builder(Environment::Stage, text(&vectors, "api_key")?, secret).retry_policy(RetryPolicy::none());
    let client = client.payout_signer(PlainSigner, RsaMessage::Body);
    let client = client.transport(wire.clone()).clock(wire.clone()).build()?;
    Ok(wire.run(client.send(request)))
}

/// A client that talks to the case's server.
pub(crate) fn client(exchange: &Exchange) -> Result<Client, Failure> {
    client_with(exchange, CardByTransactionSignature::default())
}

pub(crate) fn client_with(exchange: &Exchange, covers: CardByTransactionSignature) -> Result<Client, Failure> {
    let builder = builder(exchange)?.payout_signer(payout_signer()?, RsaMessage::Body);
    Ok(builder.card_by_transaction_signature(covers).build()?)
}

/// A client without a signer of payouts.
pub(crate) fn builder(exchange: &Exchange) -> Result<ClientBuilder, Failure> {
    let vectors = vectors()?;
    let environment = Environment::at("http://127.0.0.1:9", &exchange.address())?;
    let builder = Client::builder(environment, text(&vectors, "api_key")?, Secret::new(text(&vectors, "secret_key")?));
    Ok(builder.retry_policy(RetryPolicy::none()))
}

/// A signer with the key of the payouts' vectors.
pub(crate) fn payout_signer() -> Result<RsaSigner, Failure> {
    let vectors = payouts()?;
    let keys = vectors.get("rsa_2048").ok_or("the payouts' vectors have no key")?;
    Ok(RsaSigner::from_pem(text(keys, "private_pkcs8_pem")?)?)
}

fn payouts() -> Result<Value, Failure> {
    Ok(serde_json::from_str(include_str!("../fixtures/payouts.json"))?)
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature")) })
    }
}

/// Verifies the RSA signature over the body with code that is not the client's.
pub(crate) fn verify_rsa(request: &Recorded, signature: &str) -> Checked {
    is_rsa_signed(&request.body, &request.body, "signature_of_body", signature)
}

/// Verifies the RSA signature over the body and the secret.
pub(crate) fn verify_rsa_with_secret(request: &Recorded, signature: &str) -> Checked {
    let message = [request.body.as_slice(), secret_key()?.as_bytes()].concat();
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

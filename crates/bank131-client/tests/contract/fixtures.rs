//! The test keys and signatures, made with openssl, and the client that uses them.

use bank131_client::common::{Endpoint, RetryPolicy};
use bank131_client::signing::{RsaSigner, SignFuture, Signature, Signer};
use bank131_client::{Bank131, Client, Environment};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use payments_contract::leaks::FakeTransport;
use payments_contract::{CallResult, Checked, Exchange, Failure, Recorded};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use serde::Deserialize;
use sha2::Sha256;

#[derive(Deserialize)]
struct Fixtures {
    rsa_2048: Keys,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Keys {
    private_pkcs8_pem: String,
    public_spki_pem: String,
}

/// A body, and its signature by openssl.
#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) body: String,
    pub(crate) x_partner_sign: String,
}

impl Fixtures {
    fn load() -> Result<Self, Failure> {
        Ok(serde_json::from_str(include_str!("../fixtures/signatures.json"))?)
    }
}

/// The signature that openssl made.
pub(crate) fn vector(name: &str) -> Result<Vector, Failure> {
    let mut vectors = Fixtures::load()?.vectors.into_iter();
    vectors.find(|vector| vector.name == name).ok_or_else(|| format!("there is no vector `{name}`").into())
}

/// A client of the case's server.
pub(crate) fn client(exchange: &Exchange) -> Result<Client, Failure> {
    let signer = RsaSigner::from_pem(Fixtures::load()?.rsa_2048.private_pkcs8_pem)?;
    Ok(Client::builder(Environment::at(&exchange.address())?, "your_project_name", signer)
        .retry_policy(RetryPolicy::none())
        .build()?)
}

/// Sends a request over a wire, without a network and without a key.
pub(crate) fn send<E: Endpoint<Provider = Bank131>>(
    wire: &FakeTransport,
    request: &E,
) -> Result<CallResult<E>, Failure> {
    let client = Client::builder(Environment::Demo, "your_project_name", PlainSigner).retry_policy(RetryPolicy::none());
    let client = client.transport(wire.clone()).clock(wire.clone()).build()?;
    Ok(wire.run(client.send(request)))
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature")) })
    }
}

/// Verifies a signature with code that is not the client's. The algorithm is deterministic, so where openssl has signed
/// the same body, the signature must be the same too.
pub(crate) fn verify(request: &Recorded, signature: &str) -> Checked {
    let Fixtures { rsa_2048, vectors } = Fixtures::load()?;
    let key = VerifyingKey::<Sha256>::new(RsaPublicKey::from_public_key_pem(&rsa_2048.public_spki_pem)?);
    let bytes = BASE64.decode(signature)?;
    key.verify(&request.body, &RsaSignature::try_from(bytes.as_slice())?)?;
    match vectors.iter().find(|vector| vector.body.as_bytes() == request.body) {
        Some(vector) if vector.x_partner_sign != signature => {
            Err(format!("it is valid, but not the one of the vector `{}`", vector.name).into())
        }
        _ => Ok(()),
    }
}

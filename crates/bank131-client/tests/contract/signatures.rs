//! An independent check of signatures.

use bank131_client::session::SessionMultiInit;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use payments_contract::{Checked, Failure, Recorded};
use payments_core::Endpoint as _;
use payments_samples::Sampled as _;
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
    public_spki_pem: String,
}

/// A body, and its signature by openssl.
#[derive(Deserialize)]
struct Vector {
    name: String,
    body: String,
    x_partner_sign: String,
}

impl Fixtures {
    fn load() -> Result<Self, Failure> {
        Ok(serde_json::from_str(include_str!("../fixtures/signatures.json"))?)
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

/// The case file has the document's example formatted for reading; openssl has signed it minified. So `verify` holds the
/// signature of the documented request against that of openssl.
#[test]
fn openssl_has_signed_the_documented_request() -> Checked {
    let Fixtures { vectors, .. } = Fixtures::load()?;
    let vector = vectors.iter().find(|vector| vector.name == "documented_multi_init").ok_or("there is no vector")?;
    let sent = SessionMultiInit::sample().request()?.body()?;
    assert_eq!((sent.bytes().len(), sent.bytes().as_ref()), (1603, vector.body.as_bytes()));
    Ok(())
}

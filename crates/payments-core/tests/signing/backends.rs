//! The backends compared with each other and with OpenSSL.

use std::sync::Arc;

use payments_core::signing::{KeyError, RsaBackend, RsaSigner, RsaVerifier, SignError, SignFuture, Signature, Signer};

use crate::keys::keys;
use crate::support::{Numbers, Vectors, backends, openssl, pem};

const MESSAGES: [&[u8]; 3] = [b"", b"{}", "{\"имя\":\"Анна\"}".as_bytes()];

fn compare(bits: &str) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("key.pem");
    let file = path.to_str().unwrap();
    let Some(_) = openssl(&["genrsa", "-out", file, bits], &[]) else {
        return;
    };
    let public = openssl(&["pkey", "-in", file, "-pubout"], &[]).unwrap();
    let pkcs1 = openssl(&["rsa", "-in", file, "-traditional"], &[]).unwrap();
    for message in MESSAGES {
        let expected = openssl(&["dgst", "-sha256", "-sign", file], message).unwrap();
        for signing in backends() {
            let pkcs1_signer = RsaSigner::from_pem_using(signing, &pkcs1).unwrap();
            let signer = RsaSigner::from_pem_file_using(signing, &path).unwrap();
            assert_eq!(signer.modulus_bits().to_string(), bits);
            let signature = signer.sign_now(message).unwrap();
            assert_eq!(signature.as_bytes(), expected, "{signing:?}, {bits} bits");
            assert_eq!(pkcs1_signer.sign_now(message).unwrap(), signature);
            for verifying in backends() {
                let verifier = RsaVerifier::from_pem_using(verifying, &public).unwrap();
                verifier.verify(message, signature.as_bytes()).unwrap();
            }
        }
    }
}

/// All tests here loop over the available backends; this one checks that there are any.
#[test]
fn each_enabled_feature_brings_its_backend_and_the_first_of_them_is_preferred() {
    let features =
        [("aws-lc-rs", cfg!(feature = "aws-lc-rs")), ("ring", cfg!(feature = "ring")), ("rsa", cfg!(feature = "rsa"))];
    let enabled: Vec<&str> = features.into_iter().filter(|(_, enabled)| *enabled).map(|(name, _)| name).collect();
    assert_eq!(backends().map(RsaBackend::name).collect::<Vec<_>>(), enabled);
    assert_eq!(RsaBackend::preferred().map(RsaBackend::name), enabled.first().copied());
}

#[test]
fn signs_2048_bits_like_openssl() {
    compare("2048");
}

#[test]
fn signs_3072_bits_like_openssl() {
    compare("3072");
}

#[test]
fn signs_4096_bits_like_openssl() {
    compare("4096");
}

#[test]
fn signs_8192_bits_where_the_backend_can() {
    let Some(keys) = keys() else {
        return;
    };
    let key = &keys.rsa_8192;
    let mut signatures = Vec::new();
    for backend in backends() {
        match RsaSigner::from_pem_using(backend, key) {
            Ok(signer) => signatures.push(signer.sign_now(b"{}").unwrap()),
            Err(KeyError::TooLarge { bits: 8192, maximum: 4096, backend: "ring" }) => {}
            Err(error) => panic!("{backend:?}: {error}"),
        }
    }
    assert!(signatures.windows(2).all(|pair| pair[0] == pair[1]));
}

/// All backends verify 8192 bits, ring too.
#[test]
fn verifies_8192_bits() {
    let Some(keys) = keys() else {
        return;
    };
    let key = &keys.rsa_8192;
    let public = openssl(&["pkey", "-pubout"], key.as_bytes()).unwrap();
    for signing in backends() {
        let Ok(signer) = RsaSigner::from_pem_using(signing, key) else {
            continue;
        };
        let signature = signer.sign_now(b"{}").unwrap();
        for verifying in backends() {
            let verifier = RsaVerifier::from_pem_using(verifying, &public).unwrap();
            verifier.verify(b"{}", signature.as_bytes()).unwrap();
            assert!(verifier.verify(b"{} ", signature.as_bytes()).is_err());
        }
    }
}

/// Go and others write the smaller prime first.
#[test]
fn the_order_of_the_primes_does_not_matter() {
    let vectors = Vectors::read();
    let swapped = Numbers::of(&vectors.pkcs1).swapped();
    let swapped = pem("RSA PRIVATE KEY", &swapped.pkcs1());
    for backend in backends() {
        let signer = RsaSigner::from_pem_using(backend, &swapped).unwrap();
        let vector = &vectors.all[0];
        let signature = signer.sign_now(&vector.body).unwrap();
        assert_eq!(signature.to_base64(), vector.signature, "{backend:?}");
    }
}

#[test]
fn a_public_exponent_of_three_is_verified() {
    let Some(keys) = keys() else {
        return;
    };
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("key.pem");
    std::fs::write(&path, &keys.rsa_exponent_3).unwrap();
    let arguments = ["dgst", "-sha256", "-sign", path.to_str().unwrap()];
    let signature = openssl(&arguments, b"{}").unwrap();
    for backend in backends() {
        let public = &keys.rsa_exponent_3_public;
        let verifier = RsaVerifier::from_pem_using(backend, public).unwrap();
        verifier.verify(b"{}", &signature).unwrap();
    }
}

#[test]
fn the_verifier_of_a_signer_verifies_its_signatures() {
    let vectors = Vectors::read();
    for backend in backends() {
        let signer = RsaSigner::from_pem_using(backend, &vectors.pkcs1).unwrap();
        let verifier = signer.clone().verifier();
        for vector in &vectors.all {
            verifier.verify_base64(&vector.body, &vector.signature).unwrap();
        }
    }
}

#[test]
fn without_a_backend_the_constructors_say_which_features_to_enable() {
    if RsaBackend::preferred().is_some() {
        return;
    }
    let vectors = Vectors::read();
    let errors = [
        RsaSigner::from_pem(&vectors.pkcs1).unwrap_err(),
        RsaSigner::from_der([]).unwrap_err(),
        RsaSigner::from_pem_file("nowhere").unwrap_err(),
        RsaVerifier::from_pem(&vectors.spki).unwrap_err(),
        RsaVerifier::from_der([]).unwrap_err(),
        RsaVerifier::from_pem_file("nowhere").unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, KeyError::NoBackend));
        for feature in ["aws-lc-rs", "ring", "rsa"] {
            assert!(error.to_string().contains(&format!("`{feature}`")));
        }
    }
}

/// A fake HSM: it responds later, and sometimes not at all.
struct Remote {
    is_reachable: bool,
}

impl Signer for Remote {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            if !self.is_reachable {
                return Err(SignError::new("the HSM does not answer"));
            }
            Ok(Signature::new(message.to_vec()))
        })
    }
}

#[tokio::test]
async fn a_custom_signer_may_be_asynchronous_and_may_fail() {
    let reachable: Arc<dyn Signer> = Arc::new(Remote { is_reachable: true });
    assert_eq!(reachable.sign(b"abc").await.unwrap().as_bytes(), b"abc");

    let unreachable: Box<dyn Signer> = Box::new(Arc::new(Remote { is_reachable: false }));
    let error = unreachable.sign(b"abc").await.unwrap_err();
    assert_eq!(error.to_string(), "the message could not be signed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the HSM does not answer");
}

#[test]
fn everything_can_be_sent_to_another_thread() {
    fn check<T: Send + Sync + 'static>() {}
    check::<RsaSigner>();
    check::<RsaVerifier>();
    check::<Signature>();
    check::<SignError>();
    check::<KeyError>();
}

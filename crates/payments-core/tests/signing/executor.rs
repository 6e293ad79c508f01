//! Where a signature is computed: long keys sign on a blocking thread, if there is a runtime.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use payments_core::signing::{RsaSigner, Signature, Signer as _};
use tokio::runtime::Builder;

use crate::keys::keys;
use crate::support::{Vectors, backends};

const MESSAGE: &[u8] = b"{}";

/// The future's output, if it is ready at once.
fn at_once<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// A signer of each backend that signs with such a key.
fn long_signers() -> Vec<RsaSigner> {
    let Some(keys) = keys() else { return Vec::new() };
    backends().filter_map(|backend| RsaSigner::from_pem_using(backend, &keys.rsa_2560).ok()).collect()
}

fn is_good(signer: &RsaSigner, signature: &Signature) -> bool {
    signer.verifier().verify(MESSAGE, signature.as_bytes()).is_ok()
}

#[test]
fn a_key_of_2048_bits_signs_at_once() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    for backend in backends() {
        let signer = RsaSigner::from_pem_using(backend, Vectors::read().pkcs8).unwrap();
        let signature = at_once(signer.sign(MESSAGE)).expect("it waits for something").unwrap();
        assert!(is_good(&signer, &signature));
    }
}

#[test]
fn a_longer_key_signs_on_a_blocking_thread() {
    for signer in long_signers() {
        // One thread: other tasks can only run while the signature waits.
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut signing = pin!(signer.sign(MESSAGE));
            assert!(at_once(signing.as_mut()).is_none(), "{:?} keeps the thread", signer.backend());
            assert!(is_good(&signer, &signing.await.unwrap()));
        });
    }
}

#[test]
fn without_a_runtime_a_longer_key_signs_at_once() {
    for signer in long_signers() {
        let signature = at_once(signer.sign(MESSAGE)).expect("it waits for something").unwrap();
        assert!(is_good(&signer, &signature));
    }
}

/// Each of them had a permit, of which there are fewer than signatures here.
#[test]
fn dropped_signatures_release_their_permits() {
    for signer in long_signers() {
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            // On a busy machine the blocking thread may be done before the first poll returns.
            let dropped = (0..200).filter(|_| at_once(signer.sign(MESSAGE)).is_none()).count();
            assert!(dropped > 0, "every signature was ready at its first poll");
            assert!(is_good(&signer, &signer.sign(MESSAGE).await.unwrap()));
        });
    }
}

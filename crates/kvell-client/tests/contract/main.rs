//! Contract tests of Kvell's documents: the bytes of every request, and the result of every documented response.
//!
//! A case is a pair of files in `cases`, and a line of the call's sample in `payments_samples`. `payments_contract` explains both.
//! The form has no cases, because no client sends it; its vectors are in the other tests.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod failures;
mod signatures;

use payments_contract::{Suite, contract_tests};

fn suite() -> Suite {
    let mut suite =
        Suite::of_samples::<failures::KvellFailures>(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"));
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("signature", signatures::verify);
    suite.check("signature_of_customer", signatures::verify_customer_only);
    suite.check("rsa_signature", signatures::verify_rsa);
    suite.check("rsa_signature_with_secret", signatures::verify_rsa_with_secret);
    suite.echoes(&["transaction", "customer_key"]);
    suite.operations(&["id", "order", "transaction", "customer_card_token"]);
    suite
}

contract_tests!(kvell_client, suite);

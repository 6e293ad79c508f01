//! Contract tests against Vepay's documents: every request, byte for byte, and the result of every documented response.
//!
//! A case is a pair of files in `cases`, and a line of the call's sample in `payments_samples`. `payments_contract` explains both.

#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod failures;
mod tokens;

use payments_contract::{Suite, contract_tests};

fn suite() -> Suite {
    let mut suite =
        Suite::of_samples::<failures::VepayFailures>(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"));
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("token", tokens::verify);
    suite.echoes(&["card.id"]).operations(&["id", "extid", "url"]);
    suite
}

contract_tests!(vepay_client, suite);

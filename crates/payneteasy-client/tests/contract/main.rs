//! Contract tests of PaynetEasy's document: the bytes of every request, and the result of every documented response.
//!
//! A case is a pair of files in `cases`, and a line of the call's sample in `payments_samples`. `payments_contract` explains both.

#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod failures;
mod oauth;
mod vectors;

use payments_contract::{Suite, contract_tests};

fn suite() -> Suite {
    let mut suite =
        Suite::of_samples::<failures::PaynetEasyFailures>(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"));
    suite.refusals(&failures::refusals_of_one()).malformed(&failures::MALFORMED_OF_ONE);
    suite.base_path("/paynet").variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("authorization", oauth::verify);
    suite.echoes(&["merchant-order-id", "paynet-order-id"]);
    suite.operations(&["paynet-order-id", "redirect-url", "recurring-payment-id", "card-ref-id"]);
    suite
}

contract_tests!(payneteasy_client, suite);

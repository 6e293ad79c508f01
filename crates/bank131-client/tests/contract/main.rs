//! Contract tests: requests are compared with Bank 131's document byte for byte, and every documented response is read.
//!
//! A case is a pair of files in `cases`, and a line of the call's sample in `payments_samples`. `payments_contract` explains both.

#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod addresses;
mod failures;
mod signatures;

use payments_contract::{Suite, contract_tests};

/// Members of responses that repeat a value of the request.
const ECHOES: [&str; 7] = [
    "recurrent.token",
    "session.id",
    "customer.reference",
    "info.token",
    "account_number",
    "amounts.source.currency",
    "amounts.destination.currency",
];

fn suite() -> Suite {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases");
    let mut suite = Suite::of_samples::<failures::Bank131Failures>(cases);
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("signature", signatures::verify);
    suite.echoes(&ECHOES).operations(&["session"]);
    suite
}

contract_tests!(bank131_client, suite);

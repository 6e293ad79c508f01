//! Contract tests against Vepay's documents: every request, byte for byte, and the result of every documented response.
//!
//! Each case is a pair of files in `cases` and a call in the file of its endpoint. `payments_contract` explains both.

mod cards;
mod check;
mod failures;
mod fixtures;
mod registration;
mod samples;

use std::process::ExitCode;

use payments_contract::Suite;
use vepay_client::ENDPOINTS;

fn main() -> ExitCode {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases");
    let mut suite = Suite::new("Vepay", cases, ENDPOINTS);
    suite.refusals(&failures::REFUSALS.map(|refusal| refusal.column));
    suite.malformed(&failures::MALFORMED.map(|answer| answer.column));
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("token", fixtures::verify);

    registration::register(&mut suite);
    cards::register(&mut suite);
    check::register(&mut suite);
    samples::register(&mut suite);
    suite.run()
}

//! Contract tests of PaynetEasy's document: the bytes of every request, and the result of every documented response.
//!
//! Each case is a pair of files in `cases` and a call in the file of its endpoint. `payments_contract` explains both.

mod create_card_ref;
mod failures;
mod fixtures;
mod oauth;
mod returns;
mod samples;
mod status;
mod transfer_form;

use std::process::ExitCode;

use payments_contract::Suite;
use payneteasy_client::ENDPOINTS;

fn main() -> ExitCode {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases");
    let mut suite = Suite::new("PaynetEasy", cases, ENDPOINTS);
    suite.base_path("/paynet");
    suite.refusals(&failures::REFUSALS.map(|refusal| refusal.column)).refusals(&failures::REFUSALS_OF_ONE);
    suite.malformed(&failures::MALFORMED.map(|answer| answer.column)).malformed(&failures::MALFORMED_OF_ONE);
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("authorization", oauth::verify);

    transfer_form::register(&mut suite);
    status::register(&mut suite);
    create_card_ref::register(&mut suite);
    returns::register(&mut suite);
    samples::register(&mut suite);
    suite.run()
}

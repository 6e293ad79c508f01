//! Contract tests: requests are compared with Bank 131's document byte for byte, and every documented response is read.
//!
//! Each case is a pair of files in `cases` and a call in the file of its endpoint; see `payments_contract`.

mod documented;
mod failures;
mod fixtures;
mod samples;
mod session_cancel;
mod session_confirm;
mod session_multi_init;
mod session_status;

use std::process::ExitCode;

use bank131_client::ENDPOINTS;
use payments_contract::Suite;

fn main() -> ExitCode {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases");
    let mut suite = Suite::new("Bank 131", cases, ENDPOINTS);
    suite.refusals(&failures::REFUSALS.map(|refusal| refusal.column));
    suite.malformed(&failures::MALFORMED.map(|answer| answer.column));
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("signature", fixtures::verify);

    session_multi_init::register(&mut suite);
    session_status::register(&mut suite);
    session_confirm::register(&mut suite);
    session_cancel::register(&mut suite);
    samples::register(&mut suite);
    suite.run()
}

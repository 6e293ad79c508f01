//! Contract tests of Kvell's documents: the bytes of every request, and the result of every documented response.
//!
//! Each case is a pair of files in `cases` and a call in the file of its endpoint. `payments_contract` explains both. The
//! form has no cases, because no client sends it; its vectors are in the other tests.

mod account2card;
mod card_by_transaction;
mod failures;
mod fixtures;
mod orders;
mod samples;

use std::process::ExitCode;

use kvell_client::ENDPOINTS;
use payments_contract::Suite;

fn main() -> ExitCode {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases");
    let mut suite = Suite::new("Kvell", cases, ENDPOINTS);
    suite.refusals(&failures::REFUSALS.map(|refusal| refusal.column));
    suite.malformed(&failures::MALFORMED.map(|answer| answer.column));
    suite.variable("version", env!("CARGO_PKG_VERSION"));
    suite.check("signature", fixtures::verify);
    suite.check("signature_of_customer", fixtures::verify_customer_only);
    suite.check("rsa_signature", fixtures::verify_rsa);
    suite.check("rsa_signature_with_secret", fixtures::verify_rsa_with_secret);

    account2card::register(&mut suite);
    card_by_transaction::register(&mut suite);
    orders::register(&mut suite);
    samples::register(&mut suite);
    suite.run()
}

//! The contract tests' harness: replays what a provider's document says against the typed calls of a client.
//!
//! # A case
//!
//! A case is a pair of plain text files that a person can read beside the document, and a typed call in code.
//! `NAME.request.http` is the request as it must travel:
//!
//! ```text
//! # Source: Example Bank, payment/status, example request.
//! # Body: minified JSON
//! POST /api/v1/payment/status
//! accept: application/json
//! content-type: application/json
//! user-agent: example-client/{version}
//! x-sign: {signature}
//!
//! {
//!   "payment_id": "p_17"
//! }
//! ```
//!
//! `NAME.response.http` is the answer as the provider sends it, its first line `HTTP 200` in place of method and path.
//!
//! - The first line names the source. More `#` lines may follow it: what is not from the source, and why.
//! - The body is everything after the first empty line, less one line feed at the very end.
//! - `# Body: minified JSON` says that the body is indented for the reader only: white space between its tokens is taken
//!   out, and nothing else is touched, before anything is compared or answered.
//! - In a request's header values, `{name}` stands for a [variable](Suite::variable). A value that is nothing but
//!   `{name}`, where the name is that of a [check](Suite::check), is verified by that check and not compared: a bare
//!   signature, or a whole header with nonce, time and signature in it.
//! - Lines end with LF. `*.http -text` in `.gitattributes` keeps Git from changing that.
//!
//! The harness starts an HTTP server that gives the answer for the request's method and path, makes the typed call, and
//! compares what arrived **byte for byte**: method, path and query, body, and the exact set and values of the headers
//! but for those of the connection (`host`, `content-length` and their kind). Names of headers have no case. What is
//! asserted about the typed result is the business of the call.
//!
//! A request file must go to its endpoint's path in the registry. If the provider lives [below a path](Suite::base_path),
//! or the endpoint has [other paths](EndpointCases::also_at), the suite says so.
//!
//! # The matrix
//!
//! Every endpoint of the client's registry has a row; the columns are success, each documented refusal, and malformed
//! answers. A cell is filled with a case, or with [the reason why there is none](EndpointCases::not_applicable); the run
//! fails if one is empty, if a file is missing, and if a file lies among the cases that no case uses.
//!
//! # A suite
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use payments_contract::{Case, Checked, Exchange, Suite};
//! use payments_core::EndpointInfo;
//!
//! const ENDPOINTS: &[EndpointInfo] = &[]; // the client's registry
//!
//! async fn paid(exchange: Exchange) -> Checked {
//!     let address = exchange.address(); // make the typed call there, and look at what comes back
//!     assert!(address.starts_with("http://127.0.0.1"));
//!     Ok(())
//! }
//!
//! fn main() -> ExitCode {
//!     let mut suite = Suite::new("Example Bank", "tests/contract/cases", ENDPOINTS);
//!     suite.refusals(&["invalid_request"]).malformed(&["truncated"]).variable("version", "0.1.0");
//!     suite.check("signature", |request, signature| match (request.body.as_slice(), signature) {
//!         (b"{}", "signature of {}") => Ok(()),
//!         _ => Err("the signature is wrong".into()),
//!     });
//!     let status = suite.row("payment/status");
//!     status.case(Case::success("paid"), paid);
//!     status.not_applicable("invalid_request", "the document names no way to get it here");
//!     suite.run()
//! }
//! ```
//!
//! A case's files lie in `payment-status/`, the endpoint's name with dashes. A refusal that is the same for all
//! endpoints is one file: `Case::refusal("invalid_request").sends("paid").answered_from("refusals")` sends the request
//! of the case `paid` and takes `refusals/invalid_request.response.http` for the answer.
//!
//! # Answers that no document shows
//!
//! From the cases the suite also makes answers about another operation, refusals that name one, and answers with a member of
//! another kind, and gives them to the client: see [`Sample`]. Every endpoint of the registry must have a sample.
//!
//! # Running it
//!
//! The suite is a test target with `harness = false`, so `cargo test -p example-client --test contract` runs it. It
//! takes the arguments that test binaries take: names to run (parts of them, or whole ones after `--exact`), `--skip`,
//! `--list`, `--quiet`; others are accepted and mean nothing here. The exit status is 1 if anything failed, and the last
//! line is the usual `test result: …`.
//!
//! For other programs, `cargo test -p example-client --test contract -- --json` prints one JSON array and nothing else
//! on standard output:
//!
//! ```text
//! [{"provider": "Example Bank", "endpoint": "payment/status", "case": "paid", "kind": "success", "ok": true,
//!   "message": ""}, …]
//! ```
//!
//! | `kind` | what it is | `endpoint` | `case` | `message` |
//! |---|---|---|---|---|
//! | `success` | a success case; there may be several in a cell | its name | the case's name | the failure |
//! | `refusal`, `malformed` | the case of that column | its name | the column | the failure |
//! | `not_applicable` | a cell without a case, always `ok` | its name | the column | the reason |
//! | `generated` | [answers that no document shows](Sample) | its name | `echo of CASE`, `merged of CASE`, `odd of CASE` | the failure |
//! | `check` | what is asked of all cases together | `*` | `matrix` or `files` | the failure |

mod arguments;
pub mod bad_input;
mod case_file;
mod compare;
mod diff;
pub mod error_sentences;
mod exchange;
mod expect;
mod generated;
mod json_text;
pub mod leaks;
mod matrix;
pub mod memory;
mod panics;
mod report;
mod run;
pub mod serde_errors;
mod structure;
mod suite;
#[cfg(test)]
mod tests;

pub use exchange::{Exchange, Recorded};
pub use expect::{Failed, expect_error, expect_hidden};
pub use generated::{CallResult, Essence, Sample};
pub use suite::{Case, Checked, EndpointCases, Failure, Kind, Suite};

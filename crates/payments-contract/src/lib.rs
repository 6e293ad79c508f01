//! Contract-test harness: replays the examples of a provider's document against the typed calls of a client.
//!
//! For each case it starts an HTTP server with the documented response, makes the typed call, and compares the request
//! **byte for byte**. `docs/contract-tests.md` in the repository says what is tested and how to run it; this page is the
//! reference of the case files and of the Rust API.
//!
//! A client has one sample of every call, in `payments-samples`: the request, the documented exchanges and what must hold of
//! their responses. From the samples and the case files comes everything else:
//!
//! ```ignore
//! use payments_contract::{Suite, contract_tests};
//!
//! fn suite() -> Suite {
//!     let mut suite = Suite::of_samples::<ExampleFailures>("tests/contract/cases");
//!     suite.variable("version", env!("CARGO_PKG_VERSION")).check("signature", verify);
//!     suite
//! }
//!
//! contract_tests!(example_client, suite);
//! ```
//!
//! [`contract_tests!`] makes plain tests, for each endpoint of the client's registry its successes, refusals, unreadable and
//! generated responses, and one that the matrix of endpoint × case is complete. If the variable `PAYMENTS_CONTRACT_REPORT` names
//! a directory, that one also writes the results of everything there, as a table and as JSON.
//!
//! # Case files
//!
//! A case is a request file and a response file. `NAME.request.http` is the expected request:
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
//! `NAME.response.http` is the provider's response, with `HTTP 200` in place of method and path.
//!
//! - The first line names the source. More `#` lines may follow: what is not from the source, and why.
//! - The body is everything after the first empty line, without a line feed at the very end.
//! - `# Body: minified JSON`: the body is indented for the reader only. White space between its tokens is removed before
//!   anything is compared or sent; nothing else is changed.
//! - In a request's header values, `{name}` is a [variable](Suite::variable). A value that consists of `{name}` only, where the
//!   name is that of a [check](Suite::check), is verified by that check instead of compared: a bare signature, or a whole
//!   header with nonce, time and signature.
//! - Header names are case-insensitive. Headers of the connection (`host`, `content-length` and the like) are not compared.
//! - Lines end with LF. `*.http -text` in `.gitattributes` keeps Git from changing that.
//!
//! The files are in `payment-status/`, the endpoint's name with dashes. A refusal that is the same for all endpoints is one
//! file: `Case::refusal("invalid_request").sends("paid").answered_from("refusals")` sends the request of the case `paid`
//! and responds with `refusals/invalid_request.response.http`.
//!
//! A request must go to its endpoint's path in the registry. If the provider is [below a path](Suite::base_path), or the
//! endpoint has [other paths](EndpointCases::also_at), the suite says so. An empty cell of the matrix needs
//! [a reason](EndpointCases::not_applicable), and every endpoint needs a [sample](payments_samples::Sample).
//!
//! # JSON results
//!
//! `cargo xtask contract --json` prints one JSON array of the results of all clients:
//!
//! ```text
//! [{"provider": "Example Bank", "endpoint": "payment/status", "case": "paid", "kind": "success", "ok": true,
//!   "message": ""}, …]
//! ```
//!
//! | `kind` | what it is | `endpoint` | `case` | `message` |
//! |---|---|---|---|---|
//! | `success` | a success case; a cell may have several | its name | the case's name | the failure |
//! | `refusal`, `malformed` | the case of that column | its name | the column | the failure |
//! | `not_applicable` | a cell without a case, always `ok` | its name | the column | the reason |
//! | `generated` | a generated response | its name | `echo of CASE`, and likewise `merged`, `odd` and `fault` | the failure |
//! | `check` | a check of all cases together | `*` | `matrix` or `files` | the failure |

pub mod bad_input;
mod compare;
mod diff;
mod entry;
pub mod error_sentences;
mod exchange;
mod expect;
mod fake_provider;
mod generated;
mod hidden_fields;
pub mod leaks;
mod matrix;
pub mod memory;
mod panics;
mod report;
mod run;
mod sample_call;
mod sampled;
pub mod sandbox;
pub mod serde_errors;
mod structure;
mod suite;
#[cfg(test)]
mod tests;

pub use exchange::{Exchange, Recorded};
pub use expect::{Failed, expect_error, expect_hidden};
pub use fake_provider::FakeProvider;
pub use hidden_fields::assert_debug_shows_only;
pub use payments_samples::{Checked, Failure};
pub use sampled::{Failures, ProviderOf, assert_stored_recoveries};
pub use suite::{Case, EndpointCases, Kind, Suite};

//! Doubles for the tests of a program that uses a client: without a network, without waiting, without a provider's keys.
//!
//! With the feature `testing`, meant for `[dev-dependencies]`. Each client offers it as its own module `testing`, together
//! with signed test callbacks.
//!
//! | in place of | there is |
//! |---|---|
//! | the HTTP client | [`FakeTransport`], which gives prepared [`FakeResponse`]s and records the requests; [`LosesResponses`] |
//! | the clock | [`VirtualClock`], which jumps to the next timer when everything waits |
//! | the key that signs requests | [`FakeSigner`] |
//! | a callback of the provider | [`SignedCallback`] and [`TestCallback`], made by the `CallbackSigner` of a client |
//!
//! The payments-sandbox crate is the other way to test: a server that verifies signatures and keeps orders.
//!
//! A call whose first two attempts fail, in no time at all:
//!
//! ```
//! use std::time::Duration;
//!
//! use payments_core::testing::{FakeResponse, FakeTransport, VirtualClock};
//! use payments_core::{Authenticate, BaseUrl, Pipeline};
//! # use payments_core::*;
//! # struct Shop;
//! # impl Provider for Shop {
//! #     const NAME: &'static str = "Example";
//! #     const USER_AGENT: &'static str = "example";
//! #     const ACCEPT: &'static str = "*/*";
//! #     type Refusal = String;
//! #     type Query = NoQuery;
//! #     type Host = ();
//! #     const DEFAULT_HOST: () = ();
//! #     type Auth<'a> = ();
//! #     fn classify(response: &RawResponse, _: EffectKind) -> Classification<String> {
//! #         if response.status.is_success() { Classification::Done } else { Classification::Undecided(None) }
//! #     }
//! #     fn names_operation(_: &RawResponse) -> bool { false }
//! #     fn is_transient(_: &String) -> bool { true }
//! # }
//! # struct Status;
//! # impl Endpoint for Status {
//! #     type Provider = Shop;
//! #     type Response = String;
//! #     type Effect = Reads;
//! #     const NAME: &'static str = "status";
//! #     const METHOD: http::Method = http::Method::GET;
//! #     const PATH: &'static str = "status";
//! #     const EVIDENCE: Evidence = Evidence::Documented;
//! #     fn body(&self) -> Result<Body, InvalidField> { Ok(Body::empty()) }
//! #     fn decode(&self, response: &RawResponse) -> Result<String, DecodeError> { json::decode(&response.body) }
//! # }
//! # struct NoAuth;
//! # impl Authenticate<Shop> for NoAuth {
//! #     fn authenticate<'a>(&'a self, _: UnsignedRequest<'a>, _: &'a ()) -> AuthFuture<'a> {
//! #         Box::pin(async { Ok(http::HeaderMap::new()) })
//! #     }
//! # }
//!
//! let transport = FakeTransport::new([
//!     FakeResponse::unreachable(),
//!     FakeResponse::http(503, "").header("retry-after", "30"),
//!     FakeResponse::ok(r#""paid""#),
//! ]);
//! let clock = VirtualClock::new();
//! // A client's builder has the same two methods.
//! let pipeline = Pipeline::<Shop>::builder()
//!     .transport(transport.clone())
//!     .clock(clock.clone())
//!     .build(BaseUrl::new("https://pay.example")?, NoAuth)?;
//!
//! let response = clock.run(pipeline.send(&Status))?;
//! assert_eq!(response.value, "paid");
//! assert_eq!(transport.requests().len(), 3);
//! assert!(clock.elapsed() >= Duration::from_secs(30));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod callback;
mod clock;
mod signer;
mod transport;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use callback::{SignedCallback, TestCallback};
pub use clock::VirtualClock;
pub use signer::FakeSigner;
pub use transport::{FakeResponse, FakeTransport, LosesResponses, header};

/// Fails the test that made an impossible demand. For the clients.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "a test that meets the unexpected has failed")]
pub fn fail(problem: fmt::Arguments<'_>) -> ! {
    panic!("{problem}")
}

/// Takes the lock even after a failed assertion, so that only the first failure is reported.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

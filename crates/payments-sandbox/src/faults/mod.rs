//! Fault injection: faults of a provider's connections and callbacks, one after another.
//!
//! A [`Script`] lists the faults of consecutive connections, in the order in which they are accepted; after its last step
//! connections are served as usual. The faults are real on the socket: a refused connection finds no listening port, a
//! truncated body has a `Content-Length` that is not kept. A connection with a fault carries one request at most; one that
//! passes carries any number, and they are one step.
//!
//! A script runs on the provider's own port ([`Builder::faults`](crate::Builder::faults),
//! [`Sandbox::set_faults`](crate::Sandbox::set_faults)) or on a [`Gate`], another port in front of the same provider, of
//! which there can be many. A request through a gate is verified and acts exactly as on the provider's own port, except that
//! a PaynetEasy request is signed for the gate's address.
//!
//! # As text
//!
//! Steps are separated by commas, as in `drop-answer,pass,429:2,drip:50ms`. [`Script`] reads and writes it.
//!
//! | step | fault | acts |
//! |---|---|---|
//! | `pass` | none, the connection is served | yes |
//! | `refuse:50ms` | [`Fault::Refuse`] | no |
//! | `close` | [`Fault::CloseBeforeReading`] | no |
//! | `reset` | [`Fault::ResetBeforeReading`] | no |
//! | `close-mid-request:100` | [`Fault::CloseMidRequest`], after this many bytes | no |
//! | `drop-answer` | [`Fault::DropAnswer`] | yes |
//! | `502` | [`Fault::BadGateway`] | no |
//! | `502:acted` | [`Fault::BadGateway`] | yes |
//! | `429:2` | [`Fault::TooManyRequests`], `Retry-After` in seconds | no |
//! | `429:date:2` | [`Fault::TooManyRequests`], `Retry-After` as a date this many seconds from now | no |
//! | `truncate-body` | [`Fault::TruncateBody`] | yes |
//! | `drip:50ms` | [`Fault::Drip`] | yes |
//! | `silence` | [`Fault::Silence`] | yes |
//! | `oversize:2000000` | [`Fault::Oversize`], in bytes | yes |
//! | `wrong-content-type` | [`Fault::WrongContentType`] | yes |
//! | `unreadable` | [`Fault::Unreadable`] | yes |
//! | `answers-about-another` | [`Fault::AnswersAboutAnother`] | yes |
//! | `redirect:http://elsewhere.invalid/` | [`Fault::Redirect`] | no |
//! | `stale` | [`Fault::Stale`] | yes |
//! | `random:SEED:LENGTH` | this many steps of [`Script::random`] from all kinds | |
//!
//! A time is a whole number of `ms` or `s`.
//!
//! # Callbacks
//!
//! A provider's callbacks have their own script, [`CallbackScript`]: callbacks can be duplicated, reordered, replayed,
//! tampered with, or delivered before the response that caused them. [`Builder::callback_faults`] and
//! [`Sandbox::set_callback_faults`] start one; [`Delivery::fault`] is the fault of a callback.
//!
//! [`Builder::callback_faults`]: crate::Builder::callback_faults
//! [`Delivery::fault`]: crate::Delivery::fault
//! [`Sandbox::set_callback_faults`]: crate::Sandbox::set_callback_faults

mod callback;
mod exchange;
mod fault;
mod gate;
mod generator;
mod script;
mod text;

pub use callback::{CallbackFault, CallbackScript};
pub use exchange::{Exchange, ForeignIdentifier};
pub use fault::{Fault, FaultKind, RetryAfter};
pub use gate::Gate;
pub use script::Script;
pub use text::ScriptError;

//! What all client crates have in common: money, errors, callbacks, settings, transports, and the building blocks of custom
//! endpoints. Each client offers it as its module `common`.

pub use crate::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Unverified, Verified,
};
pub use crate::json::{self, Json};
pub use crate::{
    AuthError, BaseUrl, Body, BodyChunks, BuildError, CardData, CardError, CardExpiry, CardMask, CardNumber, Changes,
    ChunkFuture, Classification, Clock, Currency, Date, DecodeError, Download, Effect, EffectKind, Endpoint,
    EndpointInfo, EndpointKind, ErrorKind, Evidence, FlatFields, HttpContext, Idempotency, InvalidField, Money,
    MoneyError, MovesMoney, NoRuntime, Outcome, Path, PollError, PollSchedule, Provider, Query, Randomness,
    RandomnessError, RawResponse, Reads, Recover, RecoverableChanges, RecoveryError, Response, ResponseBody,
    RetryPolicy, Secret, SecurityCode, Sleep, Timeouts, Timestamp, Transport, TransportError, TransportFuture,
    UrlError, Why, signing,
};
#[cfg(feature = "reqwest")]
pub use crate::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

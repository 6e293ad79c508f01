//! What all client crates have in common: money, errors, callbacks, settings, transports, and the building blocks of custom
//! endpoints. Each client offers it as its module `common`.

pub use crate::callback::{
    Acknowledgement, CallbackError, EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, KeyName,
    KeyRing, ProcessedEvents, Recorded, Unverified, Verified,
};
pub use crate::json::{self, Json};
pub use crate::{
    AccountNumber, AuthError, BaseUrl, Bik, Body, BodyChunks, BuildError, CardData, CardError, CardExpiry, CardMask,
    CardNumber, Changes, ChunkFuture, Classification, Clock, Currency, Date, DecodeError, Download, Effect, EffectKind,
    Email, Endpoint, EndpointInfo, EndpointKind, ErrorKind, Evidence, FlatFields, Hidden, HttpContext, Idempotency,
    Inn, InvalidField, Minutes, Money, MoneyError, MovesMoney, NoRuntime, Outcome, Path, Phone, PollError,
    PollSchedule, Provider, ProviderText, Query, Randomness, RandomnessError, RawResponse, Reads, Recover,
    RecoverableChanges, RecoveryError, Response, ResponseBody, RetryPolicy, Secret, SecurityCode, Sleep, Timeouts,
    Timestamp, Transport, TransportError, TransportFuture, UrlError, Why, signing,
};
#[cfg(feature = "reqwest")]
pub use crate::{ReqwestTransport, ReqwestTransportBuilder, TokioClock};

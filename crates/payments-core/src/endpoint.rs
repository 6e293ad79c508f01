//! What an endpoint declares about itself, and what a provider declares about all of its endpoints.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use zeroize::{Zeroize as _, Zeroizing};

use crate::json::DecodeError;
use crate::url::Path;
use crate::validation::InvalidField;

/// A provider: what is the same for all its endpoints.
pub trait Provider: Sized + Send + Sync + 'static {
    /// Its name, as people write it.
    const NAME: &'static str;

    /// The `User-Agent` of the client.
    const USER_AGENT: &'static str;

    /// The `Accept` header of every request.
    const ACCEPT: &'static str;

    /// What it says when it refuses. `Display` gives code and message, scrubbed of card numbers.
    type Refusal: fmt::Debug + fmt::Display + Send + Sync + 'static;

    /// How to learn what became of a call whose answer was lost.
    type Recovery: Clone + fmt::Debug + Send + Sync + 'static;

    /// Says what a response to a call with this effect means, before its HTTP status is believed.
    ///
    /// The pipeline adds what holds for every provider: a refusal that [names an operation](Self::names_operation) proves
    /// nothing, and an error in answer to a question is a refusal unless it [may pass](Self::is_transient).
    fn classify(response: &RawResponse, effect: EffectKind) -> Classification<Self::Refusal>;

    /// Whether the response names an operation at the provider, or carries the object that was asked for: its number, its
    /// address, the object itself. A refusal that does is no proof that nothing happened.
    fn names_operation(response: &RawResponse) -> bool;

    /// Whether a refusal reports trouble on the provider's side, after which the same question may still be answered.
    fn is_transient(refusal: &Self::Refusal) -> bool;
}

/// What a provider's response means.
#[derive(Debug)]
pub enum Classification<R> {
    /// The call was carried out; the response is its answer.
    Done,
    /// The call was not carried out, and the provider says so.
    Refused(R),
    /// The response does not prove either: the provider reports trouble on its side, or says nothing readable.
    Undecided(Option<R>),
}

/// A provider's response, read to its end.
///
/// `Debug` shows the status and the size of the body, which may hold personal data or tokens.
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    delimited: bool,
}

impl RawResponse {
    /// A response, for tests of [`Provider::classify`] and [`Endpoint::decode`]. Its body is delimited.
    pub const fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, delimited: true }
    }

    /// The same response, with a body that only the end of its connection ended.
    #[must_use]
    pub fn undelimited(self) -> Self {
        Self { delimited: false, ..self }
    }

    /// Whether the body's end was marked, by a `Content-Length` or by the last chunk, so that all of it is here.
    ///
    /// A body that ended with its connection (HTTP/1.0, or a server that writes neither) may have been cut: nothing tells the
    /// end of a body from a broken connection. Where a cut body can still be read, as a form can, ask before believing its
    /// last value.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{HeaderMap, StatusCode};
    /// use payments_core::RawResponse;
    ///
    /// let form = Bytes::from_static(b"status=approved&order-id=68");
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), form);
    /// assert!(response.is_delimited());
    /// assert!(!response.undelimited().is_delimited());
    /// ```
    pub const fn is_delimited(&self) -> bool {
        self.delimited
    }

    /// Whether HTTP itself says that the request was not carried out: it was turned away before it was acted on. It is what is
    /// left to believe where the body says nothing. The other statuses leave it open: 400 is also the status of "it exists
    /// already", 402, 409, 422 and their neighbours may come after the deed, as 408, 425 and 5xx may.
    pub fn is_refused_by_http(&self) -> bool {
        matches!(
            self.status.as_u16(),
            401 | 403..=407 | 410 | 411 | 413..=418 | 421 | 426 | 428 | 429 | 431 | 451
        )
    }

    /// Whether HTTP turns away whoever calls, or what is called, before anything else is looked at: no right, no such address,
    /// too often. Stronger than [`is_refused_by_http`](Self::is_refused_by_http): it is believed beside any error code.
    pub fn refuses_the_caller(&self) -> bool {
        matches!(self.status.as_u16(), 401 | 403 | 404 | 405 | 429)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// An endpoint of a provider. The implementing type is the request; its value is one call.
///
/// A request owns everything that makes the call what it is, its idempotency key included, so that sending it again sends
/// the same bytes.
pub trait Endpoint: Sync {
    /// Whose endpoint it is.
    type Provider: Provider;

    /// What the answer is read into.
    type Response: Send;

    /// What the call does in the world: [`Reads`], [`Changes`] or [`MovesMoney`]. The last demands [`Recover`].
    type Effect: Effect<Self>;

    /// Its name in the provider's document, such as `session/status`.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path below the base address, with `{parameters}`, without a leading slash.
    const PATH: &'static str;

    /// Checks the request against the provider's documented rules. Nothing is sent if a rule is broken.
    ///
    /// # Errors
    ///
    /// The first field that breaks a rule.
    fn validate(&self) -> Result<(), InvalidField> {
        Ok(())
    }

    /// The path, with the values of its parameters.
    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH)
    }

    /// Headers of this request, beside those that every request of the provider has.
    ///
    /// # Errors
    ///
    /// A value cannot stand in a header.
    fn headers(&self, _headers: &mut HeaderMap) -> Result<(), InvalidField> {
        Ok(())
    }

    /// The body. It is encoded once per call; these bytes are signed and sent.
    ///
    /// # Errors
    ///
    /// A value has no wire form.
    fn body(&self) -> Result<Body, InvalidField>;

    /// Says what a response to this endpoint means: what it means everywhere at the provider, unless one word means
    /// something else here.
    fn classify(&self, response: &RawResponse) -> Classification<<Self::Provider as Provider>::Refusal> {
        Self::Provider::classify(response, Self::Effect::KIND)
    }

    /// Reads the answer, once [`Endpoint::classify`] has found the call carried out, and holds it against the question: an answer
    /// that names another operation than this request does is an error, see [`check_echo`](crate::check_echo).
    ///
    /// # Errors
    ///
    /// The answer cannot be read, or is about something else. That does not undo the call.
    fn decode(&self, response: &RawResponse) -> Result<Self::Response, DecodeError>;
}

/// How to learn what became of a call that moves money.
///
/// An endpoint that moves money and does not say this does not compile:
///
/// ```compile_fail,E0277
/// # use payments_core::*;
/// # struct Example;
/// # impl Provider for Example {
/// #     const NAME: &'static str = "Example";
/// #     const USER_AGENT: &'static str = "example";
/// #     const ACCEPT: &'static str = "*/*";
/// #     type Refusal = String;
/// #     type Recovery = ();
/// #     fn classify(_: &RawResponse, _: EffectKind) -> Classification<String> { Classification::Done }
/// #     fn names_operation(_: &RawResponse) -> bool { false }
/// #     fn is_transient(_: &String) -> bool { false }
/// # }
/// struct Transfer;
///
/// impl Endpoint for Transfer {
///     type Provider = Example;
///     type Response = ();
///     type Effect = MovesMoney; // error: `Transfer` does not implement `Recover`
/// #     const NAME: &'static str = "transfer";
/// #     const METHOD: http::Method = http::Method::POST;
/// #     const PATH: &'static str = "transfer";
/// #     fn body(&self) -> Result<Body, InvalidField> { Ok(Body::empty()) }
/// #     fn decode(&self, _: &RawResponse) -> Result<(), DecodeError> { Ok(()) }
/// }
/// ```
pub trait Recover: Endpoint {
    /// Whether the provider promises that the same request, sent twice, acts once.
    const IDEMPOTENCY: Idempotency;

    /// The way to learn the fate of this very call, given what the provider said, if it said anything.
    ///
    /// After a crash, or when the call's future was dropped, `None` gives the same way as an error would. That nothing is
    /// found there at once is not final: the request may still be under way.
    fn recovery(&self, said: Option<&<Self::Provider as Provider>::Refusal>) -> <Self::Provider as Provider>::Recovery;
}

/// Whether a call may be sent again when nobody knows whether the first one arrived. What provably never left may be sent
/// again whatever this says; [`RetryPolicy`](crate::RetryPolicy) has the whole table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idempotency {
    /// As often as you like: it changes nothing.
    Safe,
    /// With the same key and the same bytes: the provider acts once.
    Keyed,
    /// As [`Keyed`](Self::Keyed), except that no document of the provider promises it. A person may decide to; a client
    /// does so of itself only after [`RetryPolicy::retry_undocumented_keys`](crate::RetryPolicy::retry_undocumented_keys).
    KeyedUndocumented,
    /// Not once it may have arrived: it might act twice.
    None,
}

mod sealed {
    /// Keeps [`Effect`](super::Effect) to the three that are here.
    pub trait Sealed {}
}

impl sealed::Sealed for Reads {}
impl sealed::Sealed for Changes {}
impl sealed::Sealed for MovesMoney {}

/// What a call does in the world: [`Reads`], [`Changes`] or [`MovesMoney`].
///
/// Sealed: with an effect of one's own, money could move in a call that is repeated freely and has no recovery.
///
/// ```compile_fail,E0277
/// use payments_core::{Effect, EffectKind, Endpoint, Provider, Idempotency};
///
/// struct MovesMoneyFreely;
///
/// impl<E: Endpoint> Effect<E> for MovesMoneyFreely {
///     const KIND: EffectKind = EffectKind::MovesMoney;
///     const IDEMPOTENCY: Idempotency = Idempotency::Safe;
///
///     fn recovery(
///         _endpoint: &E,
///         _said: Option<&<E::Provider as Provider>::Refusal>,
///     ) -> Option<<E::Provider as Provider>::Recovery> {
///         None
///     }
/// }
/// ```
pub trait Effect<E: Endpoint + ?Sized>: sealed::Sealed {
    /// The effect as data.
    const KIND: EffectKind;

    /// Whether it may be sent again when it may have arrived.
    const IDEMPOTENCY: Idempotency;

    /// How its fate is learnt, given what the provider said.
    fn recovery(
        endpoint: &E,
        said: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery>;
}

/// What a call does in the world, as data: what [`Effect`] is as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EffectKind {
    /// It changes nothing: [`Reads`].
    Reads,
    /// It changes something, and moves no money: [`Changes`].
    Changes,
    /// It moves money, or decides whether money moves: [`MovesMoney`].
    MovesMoney,
}

impl EffectKind {
    /// Whether a call may have moved money.
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::MovesMoney)
    }
}

/// The call changes nothing and may be repeated freely.
#[derive(Debug)]
pub enum Reads {}

impl<E: Endpoint> Effect<E> for Reads {
    const KIND: EffectKind = EffectKind::Reads;
    const IDEMPOTENCY: Idempotency = Idempotency::Safe;

    fn recovery(
        _endpoint: &E,
        _said: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        None
    }
}

/// The call moves money, or decides whether money moves.
#[derive(Debug)]
pub enum MovesMoney {}

impl<E: Recover> Effect<E> for MovesMoney {
    const KIND: EffectKind = EffectKind::MovesMoney;
    const IDEMPOTENCY: Idempotency = E::IDEMPOTENCY;

    fn recovery(
        endpoint: &E,
        said: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        Some(endpoint.recovery(said))
    }
}

/// The call changes something at the provider, but moves no money: it saves a card, makes a reference. It is repeated of
/// itself only if it provably never left.
#[derive(Debug)]
pub enum Changes {}

impl<E: Endpoint> Effect<E> for Changes {
    const KIND: EffectKind = EffectKind::Changes;
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(
        _endpoint: &E,
        _said: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        None
    }
}

/// An endpoint's declaration as data, for registries and documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// Its name in the provider's document.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// What it does in the world.
    pub effect: EffectKind,
    /// Whether it may be sent again when it may have arrived.
    pub idempotency: Idempotency,
}

impl EndpointInfo {
    /// The declaration of `E`.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            effect: E::Effect::KIND,
            idempotency: E::Effect::IDEMPOTENCY,
        }
    }
}

/// An encoded body: its bytes and their content type. The bytes are wiped when the last holder lets go of them.
#[derive(Clone)]
pub struct Body {
    content_type: Option<&'static str>,
    bytes: Bytes,
}

const BODY_CAPACITY: usize = 8 * 1024;

impl Body {
    /// No body at all.
    pub const fn empty() -> Self {
        Self { content_type: None, bytes: Bytes::new() }
    }

    /// A JSON body.
    ///
    /// # Errors
    ///
    /// A value has no JSON form.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidField> {
        // Room for any documented request: a buffer that grows leaves card data behind in the smaller one.
        let mut bytes = Zeroizing::new(Vec::with_capacity(BODY_CAPACITY));
        serde_json::to_writer(&mut *bytes, value).map_err(|_| InvalidField::new("body", "must have a JSON form"))?;
        Ok(Self::new("application/json", std::mem::take(&mut *bytes)))
    }

    /// A body in another format, with its content type.
    pub fn new(content_type: &'static str, mut bytes: Vec<u8>) -> Self {
        // A call may wait for long, and there may be thousands: none keeps the room that it did not need. Nor is that room wiped,
        // because nothing was written there.
        let exact: Box<[u8]> = bytes.as_slice().into();
        bytes.as_mut_slice().zeroize();
        Self { content_type: Some(content_type), bytes: Bytes::from_owner(Zeroizing::new(exact)) }
    }

    /// The bytes.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content type, unless there is no body.
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Body({} bytes)", self.bytes.len())
    }
}

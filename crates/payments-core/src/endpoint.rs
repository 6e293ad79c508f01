//! Traits that describe a provider and its endpoints.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use zeroize::{Zeroize as _, Zeroizing};

use crate::json::DecodeError;
use crate::url::Path;
use crate::validation::InvalidField;

/// A payment provider: what all its endpoints share.
pub trait Provider: Sized + Send + Sync + 'static {
    /// The provider's name, for people.
    const NAME: &'static str;

    /// The `User-Agent` header of every request.
    const USER_AGENT: &'static str;

    /// The `Accept` header of every request.
    const ACCEPT: &'static str;

    /// The provider's error. `Display` gives code and message, scrubbed of card numbers.
    type Refusal: fmt::Debug + fmt::Display + Send + Sync + 'static;

    /// How to recover a call whose outcome is unknown.
    type Recovery: Clone + fmt::Debug + Send + Sync + 'static;

    /// Classifies the response to a call with this effect, before its HTTP status is considered.
    ///
    /// The pipeline adds the rules that hold for every provider: a refusal that [names an
    /// operation](Self::names_operation) proves nothing, and an error in response to a read is a refusal unless it is
    /// [transient](Self::is_transient).
    fn classify(response: &RawResponse, effect: EffectKind) -> Classification<Self::Refusal>;

    /// Whether the response names an operation at the provider or contains the requested object: its number, its URL,
    /// or the object itself. A refusal that does so is no proof that nothing happened.
    fn names_operation(response: &RawResponse) -> bool;

    /// Whether a refusal reports a transient error on the provider's side, so that the same read may succeed later.
    fn is_transient(refusal: &Self::Refusal) -> bool;
}

/// The meaning of a provider's response.
#[derive(Debug)]
pub enum Classification<R> {
    /// The call was carried out.
    Done,
    /// The call was not carried out, and the provider says so.
    Refused(R),
    /// The outcome is unknown: the provider reports an error on its side, or the response cannot be understood.
    Undecided(Option<R>),
}

/// A provider's HTTP response with its whole body.
///
/// `Debug` shows the status and the body size only: the body may contain personal data or tokens.
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
    /// Creates a response, for tests of [`Provider::classify`] and [`Endpoint::decode`]. Its body is delimited.
    pub const fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, delimited: true }
    }

    /// Marks the body as ended only by the end of its connection.
    #[must_use]
    pub fn undelimited(self) -> Self {
        Self { delimited: false, ..self }
    }

    /// Whether the end of the body was marked, by `Content-Length` or by the last chunk, so that the body is complete.
    ///
    /// A body that ended with its connection (HTTP/1.0, or a server that sends neither) may have been cut: a complete
    /// body cannot be distinguished from a broken connection. If a cut body can still be parsed, as a form can, check
    /// this before trusting its last value.
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

    /// Whether the HTTP status alone says that the request was rejected before it was acted on. Use it where the body
    /// says nothing. The other statuses leave the outcome open: 400 is also returned for an object that already exists;
    /// 402, 409, 422 and similar ones may come after the operation was carried out, as may 408, 425 and 5xx.
    pub fn is_refused_by_http(&self) -> bool {
        matches!(
            self.status.as_u16(),
            401 | 403..=407 | 410 | 411 | 413..=418 | 421 | 426 | 428 | 429 | 431 | 451
        )
    }

    /// Whether the HTTP status rejects the caller or the address before anything else is checked: no permission, no
    /// such address, too many requests. Stronger than [`is_refused_by_http`](Self::is_refused_by_http): it is believed
    /// whatever the error code in the body.
    pub fn rejects_caller(&self) -> bool {
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

/// A request of one provider endpoint. The implementing type is the request; its value is one call.
///
/// A request owns everything that identifies the call, including its idempotency key, so sending it again sends the
/// same bytes.
pub trait Endpoint: Sync {
    /// The provider of this endpoint.
    type Provider: Provider;

    /// The type of the decoded response.
    type Response: Send;

    /// The effect of the call: [`Reads`], [`Changes`] or [`MovesMoney`]. The last requires [`Recover`].
    type Effect: Effect<Self>;

    /// The endpoint's name in the provider's documentation, such as `session/status`.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path below the base URL, with `{parameters}`, without a leading slash.
    const PATH: &'static str;

    /// Validates the request against the provider's documented rules. Nothing is sent if a rule is broken.
    ///
    /// # Errors
    ///
    /// The first field that breaks a rule.
    fn validate(&self) -> Result<(), InvalidField> {
        Ok(())
    }

    /// The path with its parameters filled in.
    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH)
    }

    /// Adds headers of this request to those that every request of the provider has.
    ///
    /// # Errors
    ///
    /// A value cannot be used in a header.
    fn headers(&self, _headers: &mut HeaderMap) -> Result<(), InvalidField> {
        Ok(())
    }

    /// Encodes the body. It is called once per call; these bytes are signed and sent.
    ///
    /// # Errors
    ///
    /// A value has no wire form.
    fn body(&self) -> Result<Body, InvalidField>;

    /// Classifies the response. The default is [`Provider::classify`]; override it where a code means something else
    /// for this endpoint.
    fn classify(&self, response: &RawResponse) -> Classification<<Self::Provider as Provider>::Refusal> {
        Self::Provider::classify(response, Self::Effect::KIND)
    }

    /// Decodes the response of a call that [`Endpoint::classify`] has found carried out, and compares it with the
    /// request: a response that names another operation than the request does is an error, see
    /// [`check_echo`](crate::check_echo).
    ///
    /// # Errors
    ///
    /// The response cannot be decoded, or is about something else. That does not undo the call.
    fn decode(&self, response: &RawResponse) -> Result<Self::Response, DecodeError>;
}

/// How to recover a call that moves money when its outcome is unknown.
///
/// A call that only reads needs none:
///
/// ```
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
///     type Effect = Reads;
/// #     const NAME: &'static str = "transfer";
/// #     const METHOD: http::Method = http::Method::POST;
/// #     const PATH: &'static str = "transfer";
/// #     fn body(&self) -> Result<Body, InvalidField> { Ok(Body::empty()) }
/// #     fn decode(&self, _: &RawResponse) -> Result<(), DecodeError> { Ok(()) }
/// }
/// ```
///
/// One that moves money without declaring it does not compile:
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
    /// Whether the provider promises that the same request, sent twice, is carried out once.
    const IDEMPOTENCY: Idempotency;

    /// How to learn the outcome of this call, given the provider's error, if it returned one.
    ///
    /// After a crash, or after the call's future was dropped, pass `None`: it gives the same recovery as an error
    /// would. Not finding the operation at once is not final: the request may still be on its way.
    fn recovery(
        &self,
        refusal: Option<&<Self::Provider as Provider>::Refusal>,
    ) -> <Self::Provider as Provider>::Recovery;
}

/// Whether a call may be sent again after it may have arrived. A call that was provably not sent may be sent again
/// whatever this says; [`RetryPolicy`](crate::RetryPolicy) has the whole table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idempotency {
    /// Any number of times: the call changes nothing.
    Safe,
    /// With the same idempotency key and the same bytes: the provider acts once.
    Keyed,
    /// Like [`Keyed`](Self::Keyed), but the provider does not document it. A person may decide to send it again; a
    /// client does so automatically only after
    /// [`RetryPolicy::retry_undocumented_keys`](crate::RetryPolicy::retry_undocumented_keys).
    KeyedUndocumented,
    /// Never, once it may have arrived: it might act twice.
    None,
}

mod sealed {
    /// Limits [`Effect`](super::Effect) to the three types here.
    pub trait Sealed {}
}

impl sealed::Sealed for Reads {}
impl sealed::Sealed for Changes {}
impl sealed::Sealed for MovesMoney {}

/// The effect of a call: [`Reads`], [`Changes`] or [`MovesMoney`].
///
/// Sealed: a custom effect could let money move in a call that is retried freely and has no recovery.
///
/// A trait of the same form can be implemented:
///
/// ```
/// use payments_core::{EffectKind, Endpoint, Idempotency, Provider};
///
/// struct MovesMoneyFreely;
///
/// # trait Effect<E: Endpoint + ?Sized> {
/// #     const KIND: EffectKind;
/// #     const IDEMPOTENCY: Idempotency;
/// #     fn recovery(
/// #         endpoint: &E,
/// #         refusal: Option<&<E::Provider as Provider>::Refusal>,
/// #     ) -> Option<<E::Provider as Provider>::Recovery>;
/// # }
/// impl<E: Endpoint> Effect<E> for MovesMoneyFreely { // an open trait
///     const KIND: EffectKind = EffectKind::MovesMoney;
///     const IDEMPOTENCY: Idempotency = Idempotency::Safe;
///
///     fn recovery(
///         _endpoint: &E,
///         _refusal: Option<&<E::Provider as Provider>::Refusal>,
///     ) -> Option<<E::Provider as Provider>::Recovery> {
///         None
///     }
/// }
/// ```
///
/// This one cannot:
///
/// ```compile_fail,E0277
/// use payments_core::{EffectKind, Endpoint, Idempotency, Provider};
///
/// struct MovesMoneyFreely;
///
/// # trait Effect<E: Endpoint + ?Sized> {
/// #     const KIND: EffectKind;
/// #     const IDEMPOTENCY: Idempotency;
/// #     fn recovery(
/// #         endpoint: &E,
/// #         refusal: Option<&<E::Provider as Provider>::Refusal>,
/// #     ) -> Option<<E::Provider as Provider>::Recovery>;
/// # }
/// impl<E: Endpoint> payments_core::Effect<E> for MovesMoneyFreely { // error: the trait is sealed
///     const KIND: EffectKind = EffectKind::MovesMoney;
///     const IDEMPOTENCY: Idempotency = Idempotency::Safe;
///
///     fn recovery(
///         _endpoint: &E,
///         _refusal: Option<&<E::Provider as Provider>::Refusal>,
///     ) -> Option<<E::Provider as Provider>::Recovery> {
///         None
///     }
/// }
/// ```
pub trait Effect<E: Endpoint + ?Sized>: sealed::Sealed {
    /// The effect as data.
    const KIND: EffectKind;

    /// Whether the call may be sent again after it may have arrived.
    const IDEMPOTENCY: Idempotency;

    /// How to recover the call, given the provider's error.
    fn recovery(
        endpoint: &E,
        refusal: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery>;
}

/// The effect of a call as data: [`Effect`] is the same as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EffectKind {
    /// The call changes nothing: [`Reads`].
    Reads,
    /// The call changes something and moves no money: [`Changes`].
    Changes,
    /// The call moves money, or decides whether money moves: [`MovesMoney`].
    MovesMoney,
}

impl EffectKind {
    /// Whether a call with this effect moves money.
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::MovesMoney)
    }
}

/// A call that changes nothing and may be retried freely.
#[derive(Debug)]
pub enum Reads {}

impl<E: Endpoint> Effect<E> for Reads {
    const KIND: EffectKind = EffectKind::Reads;
    const IDEMPOTENCY: Idempotency = Idempotency::Safe;

    fn recovery(
        _endpoint: &E,
        _refusal: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        None
    }
}

/// A call that moves money, or decides whether money moves.
#[derive(Debug)]
pub enum MovesMoney {}

impl<E: Recover> Effect<E> for MovesMoney {
    const KIND: EffectKind = EffectKind::MovesMoney;
    const IDEMPOTENCY: Idempotency = E::IDEMPOTENCY;

    fn recovery(
        endpoint: &E,
        refusal: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        Some(endpoint.recovery(refusal))
    }
}

/// A call that changes something at the provider but moves no money: it saves a card or creates a reference. It is
/// retried automatically only if it was provably not sent.
#[derive(Debug)]
pub enum Changes {}

impl<E: Endpoint> Effect<E> for Changes {
    const KIND: EffectKind = EffectKind::Changes;
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(
        _endpoint: &E,
        _refusal: Option<&<E::Provider as Provider>::Refusal>,
    ) -> Option<<E::Provider as Provider>::Recovery> {
        None
    }
}

/// An endpoint's declaration as data, for registries and documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The endpoint's name in the provider's documentation.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// The effect of the call.
    pub effect: EffectKind,
    /// Whether the call may be sent again after it may have arrived.
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

/// An encoded request body: its bytes and content type. The bytes are wiped when the last clone is dropped.
#[derive(Clone)]
pub struct Body {
    content_type: Option<&'static str>,
    bytes: Bytes,
}

const BODY_CAPACITY: usize = 8 * 1024;

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Self { content_type: None, bytes: Bytes::new() }
    }

    /// A JSON body.
    ///
    /// # Errors
    ///
    /// A value has no JSON form.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidField> {
        // Large enough for any documented request: growing the buffer would leave card data in the smaller one.
        let mut bytes = Zeroizing::new(Vec::with_capacity(BODY_CAPACITY));
        serde_json::to_writer(&mut *bytes, value).map_err(|_| InvalidField::new("body", "must have a JSON form"))?;
        Ok(Self::new("application/json", std::mem::take(&mut *bytes)))
    }

    /// A body in another format, with its content type.
    pub fn new(content_type: &'static str, mut bytes: Vec<u8>) -> Self {
        // A call may wait for a long time, and there may be thousands, so unused capacity is not kept. It is not wiped
        // either, because nothing was written there.
        let exact: Box<[u8]> = bytes.as_slice().into();
        bytes.as_mut_slice().zeroize();
        Self { content_type: Some(content_type), bytes: Bytes::from_owner(Zeroizing::new(exact)) }
    }

    /// The bytes.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content type, or `None` if there is no body.
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Body({} bytes)", self.bytes.len())
    }
}

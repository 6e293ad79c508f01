//! The traits of a request: what it is called, what it sends, what it does, and how to recover it.

use http::{HeaderMap, Method};

use crate::body::Body;
use crate::effect_kind::{EffectKind, Idempotency};
use crate::endpoint_info::{CardData, EndpointInfo, EndpointKind, Evidence};
use crate::json::DecodeError;
use crate::provider::{Classification, Provider};
use crate::raw_response::RawResponse;
use crate::recovery::Recovery;
use crate::url::Path;
use crate::validation::InvalidField;

/// A request of one provider endpoint. The implementing type is the request; its value is one call.
///
/// A request owns everything that identifies the call, including its idempotency key, so sending it again sends the
/// same bytes.
pub trait Endpoint: Sync {
    /// The provider of this endpoint.
    type Provider: Provider;

    /// The type of the decoded response.
    type Response: Send;

    /// The effect of the call: [`Reads`](crate::Reads), [`Changes`](crate::Changes),
    /// [`RecoverableChanges`](crate::RecoverableChanges) or [`MovesMoney`](crate::MovesMoney). The last two require
    /// [`Recover`].
    type Effect: Effect<Self>;

    /// The endpoint's name in the provider's documentation, such as `session/status`.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path below the base URL, with `{parameters}`, without a leading slash.
    const PATH: &'static str;

    /// How well the endpoint is known.
    const EVIDENCE: Evidence;

    /// The card data that its requests can carry: what counts for a shop's PCI DSS scope.
    const CARD_DATA: CardData = CardData::None;

    /// The provider's host that serves it.
    const HOST: <Self::Provider as Provider>::Host = <Self::Provider as Provider>::DEFAULT_HOST;

    /// The name of this call. Only a [raw call](crate::RawCall) has another than [`NAME`](Self::NAME).
    fn name(&self) -> &'static str {
        Self::NAME
    }

    /// The HTTP method of this call. Only a [raw call](crate::RawCall) has another than [`METHOD`](Self::METHOD).
    fn method(&self) -> Method {
        Self::METHOD
    }

    /// The host of this call. Only a [raw call](crate::RawCall) has another than [`HOST`](Self::HOST).
    fn host(&self) -> <Self::Provider as Provider>::Host {
        Self::HOST
    }

    /// The card data in this very request.
    fn card_data(&self) -> CardData {
        Self::CARD_DATA
    }

    /// How the call is authenticated, where the provider has several ways.
    fn auth(&self) -> <Self::Provider as Provider>::Auth<'_> {
        Default::default()
    }

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
    fn classify(&self, response: &RawResponse) -> Classification<RefusalOf<Self>> {
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

pub(crate) mod sealed {
    /// Limits [`Effect`](super::Effect) to the four types of this crate.
    pub trait Sealed {}
}

/// The effect of a call: [`Reads`](crate::Reads), [`Changes`](crate::Changes),
/// [`RecoverableChanges`](crate::RecoverableChanges) or [`MovesMoney`](crate::MovesMoney).
///
/// Sealed: a custom effect could let money move in a call that is retried freely and has no recovery.
///
/// A trait of the same form can be implemented:
///
/// ```
/// use payments_core::{EffectKind, Endpoint, Idempotency};
///
/// struct MovesMoneyFreely;
///
/// # trait Effect<E: Endpoint + ?Sized> {
/// #     const KIND: EffectKind;
/// #     const IDEMPOTENCY: Idempotency;
/// # }
/// impl<E: Endpoint> Effect<E> for MovesMoneyFreely { // an open trait
///     const KIND: EffectKind = EffectKind::MovesMoney;
///     const IDEMPOTENCY: Idempotency = Idempotency::Safe;
/// }
/// ```
///
/// This one cannot:
///
/// ```compile_fail,E0277
/// use payments_core::{EffectKind, Endpoint, Idempotency};
///
/// struct MovesMoneyFreely;
///
/// # trait Effect<E: Endpoint + ?Sized> {
/// #     const KIND: EffectKind;
/// #     const IDEMPOTENCY: Idempotency;
/// # }
/// impl<E: Endpoint> payments_core::Effect<E> for MovesMoneyFreely { // error: the trait is sealed
///     const KIND: EffectKind = EffectKind::MovesMoney;
///     const IDEMPOTENCY: Idempotency = Idempotency::Safe;
/// }
/// ```
pub trait Effect<E: Endpoint + ?Sized>: sealed::Sealed {
    /// The effect as data.
    const KIND: EffectKind;

    /// Whether the call may be sent again after it may have arrived.
    const IDEMPOTENCY: Idempotency;

    /// How to recover the call, given the provider's error. Default: there is nothing to recover.
    fn recovery(_endpoint: &E, _refusal: Option<&RefusalOf<E>>) -> Option<RecoveryOf<E>> {
        None
    }
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
/// #     type Query = NoQuery;
/// #     type Host = ();
/// #     const DEFAULT_HOST: () = ();
/// #     type Auth<'a> = ();
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
/// #     const EVIDENCE: Evidence = Evidence::Documented;
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
/// #     type Query = NoQuery;
/// #     type Host = ();
/// #     const DEFAULT_HOST: () = ();
/// #     type Auth<'a> = ();
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
/// #     const EVIDENCE: Evidence = Evidence::Documented;
/// #     fn body(&self) -> Result<Body, InvalidField> { Ok(Body::empty()) }
/// #     fn decode(&self, _: &RawResponse) -> Result<(), DecodeError> { Ok(()) }
/// }
/// ```
pub trait Recover: Endpoint {
    /// Whether the provider promises that the same request, sent twice, is carried out once.
    const IDEMPOTENCY: Idempotency;

    /// How to learn the outcome of this call, given the provider's error, if it returned one.
    ///
    /// After the call's future was dropped, pass `None`. After a crash use
    /// [`stored_recovery`](Self::stored_recovery) instead, whose text was stored before the call. Not finding the
    /// operation at once is not final: the request may still be on its way.
    fn recovery(&self, refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self>;

    /// The recovery to store with the order before the call is sent, for the time after a crash.
    ///
    /// Card data must not be stored, so a request that has some cannot be sent again then: it is recovered by its
    /// callback, unless the endpoint says otherwise.
    fn stored_recovery(&self) -> RecoveryOf<Self> {
        match self.recovery(None) {
            Recovery::Resend if self.card_data() != CardData::None => Recovery::AwaitCallback,
            recovery => recovery,
        }
    }
}

/// The recovery of an endpoint.
pub type RecoveryOf<E> = Recovery<<<E as Endpoint>::Provider as Provider>::Query>;

/// The error of an endpoint's provider.
pub type RefusalOf<E> = <<E as Endpoint>::Provider as Provider>::Refusal;

impl EndpointInfo {
    /// The declaration of `E`.
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            kind: EndpointKind::Call,
            method: E::METHOD,
            path: E::PATH,
            effect: E::Effect::KIND,
            idempotency: E::Effect::IDEMPOTENCY,
            evidence: E::EVIDENCE,
            card_data: E::CARD_DATA,
        }
    }
}

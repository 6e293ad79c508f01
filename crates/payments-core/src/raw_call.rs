//! Raw calls: endpoints that have no type of their own yet.

use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, Method};

use crate::body::Body;
use crate::effect::{Changes, MovesMoney, Reads};
use crate::effect_kind::Idempotency;
use crate::endpoint::{Endpoint, Recover, RecoveryOf, RefusalOf};
use crate::endpoint_info::{CardData, Evidence};
use crate::json::DecodeError;
use crate::provider::Provider;
use crate::raw_response::RawResponse;
use crate::recovery::Recovery;
use crate::url::Path;
use crate::validation::InvalidField;

/// A request to an endpoint that this version has no type for. It goes through the same pipeline as any other: timeouts,
/// authentication, classification, outcome and recovery.
///
/// `E` is its effect, [`Reads`], [`Changes`] or [`MovesMoney`], and yours to know: a read is retried freely. Without a
/// recovery a call that moves money cannot be created. Its response is a [`RawResponse`], once the provider's rules have
/// found it carried out.
///
/// ```
/// use payments_core::{Body, CardData, MovesMoney, Provider, RawCall, Recovery};
///
/// fn payout<P: Provider>(order: &str) -> Result<RawCall<P, MovesMoney>, payments_core::InvalidField> {
///     let body = Body::json(&serde_json::json!({"order": order, "amount": 10_000}))?;
///     Ok(RawCall::moves_money("payout", http::Method::POST, "v1/payout", Recovery::AwaitCallback)
///         .with_body(body))
/// }
/// ```
pub struct RawCall<P: Provider, E> {
    name: &'static str,
    method: Method,
    host: P::Host,
    template: &'static str,
    parameters: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    headers: HeaderMap,
    body: Body,
    card_data: CardData,
    auth: AuthOf<P, E>,
    recovery: Option<Recovery<P::Query>>,
    effect: PhantomData<fn() -> E>,
}

/// Chooses how a raw call is authenticated, and over which of its values.
type AuthOf<P, E> = for<'a> fn(&'a RawCall<P, E>) -> <P as Provider>::Auth<'a>;

impl<P: Provider> RawCall<P, Reads> {
    /// Creates a call that changes nothing and may be retried freely.
    pub fn reads(name: &'static str, method: Method, path: &'static str) -> Self {
        Self::new(name, method, path, None)
    }
}

impl<P: Provider> RawCall<P, Changes> {
    /// Creates a call that changes something but moves no money.
    pub fn changes(name: &'static str, method: Method, path: &'static str) -> Self {
        Self::new(name, method, path, None)
    }
}

impl<P: Provider> RawCall<P, MovesMoney> {
    /// Creates a call that moves money, with its recovery. It is never sent again automatically once it may have arrived.
    pub fn moves_money(name: &'static str, method: Method, path: &'static str, recovery: Recovery<P::Query>) -> Self {
        Self::new(name, method, path, Some(recovery))
    }
}

impl<P: Provider, E> RawCall<P, E> {
    fn new(name: &'static str, method: Method, path: &'static str, recovery: Option<Recovery<P::Query>>) -> Self {
        Self {
            name,
            method,
            host: P::DEFAULT_HOST,
            template: path,
            parameters: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            card_data: CardData::None,
            auth: |_| Default::default(),
            recovery,
            effect: PhantomData,
        }
    }

    /// Sets the host, if it is not the provider's default one.
    #[must_use]
    pub fn with_host(self, host: P::Host) -> Self {
        Self { host, ..self }
    }

    /// Sets the value of a `{parameter}` of the path.
    #[must_use]
    pub fn with_parameter(mut self, parameter: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((parameter, value.into()));
        self
    }

    /// Adds a parameter to the query string.
    #[must_use]
    pub fn with_query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Adds headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sets the body. Default: none.
    #[must_use]
    pub fn with_body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// Declares the card data in the request. Default: none.
    #[must_use]
    pub fn with_card_data(self, card_data: CardData) -> Self {
        Self { card_data, ..self }
    }

    /// Chooses how the call is authenticated, where the provider has several ways. Default: as most endpoints.
    #[must_use]
    pub fn with_auth(self, auth: AuthOf<P, E>) -> Self {
        Self { auth, ..self }
    }

    /// The value of a `{parameter}` of the path, for [`with_auth`](Self::with_auth).
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find_map(|(parameter, value)| (*parameter == name).then_some(value.as_str()))
    }
}

/// One implementation for each effect: a generic one would be defined by itself.
macro_rules! endpoint_with_effect {
    ($($effect:ty),*) => {$(
        impl<P: Provider> Endpoint for RawCall<P, $effect> {
            type Provider = P;
            type Response = RawResponse;
            type Effect = $effect;

            const NAME: &'static str = "raw";
            const METHOD: Method = Method::POST;
            const PATH: &'static str = "{path}";
            const EVIDENCE: Evidence = Evidence::ThirdParty;

            fn name(&self) -> &'static str {
                self.name
            }

            fn method(&self) -> Method {
                self.method.clone()
            }

            fn host(&self) -> P::Host {
                self.host
            }

            fn card_data(&self) -> CardData {
                self.card_data
            }

            fn auth(&self) -> P::Auth<'_> {
                (self.auth)(self)
            }

            fn path(&self) -> Path<'_> {
                let path = self.parameters.iter().fold(Path::new(self.template), |path, (name, value)| path.with(name, value));
                self.query.iter().fold(path, |path, (name, value)| path.query(name, value.as_str()))
            }

            fn headers(&self, headers: &mut HeaderMap) -> Result<(), InvalidField> {
                headers.extend(self.headers.clone());
                Ok(())
            }

            fn body(&self) -> Result<Body, InvalidField> {
                Ok(self.body.clone())
            }

            fn decode(&self, response: &RawResponse) -> Result<RawResponse, DecodeError> {
                Ok(response.clone())
            }
        }
    )*};
}

endpoint_with_effect!(Reads, Changes, MovesMoney);

impl<P: Provider> Recover for RawCall<P, MovesMoney> {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self> {
        // Always there: no constructor leaves it out.
        self.recovery.clone().unwrap_or(Recovery::AwaitCallback)
    }
}

/// Shows the name, and nothing of the request's content.
impl<P: Provider, E> fmt::Debug for RawCall<P, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RawCall").field("name", &self.name).field("body", &self.body).finish_non_exhaustive()
    }
}

//! A tiny provider: one endpoint that moves money, one that reads, one with path parameters.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{HeaderMap, HeaderValue, Method};
use payments_core::{
    Body, Classification, DecodeError, EffectKind, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, Path,
    Provider, Query, RawResponse, Reads, Recover, Recovery, RecoveryOf, RefusalOf, check_length, json,
};
use serde::{Deserialize, Serialize, Serializer};

use super::PAN;

#[derive(Debug)]
pub(crate) struct TinyBank;

/// Repeats the provider's message unchanged: redacting it is left to the core.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.code, self.message)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatusByOrder(pub(crate) String);

impl Query for StatusByOrder {
    fn to_words(&self) -> Vec<String> {
        vec![self.0.clone()]
    }

    fn from_words(words: &[String]) -> Option<Self> {
        match words {
            [order] => Some(Self(order.clone())),
            _ => None,
        }
    }
}

impl Provider for TinyBank {
    const NAME: &'static str = "Tiny Bank";
    const USER_AGENT: &'static str = "tiny-bank-client/1.2.3";
    const ACCEPT: &'static str = "application/json";
    type Refusal = Refusal;
    type Query = StatusByOrder;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();

    /// Refuses with `{"code", "message"}` under any status below 500, as real providers do under 200, except for codes
    /// that it does not explain.
    fn classify(response: &RawResponse, _effect: EffectKind) -> Classification<Refusal> {
        let words = serde_json::from_slice::<Refusal>(&response.body).ok();
        match (response.status.is_server_error(), words) {
            (false, None) => Classification::Done,
            (false, Some(words)) if matches!(words.code.as_str(), "busy" | "odd") => {
                Classification::Undecided(Some(words))
            }
            (false, Some(words)) => Classification::Refused(words),
            (true, words) => Classification::Undecided(words),
        }
    }

    fn names_operation(response: &RawResponse) -> bool {
        serde_json::from_slice::<Transferred>(&response.body).is_ok()
    }

    fn is_transient(refusal: &Refusal) -> bool {
        refusal.code == "busy"
    }
}

/// A transfer: moves money. Counts how often it is encoded.
pub(crate) struct Transfer {
    pub(crate) order: String,
    pub(crate) amount: i64,
    pub(crate) encodings: Arc<AtomicUsize>,
}

impl Transfer {
    pub(crate) fn new() -> Self {
        Self { order: "order-17".to_owned(), amount: 100, encodings: Arc::default() }
    }
}

/// The wire form of a [`Transfer`].
pub(crate) const TRANSFER_BYTES: &[u8] = br#"{"order":"order-17","card":"4111111111111111","amount":100}"#;

impl Serialize for Transfer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'a> {
            order: &'a str,
            card: &'a str,
            amount: i64,
        }
        self.encodings.fetch_add(1, Ordering::SeqCst);
        Fields { order: &self.order, card: PAN, amount: self.amount }.serialize(serializer)
    }
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Transferred {
    pub(crate) id: u64,
}

impl Endpoint for Transfer {
    type Provider = TinyBank;
    type Response = Transferred;
    type Effect = MovesMoney;
    const NAME: &'static str = "transfer/create";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "v1/transfers";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        check_length("order", &self.order, 20)
    }

    fn headers(&self, headers: &mut HeaderMap) -> Result<(), InvalidField> {
        let key = HeaderValue::from_str(&self.order).map_err(|_| InvalidField::new("order", "must be a header"))?;
        headers.insert("x-idempotency-key", key);
        Ok(())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(self)
    }

    fn decode(&self, response: &RawResponse) -> Result<Transferred, DecodeError> {
        json::decode(&response.body)
    }
}

impl Recover for Transfer {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;

    fn recovery(&self, _refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self> {
        Recovery::Ask(StatusByOrder(self.order.clone()))
    }
}

/// Reads.
pub(crate) struct Balance;

impl Endpoint for Balance {
    type Provider = TinyBank;
    type Response = u64;
    type Effect = Reads;
    const NAME: &'static str = "balance";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/balance";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, response: &RawResponse) -> Result<u64, DecodeError> {
        json::decode(&response.body)
    }
}

/// Reads only whether the end of the response body was marked.
pub(crate) struct Delimited;

impl Endpoint for Delimited {
    type Provider = TinyBank;
    type Response = bool;
    type Effect = Reads;
    const NAME: &'static str = "delimited";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/delimited";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, response: &RawResponse) -> Result<bool, DecodeError> {
        Ok(response.is_delimited())
    }
}

/// Reads, with two parameters in its path.
pub(crate) struct Step<'a> {
    pub(crate) order: &'a str,
    pub(crate) step: &'a str,
}

impl Endpoint for Step<'_> {
    type Provider = TinyBank;
    type Response = u64;
    type Effect = Reads;
    const NAME: &'static str = "order/step";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/orders/{order}/steps/{step}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("order", self.order).with("step", self.step)
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, response: &RawResponse) -> Result<u64, DecodeError> {
        json::decode(&response.body)
    }
}

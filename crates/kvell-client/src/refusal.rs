//! Kvell's refusals: error codes and messages.

use std::fmt;

use http::HeaderMap;
use payments_core::json::{self, DecodeError, Json};
use payments_core::{HttpContext, ProviderText, RawResponse, identifier, open_enum, scrub};
use serde::Deserialize;

open_enum! {
    /// Kvell's numeric error code. Its messages are Russian or English and change; match on the code, never on the message.
    ///
    /// These codes were found in two clients of the API and in recorded responses; the meaning of 20009 to 20018 is unknown.
    pub enum ErrorCode {
        /// An unknown error. Also returned, with HTTP 500, for a transaction that does not exist.
        Unknown = "20000",
        /// The api key is wrong.
        InvalidApiKey = "20001",
        /// The signature is wrong. For the `CardByTransaction` request, see
        /// [`CardByTransactionSignature`](crate::auth::CardByTransactionSignature); for a payout, see
        /// [`RsaMessage`](crate::RsaMessage).
        InvalidSignature = "20002",
        /// The store has no profile at the payment service.
        NoProfile = "20003",
        /// The session does not exist.
        SessionNotFound = "20004",
        /// The payment service behind Kvell failed.
        PaymentServiceError = "20005",
        /// The store does not exist.
        StoreNotFound = "20006",
        /// The transaction number was used before: its operation already exists.
        TransactionExists = "20007",
        /// The transaction has a status Kvell cannot process.
        UnprocessedStatus = "20008",
        /// The limit of payouts is exceeded.
        PayoutLimitExceeded = "20019",
        /// A header or field breaks a rule; the message names it.
        InvalidField = "20098",
        /// The body cannot be decoded.
        InvalidBody = "20099",
    }
}

/// Whether a first call refused with this code may be retried; not for a retry of a call whose outcome is unknown.
///
/// *Inferred* from the meaning of the codes; Kvell publishes no such table. The refusal of a retry says nothing about the first
/// request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// Nothing happened. Fix the request or the settings: the same request will be refused again.
    Never,
    /// The operation may have happened: query the transaction before anything else.
    CheckFirst,
}

impl ErrorCode {
    /// The retry class of a first call refused with this code. An unlisted code is [`RetryClass::CheckFirst`].
    pub const fn retry_class(&self) -> RetryClass {
        match self {
            Self::InvalidApiKey
            | Self::InvalidSignature
            | Self::NoProfile
            | Self::SessionNotFound
            | Self::StoreNotFound
            | Self::PayoutLimitExceeded
            | Self::InvalidField
            | Self::InvalidBody => RetryClass::Never,
            Self::Unknown
            | Self::PaymentServiceError
            | Self::TransactionExists
            | Self::UnprocessedStatus
            | Self::Unlisted(_) => RetryClass::CheckFirst,
        }
    }

    /// The code as a number, which every code seen so far is.
    pub fn number(&self) -> Option<i64> {
        self.as_str().parse().ok()
    }
}

/// One error of the error list.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ErrorItem {
    #[serde(default, deserialize_with = "json::non_empty")]
    code: Option<ErrorCode>,
    #[serde(default, deserialize_with = "json::non_empty")]
    message: Option<ProviderText>,
}

impl ErrorItem {
    /// The code.
    pub const fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// Kvell's message for people.
    pub const fn message(&self) -> Option<&ProviderText> {
        self.message.as_ref()
    }
}

impl fmt::Display for ErrorItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(formatter, "{code}: {message}"),
            (Some(code), None) => write!(formatter, "{code}"),
            (None, Some(message)) => write!(formatter, "{message}"),
            (None, None) => formatter.write_str("no reason was given"),
        }
    }
}

identifier! {
    /// Kvell's number of a request (`X-Request-Id`), for its support.
    pub struct RequestId;
}

/// An error response of Kvell: its error list and the request id.
///
/// On the wire: `{"errors": [{"code": 20098, "message": "x-api-key: Field required"}]}`, and the header `X-Request-Id`.
#[derive(Clone, Debug)]
pub struct Refusal {
    errors: Vec<ErrorItem>,
    request_id: Option<RequestId>,
}

impl Refusal {
    /// Reads the error list of a response, if it has one.
    pub(crate) fn read(response: &RawResponse) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            errors: Vec<Json>,
        }

        let envelope: Result<Envelope, DecodeError> = json::decode(&response.body);
        // An unreadable error still counts as an error.
        let errors: Vec<ErrorItem> =
            envelope.ok()?.errors.iter().map(|error| error.read().unwrap_or_default()).collect();
        let request_id = id_of(&response.headers);
        (!errors.is_empty()).then_some(Self { errors, request_id })
    }

    pub(crate) fn without_errors(response: &RawResponse) -> Self {
        Self { errors: Vec::new(), request_id: id_of(&response.headers) }
    }

    /// Every error, in Kvell's order. Empty if Kvell, or a proxy in front of it, refused without an error list.
    pub fn errors(&self) -> &[ErrorItem] {
        &self.errors
    }

    /// The first error code.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.errors.iter().find_map(ErrorItem::code)
    }

    /// Whether one of the errors has this code.
    pub fn has(&self, code: &ErrorCode) -> bool {
        self.errors.iter().any(|error| error.code() == Some(code))
    }

    /// Kvell's request id (`X-Request-Id`), for its support.
    pub const fn request_id(&self) -> Option<&RequestId> {
        self.request_id.as_ref()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.errors.is_empty() {
            formatter.write_str("no reason was given; is the base URL right?")?;
        }
        for (place, error) in self.errors.iter().enumerate() {
            let separator = if place == 0 { "" } else { "; " };
            write!(formatter, "{separator}{error}")?;
        }
        match &self.request_id {
            Some(id) => write!(formatter, " (request {})", scrub(id.as_str())),
            None => Ok(()),
        }
    }
}

/// Kvell's request id (`X-Request-Id`) from the HTTP headers of a response or an error. Not every response has one.
pub fn request_id(http: &HttpContext) -> Option<RequestId> {
    id_of(http.headers())
}

fn id_of(headers: &HeaderMap) -> Option<RequestId> {
    headers.get("x-request-id")?.to_str().ok().filter(|id| !id.is_empty()).map(RequestId::new)
}

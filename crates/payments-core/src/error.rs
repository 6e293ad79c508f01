//! The error of a call, which always reports whether money may have moved.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::authenticate::AuthError;
use crate::effect_kind::EffectKind;
use crate::error_chain::Chain;
use crate::http_context::HttpContext;
use crate::json::DecodeError;
use crate::provider::Provider;
use crate::raw_response::is_transient;
use crate::recovery::Recovery;
use crate::scrub::scrub;
use crate::transport::TransportError;
use crate::validation::InvalidField;

/// The outcome of a failed call: not sent, refused or unknown.
///
/// It is about this one `send`, all its automatic attempts together. If the same request was sent before and the outcome of
/// that was unknown, then "nothing happened" is not about the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The request was provably not sent. Nothing happened.
    NotSent,
    /// The provider received the request and did not carry it out. Nothing happened.
    Refused,
    /// The provider may have carried it out: the response was lost, cannot be read, or does not say. Recover the call
    /// before doing anything else.
    Unknown,
}

/// The kind of error of the *last* attempt.
///
/// It says nothing about earlier attempts, one of which may have been carried out even if the last was not sent.
/// [`Error::outcome`] covers the whole call, all attempts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A field of the request is invalid; see [`Error::invalid_field`]. No attempt was made.
    Invalid,
    /// The request could not be signed. The last attempt was not sent.
    Signing,
    /// No connection could be made, or there is no Tokio runtime to make it on. The last attempt was not sent.
    Unreachable,
    /// The connection broke after the last attempt may have been sent.
    Interrupted,
    /// The timeout passed, before or after the last attempt was sent.
    Timeout,
    /// The provider refused the last attempt; see [`Error::refusal`].
    Refused,
    /// The provider responded to the last attempt without saying whether it acted: an error on its side.
    Undecided,
    /// The response to the last attempt cannot be read, or is larger than the limit.
    Unreadable,
}

/// The error of a call, which says whether money may have moved.
///
/// Every error has an [`outcome`](Self::outcome). If it is [`Outcome::Unknown`] and the call moves money,
/// [`recovery`](Self::recovery) is how to learn what happened.
///
/// `Display` is one sentence with the provider's code and message, [scrubbed](crate::scrub). Neither it nor `Debug` shows
/// a key, a token, a card number or a body.
pub struct Error<P: Provider>(Box<Details<P>>);

/// How many attempts were made, and what the earlier ones may have done.
#[derive(Clone, Copy, Default)]
pub(crate) struct Attempts {
    pub(crate) made: u32,
    pub(crate) prior: PriorAttempts,
}

/// What the attempts before the last one may have done.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PriorAttempts {
    /// None of them did anything.
    #[default]
    Nothing,
    /// One of them arrived and was refused, as all that arrived were.
    WasRefused,
    /// One of them may have arrived, and the call changes nothing.
    MayHaveArrived,
    /// One of them may have acted, so the failure of the last one proves nothing.
    MayHaveActed,
}

impl PriorAttempts {
    /// What to add to the sentence where the last attempt alone does not explain the outcome.
    fn adds_to(self, last: Outcome) -> Option<&'static str> {
        match (self, last) {
            (Self::MayHaveActed, _) | (Self::MayHaveArrived, Outcome::NotSent) => Some("may have arrived"),
            (Self::WasRefused, Outcome::NotSent) => Some("was refused"),
            _ => None,
        }
    }
}

struct Details<P: Provider> {
    endpoint: &'static str,
    effect: EffectKind,
    attempts: Attempts,
    outcome: Outcome,
    problem: Problem<P::Refusal>,
    http: Option<Box<HttpContext>>,
    recovery: Option<Recovery<P::Query>>,
}

/// The cause of a failed attempt, with its details.
pub(crate) enum Problem<R> {
    Invalid(InvalidField),
    Signing(AuthError),
    Transport(TransportError),
    TimeoutBeforeSending,
    TimeoutAfterSending,
    Refused(R),
    Undecided(Option<R>),
    Unreadable(DecodeError),
    TooLarge { limit: usize },
}

impl<R> From<InvalidField> for Problem<R> {
    fn from(field: InvalidField) -> Self {
        Self::Invalid(field)
    }
}

impl<R> Problem<R> {
    fn refusal(&self) -> Option<&R> {
        match self {
            Self::Refused(refusal) | Self::Undecided(Some(refusal)) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::Invalid,
            Self::Signing(_) => ErrorKind::Signing,
            Self::Transport(error) if error.may_have_been_sent() => ErrorKind::Interrupted,
            Self::Transport(_) => ErrorKind::Unreachable,
            Self::TimeoutBeforeSending | Self::TimeoutAfterSending => ErrorKind::Timeout,
            Self::Refused(_) => ErrorKind::Refused,
            Self::Undecided(_) => ErrorKind::Undecided,
            Self::Unreadable(_) | Self::TooLarge { .. } => ErrorKind::Unreadable,
        }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::Invalid(_) | Self::Signing(_) | Self::TimeoutBeforeSending => Outcome::NotSent,
            Self::Transport(error) if !error.may_have_been_sent() => Outcome::NotSent,
            Self::Refused(_) => Outcome::Refused,
            Self::Transport(_)
            | Self::TimeoutAfterSending
            | Self::Undecided(_)
            | Self::Unreadable(_)
            | Self::TooLarge { .. } => Outcome::Unknown,
        }
    }
}

impl<P: Provider> Error<P> {
    pub(crate) fn new(
        endpoint: &'static str,
        effect: EffectKind,
        attempts: Attempts,
        problem: Problem<P::Refusal>,
        http: Option<Box<HttpContext>>,
        recovery: impl FnOnce(Option<&P::Refusal>) -> Option<Recovery<P::Query>>,
    ) -> Self {
        let outcome = match (attempts.prior, problem.outcome()) {
            (PriorAttempts::MayHaveActed, _) | (PriorAttempts::MayHaveArrived, Outcome::NotSent) => Outcome::Unknown,
            (PriorAttempts::WasRefused, Outcome::NotSent) => Outcome::Refused,
            (_, outcome) => outcome,
        };
        let recovery = if outcome == Outcome::Unknown { recovery(problem.refusal()) } else { None };
        Self(Box::new(Details { endpoint, effect, attempts, outcome, problem, http, recovery }))
    }

    /// The outcome of the call, all attempts together: [`Outcome::Unknown`] if any of them may have acted.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether this call may have moved money: its outcome is unknown, and its effect is to move money. A status query that
    /// fails has not moved any: what it asked about may have.
    pub fn money_may_have_moved(&self) -> bool {
        self.0.effect.moves_money() && self.0.outcome == Outcome::Unknown
    }

    /// Whether the same read may succeed if it is sent again. It may after: no connection, no response in time, a
    /// response that cannot be read, an error on the provider's side, too many requests (HTTP 429). It will not where
    /// there is no Tokio runtime ([`NoRuntime`](crate::NoRuntime)).
    pub fn is_transient(&self) -> bool {
        let status = self.http().map(HttpContext::status);
        match &self.0.problem {
            Problem::Invalid(_) => false,
            Problem::Transport(error) => !error.lacks_runtime(),
            Problem::Refused(_) => status == Some(StatusCode::TOO_MANY_REQUESTS),
            // Without an error from the provider, only the status tells.
            Problem::Undecided(None) => status.is_none_or(|status| !status.is_client_error() || is_transient(status)),
            _ => true,
        }
    }

    /// The kind of error of the last attempt. [`outcome`](Self::outcome) covers the whole call.
    pub fn kind(&self) -> ErrorKind {
        self.0.problem.kind()
    }

    /// The number of attempts made: 0 if the request was invalid.
    pub fn attempts(&self) -> u32 {
        self.0.attempts.made
    }

    /// The name of the endpoint in the provider's documentation.
    pub fn endpoint(&self) -> &'static str {
        self.0.endpoint
    }

    /// The provider's error, if the last attempt was refused or returned an error on the provider's side.
    pub fn refusal(&self) -> Option<&P::Refusal> {
        self.0.problem.refusal()
    }

    /// The invalid field, if nothing was sent because of it.
    pub fn invalid_field(&self) -> Option<&InvalidField> {
        match &self.0.problem {
            Problem::Invalid(field) => Some(field),
            _ => None,
        }
    }

    /// The HTTP response to the last attempt, if one was read.
    pub fn http(&self) -> Option<&HttpContext> {
        self.0.http.as_deref()
    }

    /// How to recover the call, if it moves money and its outcome is unknown.
    pub fn recovery(&self) -> Option<&Recovery<P::Query>> {
        self.0.recovery.as_ref()
    }
}

impl<P: Provider> Details<P> {
    /// What follows the endpoint's name in the sentence: the outcome, for the caller.
    fn consequence(&self) -> &'static str {
        match (self.outcome, self.effect.moves_money()) {
            (Outcome::NotSent, _) => "was not sent",
            (Outcome::Refused, _) => "was refused",
            (Outcome::Unknown, true) => "may have been carried out",
            // The call moves no money: only the response is lost.
            (Outcome::Unknown, false) if self.problem.refusal().is_some() => "was answered with an error",
            (Outcome::Unknown, false) if self.http.is_some() => "got no usable response",
            (Outcome::Unknown, false) => "got no response",
        }
    }
}

impl<P: Provider> fmt::Display for Error<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { endpoint, attempts, problem, http, .. } = &*self.0;
        write!(formatter, "{} {endpoint} {}", P::NAME, self.0.consequence())?;
        if let Some(http) = http {
            write!(formatter, " (HTTP {})", http.status().as_u16())?;
        }
        // The text may come from the provider, or from a custom transport or signer.
        write!(formatter, ": {}", scrub(&problem.to_string()))?;
        if let Some(what) = attempts.prior.adds_to(problem.outcome()) {
            write!(formatter, "; an earlier one of {} attempts {what}", attempts.made)?;
        }
        Ok(())
    }
}

impl<R: fmt::Display> fmt::Display for Problem<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(field) => write!(formatter, "{field}"),
            Self::Signing(AuthError::Sign(error)) => {
                write!(formatter, "the signature could not be made: {}", Chain(error.cause()))
            }
            Self::Signing(error) => write!(formatter, "{}", Chain(error)),
            Self::Transport(error) if error.may_have_been_sent() => write!(formatter, "the connection broke: {error}"),
            Self::Transport(error) => write!(formatter, "no connection: {error}"),
            Self::TimeoutBeforeSending => formatter.write_str("timed out before it was signed"),
            Self::TimeoutAfterSending => formatter.write_str("no response within the timeout"),
            Self::Refused(refusal) | Self::Undecided(Some(refusal)) => write!(formatter, "{refusal}"),
            Self::Undecided(None) => formatter.write_str("the response does not say"),
            Self::Unreadable(error) => write!(formatter, "the response cannot be read, {error}"),
            Self::TooLarge { limit } => write!(formatter, "the response has more than {limit} bytes"),
        }
    }
}

impl<P: Provider> fmt::Debug for Error<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.kind())
            .field("outcome", &self.0.outcome)
            .field("message", &format_args!("{self}"))
            .field("recovery", &self.0.recovery)
            .finish_non_exhaustive()
    }
}

/// The sentence already contains all causes, so `source` is empty and prints nothing twice.
impl<P: Provider> StdError for Error<P> {}

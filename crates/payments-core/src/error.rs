//! The error of a call, which always says whether money may have moved.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::authenticate::AuthError;
use crate::endpoint::{EffectKind, Provider};
use crate::http_context::HttpContext;
use crate::json::DecodeError;
use crate::pipeline::is_transient;
use crate::scrub::scrub;
use crate::transport::TransportError;
use crate::validation::InvalidField;

/// An error and what caused it, down to the last cause, in one sentence. A cause that the text before it repeats already, as
/// many errors do, is not said twice.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn StdError + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sentence = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let words = error.to_string();
            if !sentence.ends_with(&words) {
                sentence.push_str(": ");
                sentence.push_str(&words);
            }
            cause = error.source();
        }
        formatter.write_str(&sentence)
    }
}

/// What became of a call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is proven that the request never left. Nothing happened.
    NotSent,
    /// The provider received the request and did not carry it out. Nothing happened.
    Refused,
    /// The provider may have carried it out: the answer was lost, cannot be read, or does not say. Look it up before
    /// doing anything else.
    Unknown,
}

/// What went wrong at the *last* attempt.
///
/// It says nothing about the attempts before, one of which may have been carried out although the last was not even sent.
/// What the whole call means, all attempts taken together, is [`Error::outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A field of the request breaks a rule; see [`Error::invalid_field`]. There was no attempt at all.
    Invalid,
    /// The signature could not be made. The last attempt was not sent.
    Signing,
    /// No connection could be made, or there is no Tokio runtime to make it in. The last attempt was not sent.
    Unreachable,
    /// The connection broke after the last attempt may have left.
    Interrupted,
    /// The time was up, before the last attempt was sent or after.
    Timeout,
    /// The provider refused the last attempt; see [`Error::refusal`].
    Refused,
    /// The provider answered the last attempt without saying whether it acted: trouble on its side.
    Undecided,
    /// The answer to the last attempt cannot be read, or is larger than allowed.
    Unreadable,
}

/// Why a call failed, and what that means for the money.
///
/// [`outcome`](Self::outcome) is always there. If it is [`Outcome::Unknown`] and the call moves money, then
/// [`recovery`](Self::recovery) is the way to learn what happened.
///
/// `Display` is one sentence with the provider's code and message, [scrubbed](crate::scrub). Neither it nor `Debug` shows
/// a key, a token, a card number or a body.
pub struct Error<P: Provider>(Box<Details<P>>);

/// How often a call was tried.
#[derive(Clone, Copy, Default)]
pub(crate) struct Attempts {
    pub(crate) made: u32,
    pub(crate) prior: PriorAttempts,
}

/// What the attempts before the last may have done.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PriorAttempts {
    /// None of them did anything.
    #[default]
    Nothing,
    /// One of them arrived and was refused, as all that arrived were.
    WasRefused,
    /// One of them may have arrived, and the call changes nothing.
    MayHaveArrived,
    /// One of them may have acted, so the last one's failure proves nothing.
    MayHaveActed,
}

impl PriorAttempts {
    /// What the sentence has to add, where the last attempt alone does not explain what the call means.
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
    recovery: Option<P::Recovery>,
}

/// What went wrong, with what is known about it.
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

impl<R> Problem<R> {
    fn said(&self) -> Option<&R> {
        match self {
            Self::Refused(refusal) | Self::Undecided(Some(refusal)) => Some(refusal),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
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
        recovery: impl FnOnce(Option<&P::Refusal>) -> Option<P::Recovery>,
    ) -> Self {
        let outcome = match (attempts.prior, problem.outcome()) {
            (PriorAttempts::MayHaveActed, _) | (PriorAttempts::MayHaveArrived, Outcome::NotSent) => Outcome::Unknown,
            (PriorAttempts::WasRefused, Outcome::NotSent) => Outcome::Refused,
            (_, outcome) => outcome,
        };
        let recovery = if outcome == Outcome::Unknown { recovery(problem.said()) } else { None };
        Self(Box::new(Details { endpoint, effect, attempts, outcome, problem, http, recovery }))
    }

    /// What became of the call, all attempts taken together: [`Outcome::Unknown`] as soon as one of them may have acted.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether this call may have moved money: its outcome is unknown, and it is of a kind that moves money.
    pub fn money_may_have_moved(&self) -> bool {
        self.0.effect.moves_money() && self.0.outcome == Outcome::Unknown
    }

    /// Whether asking again, of a question that changes nothing, may succeed: no connection, no answer in time, an answer
    /// that cannot be read, trouble on the provider's side, too many questions (HTTP 429). Where there is no Tokio runtime
    /// ([`NoRuntime`](crate::NoRuntime)) it will not.
    pub fn is_transient(&self) -> bool {
        let status = self.http().map(HttpContext::status);
        match &self.0.problem {
            Problem::Invalid(_) => false,
            Problem::Transport(error) => !error.lacks_runtime(),
            Problem::Refused(_) => status == Some(StatusCode::TOO_MANY_REQUESTS),
            // Without a word of the provider's, only the status tells.
            Problem::Undecided(None) => status.is_none_or(|status| !status.is_client_error() || is_transient(status)),
            _ => true,
        }
    }

    /// What went wrong, at the last attempt. What the call means is its [`outcome`](Self::outcome).
    pub fn kind(&self) -> ErrorKind {
        self.0.problem.kind()
    }

    /// How many attempts were made: 0 if the request broke a rule.
    pub fn attempts(&self) -> u32 {
        self.0.attempts.made
    }

    /// The endpoint that was called, by its name in the provider's document.
    pub fn endpoint(&self) -> &'static str {
        self.0.endpoint
    }

    /// What the provider said at the last attempt, if it refused or reported trouble then.
    pub fn refusal(&self) -> Option<&P::Refusal> {
        self.0.problem.said()
    }

    /// The field that broke a rule, if nothing was sent because of it.
    pub fn invalid_field(&self) -> Option<&InvalidField> {
        match &self.0.problem {
            Problem::Invalid(field) => Some(field),
            _ => None,
        }
    }

    /// The HTTP answer to the last attempt, if one was read.
    pub fn http(&self) -> Option<&HttpContext> {
        self.0.http.as_deref()
    }

    /// How to learn what happened, if the outcome of a call that moves money is unknown.
    pub fn recovery(&self) -> Option<&P::Recovery> {
        self.0.recovery.as_ref()
    }
}

impl<P: Provider> Details<P> {
    /// What follows the endpoint's name in the sentence, by what it means for the caller.
    fn consequence(&self) -> &'static str {
        match (self.outcome, self.effect.moves_money()) {
            (Outcome::NotSent, _) => "was not sent",
            (Outcome::Refused, _) => "was refused",
            (Outcome::Unknown, true) => "may have been carried out",
            // Nothing is at stake but the answer.
            (Outcome::Unknown, false) if self.problem.said().is_some() => "was answered with an error",
            (Outcome::Unknown, false) if self.http.is_some() => "gave no usable answer",
            (Outcome::Unknown, false) => "was not answered",
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
        // The words may be the provider's, or of somebody's transport or signer.
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
            Self::TimeoutBeforeSending => formatter.write_str("the time was up before it could be signed"),
            Self::TimeoutAfterSending => formatter.write_str("no answer within the timeout"),
            Self::Refused(refusal) | Self::Undecided(Some(refusal)) => write!(formatter, "{refusal}"),
            Self::Undecided(None) => formatter.write_str("the answer does not say"),
            Self::Unreadable(error) => write!(formatter, "the answer cannot be read, {error}"),
            Self::TooLarge { limit } => write!(formatter, "the answer has more than {limit} bytes"),
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

/// The whole cause is in the sentence already, so there is no `source` to print it a second time.
impl<P: Provider> StdError for Error<P> {}

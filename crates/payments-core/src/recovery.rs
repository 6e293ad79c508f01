//! Recovery: finding out what a call did when its outcome is unknown.

use std::borrow::Cow;
use std::fmt;

use crate::url::{percent_decode, percent_encode};

/// How to find out what a call did when its outcome is unknown, the same at every provider. `Q` is the provider's status
/// query.
///
/// Store it with the order before the call is sent, as [text](Self::to_text) of
/// [`Recover::stored_recovery`](crate::Recover::stored_recovery). It holds numbers and amounts, never card data, and no
/// setting of the client: recover with a client of the same merchant and project.
///
/// ```
/// use payments_core::{Query, Recovery};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct StatusOfOrder(String);
///
/// impl Query for StatusOfOrder {
///     fn to_words(&self) -> Vec<String> {
///         vec!["order".to_owned(), self.0.clone()]
///     }
///
///     fn from_words(words: &[String]) -> Option<Self> {
///         match words {
///             [kind, number] if kind == "order" => Some(Self(number.clone())),
///             _ => None,
///         }
///     }
/// }
///
/// let recovery = Recovery::Ask(StatusOfOrder("17/b".to_owned()));
/// assert_eq!(recovery.to_text(), "ask/order/17%2Fb");
/// assert_eq!(Recovery::from_text("ask/order/17%2Fb")?, recovery);
/// # Ok::<(), payments_core::RecoveryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recovery<Q> {
    /// Send the same request value again, with the same idempotency key and the same bytes. It acts once if the provider is
    /// idempotent by key: for an endpoint that is [`KeyedUndocumented`](crate::Idempotency::KeyedUndocumented) no document
    /// promises it, so ask the provider first, and wait for the callback until you know.
    ///
    /// Only success, or the refusal that names the key as used, says what the first request did. Any other refusal is
    /// about the second one alone: its [`Refused`](crate::Outcome::Refused) does not mean that nothing happened.
    Resend,
    /// Send this status query. A response is the operation and its status. A refusal of the query says nothing about
    /// the call: query again later.
    Ask(Q),
    /// Wait for the callback about the operation: nothing that can be queried names it.
    AwaitCallback,
    /// A person has to find out, in the provider's back office or from its support.
    AskAPerson(Why),
}

impl<Q: Query> Recovery<Q> {
    /// The text to store with the order: printable ASCII without spaces. It stays readable from version to version.
    pub fn to_text(&self) -> String {
        let words = match self {
            Self::Resend => vec!["resend".to_owned()],
            Self::Ask(query) => [vec!["ask".to_owned()], query.to_words()].concat(),
            Self::AwaitCallback => vec!["await-callback".to_owned()],
            Self::AskAPerson(why) => vec!["ask-a-person".to_owned(), why.as_str().to_owned()],
        };
        let words: Vec<_> = words.iter().map(|word| percent_encode(word)).collect();
        words.join("/")
    }

    /// Reads a stored text.
    ///
    /// # Errors
    ///
    /// It is not a recovery at this provider.
    pub fn from_text(text: &str) -> Result<Self, RecoveryError> {
        let words: Vec<String> = text.split('/').map(percent_decode).collect();
        let (kind, values) = words.split_first().ok_or(RecoveryError)?;
        match (kind.as_str(), values) {
            ("resend", []) => Ok(Self::Resend),
            ("ask", query) => Q::from_words(query).map(Self::Ask).ok_or(RecoveryError),
            ("await-callback", []) => Ok(Self::AwaitCallback),
            ("ask-a-person", [why]) => Ok(Self::AskAPerson(Why(why.clone().into()))),
            _ => Err(RecoveryError),
        }
    }
}

/// A status query that can be stored as text, with no card data and no secret in it.
pub trait Query: Clone + fmt::Debug + Send + Sync + Sized + 'static {
    /// The words by which it is stored: its kind, then its values. They are escaped and joined by
    /// [`Recovery::to_text`].
    fn to_words(&self) -> Vec<String>;

    /// Reads the words; `None` if they are not such a query.
    fn from_words(words: &[String]) -> Option<Self>;
}

/// For providers without a status query: it cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoQuery {}

impl Query for NoQuery {
    fn to_words(&self) -> Vec<String> {
        match *self {}
    }

    fn from_words(_words: &[String]) -> Option<Self> {
        None
    }
}

/// Why a person has to find out what a call did, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why(Cow<'static, str>);

impl Why {
    /// Wraps a sentence. Put in no card data: it is stored.
    pub const fn new(sentence: &'static str) -> Self {
        Self(Cow::Borrowed(sentence))
    }

    /// The sentence.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A stored text is not a recovery at this provider.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored text is not a recovery at this provider")]
#[non_exhaustive]
pub struct RecoveryError;

crate::debug_as_sentence!(RecoveryError);

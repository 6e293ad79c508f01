//! The trait that describes a provider, and the classification of its responses.

use std::fmt;

use crate::effect_kind::EffectKind;
use crate::raw_response::RawResponse;
use crate::recovery::Query;

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

    /// The status query that a [`Recovery`](crate::Recovery) sends; [`NoQuery`](crate::NoQuery) if there is none.
    type Query: Query;

    /// The names of the provider's hosts; `()` if there is one.
    type Host: Copy + Eq + fmt::Debug + Send + Sync + 'static;

    /// The host of the endpoints that do not name another.
    const DEFAULT_HOST: Self::Host;

    /// Which of the provider's ways to authenticate a call uses, and over which values; `()` if all calls are
    /// authenticated alike. The default is for endpoints that do not choose.
    type Auth<'a>: Default + Send + Sync;

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

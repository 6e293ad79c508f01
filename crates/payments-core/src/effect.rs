//! The effect of a call, as a type and as data, and whether it may be sent again.

use crate::endpoint::{Endpoint, Recover, RecoveryOf, RefusalOf};

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
    /// Not once it may have arrived: it might act twice. Recover it first.
    None,
}

impl Idempotency {
    /// The idempotency as a word, such as `keyed-undocumented`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Keyed => "keyed",
            Self::KeyedUndocumented => "keyed-undocumented",
            Self::None => "none",
        }
    }
}

mod sealed {
    /// Limits [`Effect`](super::Effect) to the four types here.
    pub trait Sealed {}
}

impl sealed::Sealed for Reads {}
impl sealed::Sealed for Changes {}
impl sealed::Sealed for RecoverableChanges {}
impl sealed::Sealed for MovesMoney {}

/// The effect of a call: [`Reads`], [`Changes`], [`RecoverableChanges`] or [`MovesMoney`].
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
    /// The effect as a word, such as `moves-money`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Changes => "changes",
            Self::MovesMoney => "moves-money",
        }
    }

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
}

/// A call that moves money, or decides whether money moves.
#[derive(Debug)]
pub enum MovesMoney {}

impl<E: Recover> Effect<E> for MovesMoney {
    const KIND: EffectKind = EffectKind::MovesMoney;
    const IDEMPOTENCY: Idempotency = E::IDEMPOTENCY;

    fn recovery(endpoint: &E, refusal: Option<&RefusalOf<E>>) -> Option<RecoveryOf<E>> {
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
}

/// A call that changes something at the provider and moves no money, but can be [recovered](Recover), or has an
/// idempotency key: it makes a customer or begins a session.
#[derive(Debug)]
pub enum RecoverableChanges {}

impl<E: Recover> Effect<E> for RecoverableChanges {
    const KIND: EffectKind = EffectKind::Changes;
    const IDEMPOTENCY: Idempotency = E::IDEMPOTENCY;

    fn recovery(endpoint: &E, refusal: Option<&RefusalOf<E>>) -> Option<RecoveryOf<E>> {
        Some(endpoint.recovery(refusal))
    }
}

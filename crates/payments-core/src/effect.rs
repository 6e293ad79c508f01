//! The effects of calls, as types.

use crate::effect_kind::{EffectKind, Idempotency};
use crate::endpoint::{Effect, Endpoint, Recover, RecoveryOf, RefusalOf, sealed};

impl sealed::Sealed for Reads {}
impl sealed::Sealed for Changes {}
impl sealed::Sealed for RecoverableChanges {}
impl sealed::Sealed for MovesMoney {}

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

//! The effect of a call as data, and whether it may be sent again.

/// The effect of a call as data: [`Effect`](crate::Effect) is the same as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EffectKind {
    /// The call changes nothing: [`Reads`](crate::Reads).
    Reads,
    /// The call changes something and moves no money: [`Changes`](crate::Changes).
    Changes,
    /// The call moves money, or decides whether money moves: [`MovesMoney`](crate::MovesMoney).
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

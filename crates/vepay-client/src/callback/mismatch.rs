//! Why a callback is not confirmed.

use std::fmt;

/// Why a callback is not confirmed: it differs from the stored operation, or a value is not proven.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// The `extid` differs, or none was stored: set that of a registration with
    /// [`Registration::ext_id`](crate::card::Registration::ext_id).
    ExtId,
    /// The callback has no `extid`, or the field is switched off; without it neither id nor amount is proven.
    NoExtId,
    /// Vepay's operation id differs.
    Id,
    /// The callback has no operation id, or the field is switched off; without it the amount is not proven.
    NoId,
    /// The callback has no amount, or the field is switched off; without it the status is not proven.
    NoSum,
    /// The amount differs from the stored one.
    Sum,
    /// Your `extid` ends in a digit, so the border between it and Vepay's id is not proven: see
    /// [`Callbacks`](crate::Callbacks).
    UnsafeExtId,
}

payments_core::debug_as_sentence!(Mismatch);

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ExtId => "the callback's extid is not the stored operation's",
            Self::NoExtId => {
                "the callback has no extid, without which its id is not proven; query the operation's status"
            }
            Self::Id => "the callback's id is not the stored operation's",
            Self::NoId => "the callback has no id, without which its sum is not proven",
            Self::NoSum => "the callback has no sum, without which its status is not proven",
            Self::Sum => "the callback's sum is not the stored operation's",
            Self::UnsafeExtId => {
                "the callback's extid ends in a digit, so its end is not proven; query the operation's status"
            }
        })
    }
}

impl std::error::Error for Mismatch {}

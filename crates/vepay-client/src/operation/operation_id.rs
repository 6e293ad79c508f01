//! Vepay's id of an operation.

use std::fmt;

use payments_core::__private::JsonForm;
use payments_core::{InvalidField, scrub};
use serde::{Deserialize, Deserializer, Serialize};

use crate::wire;
use crate::wire::check_above_zero;

/// Vepay's id of an operation: a registration, a payment or a payout. Vepay counts them together, so no two operations have
/// the same id.
///
/// It is `id` in the response of `/card/reg` and in the request of `/card/get`, in callbacks and in postbacks.
///
/// `Display` is the whole number. `Debug` hides all but the last four of 13 or more digits.
///
/// It is not the id of the card:
///
/// ```
/// let _ = vepay_client::card::CardDel::new(vepay_client::card::CardId::new(356));
/// ```
///
/// ```compile_fail,E0308
/// let _ = vepay_client::card::CardDel::new(vepay_client::OperationId::new(101464)); // error: expected `CardId`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(u64);

impl OperationId {
    /// Wraps an operation id.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl JsonForm for OperationId {
    fn check(&self) -> Result<(), InvalidField> {
        check_above_zero(self.0)
    }

    fn json_form(&self) -> impl Serialize {
        self.0
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for OperationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OperationId({})", scrub(&self.to_string()))
    }
}

/// Accepts a number above zero, also as a JSON string.
impl<'de> Deserialize<'de> for OperationId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}

//! Durations in minutes.

use serde::{Serialize, Serializer};

use crate::validation::InvalidField;

/// A number of minutes between two limits, both included.
///
/// ```
/// use payments_core::Minutes;
///
/// assert_eq!(Minutes::<10, 59>::new(10)?.get(), 10);
/// assert_eq!(Minutes::<10, 59>::new(60).unwrap_err().to_string(), "duration must be 10 to 59 minutes");
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minutes<const LEAST: u16, const MOST: u16>(u16);

impl<const LEAST: u16, const MOST: u16> Minutes<LEAST, MOST> {
    /// Checks the number.
    ///
    /// # Errors
    ///
    /// It is outside the limits.
    pub fn new(minutes: u16) -> Result<Self, InvalidField> {
        if (LEAST..=MOST).contains(&minutes) { Ok(Self(minutes)) } else { Err(Self::outside()) }
    }

    /// The number of minutes.
    pub const fn get(self) -> u16 {
        self.0
    }

    fn outside() -> InvalidField {
        InvalidField::new("duration", format!("must be {LEAST} to {MOST} minutes"))
    }
}

impl<const LEAST: u16, const MOST: u16> Serialize for Minutes<LEAST, MOST> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

/// `i32` is what a literal is.
macro_rules! from_integers {
    ($($integer:ty),+) => {
        $(impl<const LEAST: u16, const MOST: u16> TryFrom<$integer> for Minutes<LEAST, MOST> {
            type Error = InvalidField;

            fn try_from(minutes: $integer) -> Result<Self, InvalidField> {
                u16::try_from(minutes).map_err(|_| Self::outside()).and_then(Self::new)
            }
        })+
    };
}

from_integers!(u8, u16, u32, u64, i32);

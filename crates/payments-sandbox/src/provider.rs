//! The names of the simulated providers.

use std::fmt;
use std::str::FromStr;

/// A simulated provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Provider {
    /// Bank 131, version 1 of its API.
    Bank131,
    /// PaynetEasy, version 4 of its API.
    PaynetEasy,
    /// Vepay, its API for lenders.
    Vepay,
    /// Kvell, its form that binds a card.
    Kvell,
}

impl Provider {
    /// The name used on the command line and in the announcement.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bank131 => "bank131",
            Self::PaynetEasy => "payneteasy",
            Self::Vepay => "vepay",
            Self::Kvell => "kvell",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Provider {
    type Err = UnknownProvider;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "bank131" => Ok(Self::Bank131),
            "payneteasy" => Ok(Self::PaynetEasy),
            "vepay" => Ok(Self::Vepay),
            "kvell" => Ok(Self::Kvell),
            _ => Err(UnknownProvider),
        }
    }
}

/// A name that is not one of [`Provider`].
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown provider, the sandbox knows: bank131, payneteasy, vepay, kvell")]
#[non_exhaustive]
pub struct UnknownProvider;

crate::error_debug::debug_as_sentence!(UnknownProvider);

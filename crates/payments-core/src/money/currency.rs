//! Currencies: those of ISO 4217 with their precision, and any other code a provider may send.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::MoneyError;
use crate::scrub::scrub;
use crate::serde_error::without_value;

/// A currency, named by its code.
///
/// ISO 4217 codes are recognised in any case and have a known number of decimals. Any other code is kept unchanged and
/// compared ignoring case, so an unknown currency does not make a response unreadable.
///
/// ```
/// use payments_core::Currency;
///
/// assert_eq!(Currency::from_code("rub"), Currency::RUB);
/// assert_eq!(Currency::RUB.exponent(), Some(2));
///
/// let unknown = Currency::from_code("tonc");
/// assert_eq!((unknown.as_str(), unknown.exponent()), ("tonc", None));
/// ```
#[derive(Clone)]
pub struct Currency(Code);

#[derive(Clone)]
enum Code {
    Iso(iso_currency::Currency),
    Other(Box<str>),
}

macro_rules! constants {
    ($($(#[$doc:meta])* $code:ident),* $(,)?) => {
        impl Currency {
            $($(#[$doc])* pub const $code: Self = Self(Code::Iso(iso_currency::Currency::$code));)*
        }
    };
}

constants! {
    /// Armenian dram.
    AMD,
    /// Azerbaijani manat.
    AZN,
    /// Belarusian rouble.
    BYN,
    /// Chinese yuan.
    CNY,
    /// Euro.
    EUR,
    /// Georgian lari.
    GEL,
    /// Kyrgyzstani som.
    KGS,
    /// Kazakhstani tenge.
    KZT,
    /// Moldovan leu.
    MDL,
    /// Russian rouble.
    RUB,
    /// Tajikistani somoni.
    TJS,
    /// Turkmenistan manat.
    TMT,
    /// Turkish lira.
    TRY,
    /// US dollar.
    USD,
    /// Uzbekistani sum.
    UZS,
}

impl Currency {
    /// Returns the currency with this code, in any case. A code outside ISO 4217 is kept, not refused.
    pub fn from_code(code: &str) -> Self {
        match iso(code) {
            Some(known) => Self(Code::Iso(known)),
            None => Self(Code::Other(code.into())),
        }
    }

    /// The code: upper case for ISO 4217, otherwise as it was given.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Code::Iso(known) => known.code(),
            Code::Other(code) => code,
        }
    }

    /// The number of decimals: 2 for RUB, 0 for JPY, 3 for KWD.
    ///
    /// `None` for a code outside ISO 4217, and for one without a minor unit in the standard (gold, test currencies).
    pub fn exponent(&self) -> Option<u8> {
        match &self.0 {
            Code::Iso(known) => known.exponent().and_then(|exponent| u8::try_from(exponent).ok()),
            Code::Other(_) => None,
        }
    }

    /// Whether the code is in ISO 4217.
    pub const fn is_known(&self) -> bool {
        matches!(self.0, Code::Iso(_))
    }

    pub(super) fn known_exponent(&self) -> Result<u8, MoneyError> {
        self.exponent().ok_or_else(|| MoneyError::UnknownPrecision { currency: self.clone() })
    }
}

/// Looks up a code without allocating: every ISO code has three letters.
fn iso(code: &str) -> Option<iso_currency::Currency> {
    let mut upper: [u8; 3] = code.as_bytes().try_into().ok()?;
    upper.make_ascii_uppercase();
    iso_currency::Currency::from_code(std::str::from_utf8(&upper).ok()?)
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.as_str().eq_ignore_ascii_case(other.as_str())
    }
}

impl Eq for Currency {}

impl Hash for Currency {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.as_str().bytes() {
            state.write_u8(byte.to_ascii_uppercase());
        }
        state.write_u8(0xff);
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&scrub(self.as_str()))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&scrub(self.as_str()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;

        impl de::Visitor<'_> for CodeVisitor {
            type Value = Currency;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a currency code")
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<Currency, E> {
                Ok(Currency::from_code(code))
            }
        }

        deserializer.deserialize_str(CodeVisitor).map_err(without_value)
    }
}

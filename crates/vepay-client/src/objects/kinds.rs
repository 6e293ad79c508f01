//! What a card is for: two fields called `type` that mean two things.

use payments_core::open_enum;
use serde::{Serialize, Serializer};

/// What a card is registered for (`type` of `/card/reg`).
///
/// Not the same as [`CardUse`], though both are written 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RegistrationPurpose {
    /// 0: autopayments **and** payouts. The client pays a small amount to prove the card (11 roubles, as far as is known),
    /// which Vepay gives back.
    AutopaymentAndPayout,
    /// 1: payouts **only**. The form asks for the card number alone, and no money moves.
    PayoutOnly,
}

impl RegistrationPurpose {
    /// How to ask for the card afterwards. Vepay finds it only under the type it was registered with.
    pub const fn card_use(self) -> CardUse {
        match self {
            Self::AutopaymentAndPayout => CardUse::Autopayment,
            Self::PayoutOnly => CardUse::Payout,
        }
    }
}

impl Serialize for RegistrationPurpose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(match self {
            Self::AutopaymentAndPayout => 0,
            Self::PayoutOnly => 1,
        })
    }
}

/// Which kind of card is asked about (`type` of `/card/get` and `/card/info`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CardUse {
    /// 0: a card for autopayments.
    Autopayment,
    /// 1: a card for payouts.
    Payout,
}

impl Serialize for CardUse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(match self {
            Self::Autopayment => 0,
            Self::Payout => 1,
        })
    }
}

open_enum! {
    /// The language of Vepay's form.
    pub enum FormLanguage {
        /// Russian, the default.
        Russian = "rus",
        /// English.
        English = "eng",
    }
}

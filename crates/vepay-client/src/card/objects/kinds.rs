//! Two fields called `type` with different meanings.

use serde::{Serialize, Serializer};

/// Purpose of a card registration (`type` of `/card/reg`).
///
/// Not the same as [`CardUse`], though both are written 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RegistrationPurpose {
    /// 0: autopayments **and** payouts. The customer pays a small amount to verify the card (11 roubles, as far as is known),
    /// which Vepay returns.
    AutopaymentAndPayout,
    /// 1: payouts **only**. The form asks for the card number alone, and no money moves.
    PayoutOnly,
}

impl RegistrationPurpose {
    /// The type to use in `/card/get` afterwards. Vepay finds a card only under the type it was registered with.
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

/// Kind of card that a request is about (`type` of `/card/get` and `/card/info`).
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

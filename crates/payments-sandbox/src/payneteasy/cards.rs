//! Cards, and the documented security codes that decide what becomes of a transfer.

use jiff::Timestamp;

use crate::clock;
use crate::pan::passes_luhn;

/// What is kept of a card instead of its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CardFace {
    pub(super) bin: String,
    pub(super) last4: String,
    pub(super) brand: &'static str,
}

impl CardFace {
    /// `None` unless `number` is 13 to 19 digits of which the last is the right check digit.
    pub(super) fn of(number: &str) -> Option<Self> {
        if !(13..=19).contains(&number.len()) || !passes_luhn(number) {
            return None;
        }
        Some(Self {
            bin: number.get(..6)?.to_owned(),
            last4: number.get(number.len() - 4..)?.to_owned(),
            brand: brand(number),
        })
    }

    /// How a page shows the card.
    pub(super) fn masked(&self) -> String {
        format!("•••• {}", self.last4)
    }
}

fn brand(number: &str) -> &'static str {
    match number.as_bytes().first() {
        Some(b'2') => "MIR",
        Some(b'3') => "AMEX",
        Some(b'4') => "VISA",
        Some(b'5') => "MASTERCARD",
        Some(b'6') => "UNIONPAY",
        _ => "UNKNOWN",
    }
}

/// What becomes of a transfer once it is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Approved,
    Declined(Reason),
    /// Refused by fraud control.
    Filtered,
    /// Something went wrong at the gateway.
    Error,
    /// The acquirer did not answer.
    Unknown,
}

/// Why a transfer was declined. The codes are those of the cards that cause it; the texts are the sandbox's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: u64,
    pub(super) message: &'static str,
}

pub(super) const EXPIRED: Reason = Reason { code: 101, message: "Decline, expired card" };
pub(super) const NO_FUNDS: Reason = Reason { code: 116, message: "Decline, not sufficient funds" };
pub(super) const NOT_PERMITTED: Reason = Reason { code: 119, message: "Decline, not permitted to cardholder" };
pub(super) const PICK_UP: Reason = Reason { code: 209, message: "Decline, pick up card" };
pub(super) const REFUSED: Reason = Reason { code: 100, message: "Decline, refused by the issuer" };
pub(super) const NOT_AUTHENTICATED: Reason = Reason { code: 9101, message: "3-D Secure authentication failed" };
pub(super) const CANCELLED: Reason = Reason { code: 9102, message: "Cancelled by the payer" };
pub(super) const BY_FRAUD_CONTROL: Reason = Reason { code: 9103, message: "Refused by fraud control" };
pub(super) const GATEWAY_ERROR: Reason = Reason { code: 9104, message: "Internal server error" };

impl Decision {
    /// The word for it in answers and callbacks.
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined(_) => "declined",
            Self::Filtered => "filtered",
            Self::Error => "error",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn reason(self) -> Option<Reason> {
        match self {
            Self::Declined(reason) => Some(reason),
            Self::Filtered => Some(BY_FRAUD_CONTROL),
            Self::Error => Some(GATEWAY_ERROR),
            Self::Approved | Self::Unknown => None,
        }
    }
}

/// What a security code brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) three_ds: bool,
    pub(super) decision: Decision,
    expiry: Option<Expiry>,
}

/// The last month of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry {
    year: i16,
    month: u8,
}

/// That of the gateway's examples, which is long over and counts as good.
const EXAMPLE_EXPIRY: Expiry = Expiry { year: 2023, month: 12 };

impl Expiry {
    /// A year of two digits is one of this century.
    pub(super) fn read(month: &str, year: &str) -> Option<Self> {
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        let year: i16 = year.parse().ok()?;
        Some(Self { year: if year < 100 { 2000 + year } else { year }, month })
    }

    fn is_over(self, now: Timestamp) -> bool {
        self != EXAMPLE_EXPIRY && !clock::is_not_over(now, self.year, self.month)
    }
}

impl Plan {
    pub(super) const APPROVED: Self = Self { three_ds: false, decision: Decision::Approved, expiry: None };

    pub(super) fn until(self, expiry: Option<Expiry>) -> Self {
        Self { expiry, ..self }
    }

    /// What it comes to at this time: an expired card is declined, whatever its code.
    pub(super) fn at(self, now: Timestamp) -> Self {
        if self.expiry.is_some_and(|expiry| expiry.is_over(now)) {
            return Self { three_ds: false, decision: Decision::Declined(EXPIRED), ..self };
        }
        self
    }

    pub(super) fn of_cvv2(cvv2: &str) -> Self {
        let decision = match cvv2 {
            "123" | "1234" | "111" | "321" => Decision::Approved,
            "217" => Decision::Unknown,
            "101" => Decision::Declined(EXPIRED),
            "116" => Decision::Declined(NO_FUNDS),
            "119" => Decision::Declined(NOT_PERMITTED),
            "209" => Decision::Declined(PICK_UP),
            _ => Decision::Declined(REFUSED),
        };
        Self { three_ds: cvv2 == "321", decision, expiry: None }
    }
}

/// True for the password of the 3-D Secure page.
pub(super) fn is_password(text: &str) -> bool {
    text == "hint"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_cards_are_cards_and_a_wrong_digit_is_noticed() {
        for number in ["4268736646656312", "4047753518764320", "4444444444444448", "4444555566661111"] {
            let face = CardFace::of(number).unwrap();
            assert_eq!((face.bin.as_str(), face.last4.as_str(), face.brand), (&number[..6], &number[12..], "VISA"));
        }
        for wrong in ["4268736646656313", "42687366 46656312", "426873664665", "", "00000000000000000000"] {
            assert_eq!(CardFace::of(wrong), None, "{wrong}");
        }
    }
}

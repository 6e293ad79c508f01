//! The sandbox's own table of cards (the bank publishes none) and what is told about a card.

use serde::Serialize;

use super::error::{ACCOUNT_NOT_FOUND, DECLINED, INSUFFICIENT_FUNDS, KnownFailure};

/// What the bank says about a card instead of its number.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CardFace {
    pub(super) brand: &'static str,
    pub(super) last4: String,
    pub(super) country_iso3: &'static str,
}

impl CardFace {
    /// `number` is known to be 14 to 19 digits.
    pub(super) fn of(number: &str) -> Self {
        let (brand, country_iso3) = issuer(number);
        let last4 = number.get(number.len().saturating_sub(4)..).unwrap_or_default();
        Self { brand, last4: last4.to_owned(), country_iso3 }
    }
}

fn issuer(number: &str) -> (&'static str, &'static str) {
    // Both come from the bank's documented example.
    if number.starts_with("4242") {
        return ("visa", "GBR");
    }
    if number.starts_with("505827") {
        return ("mir", "TJK");
    }
    let brand = match number.as_bytes().first() {
        Some(b'2') => "mir",
        Some(b'3') => "jcb",
        Some(b'4') => "visa",
        Some(b'5') => "mastercard",
        Some(b'6') => "unionpay",
        _ => "unknown",
    };
    (brand, "RUS")
}

/// What happens to a payment.
#[derive(Clone, Copy, Debug)]
pub(super) struct PaymentPlan {
    /// It waits for `session/confirm` before the payer is asked anything.
    pub(super) waits: bool,
    pub(super) asks: Asks,
    /// In two stages: the money is held until the partner captures it.
    pub(super) holds: bool,
    pub(super) decision: Decision,
}

/// What the payer has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    /// To confirm on the page of 3-D Secure, which opens by POST.
    ThreeDs,
    /// To pay on a page that a QR code leads to.
    Qr,
    /// To pay on a page, which opens by GET.
    Redirect,
    /// To answer the message that `sberpay/push` sends.
    Push,
}

/// What the issuer says once the payer is authenticated.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    Success,
    Declined(KnownFailure),
    /// First the session goes to `error`, some time later it turns out that all is well.
    ErrorThenSuccess,
}

impl PaymentPlan {
    /// A payment that succeeds once the payer has done this.
    pub(super) fn after(asks: Asks) -> Self {
        Self { waits: false, asks, holds: false, decision: Decision::Success }
    }

    pub(super) fn of_card(number: &str) -> Self {
        let (asks, decision) = match number {
            NO_3DS | HELD | WAITS => (Asks::Nothing, Decision::Success),
            "4000000000009995" => (Asks::ThreeDs, Decision::Declined(INSUFFICIENT_FUNDS)),
            "4000000000000119" => (Asks::Nothing, Decision::ErrorThenSuccess),
            // 4242424242424242 and whatever is not in the table.
            _ => (Asks::ThreeDs, Decision::Success),
        };
        Self { waits: matches!(number, WAITS | WAITS_FOR_BOTH), asks, holds: number == HELD, decision }
    }
}

/// The card of which nothing is asked.
pub(super) const NO_3DS: &str = "5555555555554444";
/// The bank switches holding on for a whole project; here the card decides.
const HELD: &str = "5200828282828210";
/// So it is with the confirmation.
const WAITS: &str = "2200000000000020";
const WAITS_FOR_BOTH: &str = "2200000000000038";

/// What happens to a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PayoutPlan {
    Success,
    /// It waits for `session/confirm`.
    Waits,
    /// It fails, and the payer, if there is one, has been charged by then.
    Declined(KnownFailure),
}

impl PayoutPlan {
    pub(super) fn of_card(number: &str) -> Self {
        match number {
            "2200000000000004" => Self::Waits,
            "2200000000000012" => Self::Declined(DECLINED),
            _ => Self::Success,
        }
    }

    /// By the end of the number of an account, a wallet or a phone.
    pub(super) fn of_account(number: &str) -> Self {
        match number {
            waits if waits.ends_with("0004") => Self::Waits,
            unknown if unknown.ends_with("0012") => Self::Declined(ACCOUNT_NOT_FOUND),
            _ => Self::Success,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_face_follows_the_documented_example() {
        let shown = |number| serde_json::to_string(&CardFace::of(number)).unwrap();
        assert_eq!(shown("5058270610441098"), r#"{"brand":"mir","last4":"1098","country_iso3":"TJK"}"#);
        assert_eq!(shown("4242424242424242"), r#"{"brand":"visa","last4":"4242","country_iso3":"GBR"}"#);
        assert_eq!(shown("5555555555554444"), r#"{"brand":"mastercard","last4":"4444","country_iso3":"RUS"}"#);
    }
}

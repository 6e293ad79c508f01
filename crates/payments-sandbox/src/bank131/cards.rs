//! The sandbox's own table of cards (the bank publishes none) and what is told about a card.

use serde::Serialize;

use super::error::{DECLINED, INSUFFICIENT_FUNDS, KnownFailure};

/// What the bank says about a card instead of its number.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CardFace {
    brand: &'static str,
    pub(super) last4: String,
    country_iso3: &'static str,
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

/// What happens to a payment made with a card.
#[derive(Clone, Copy, Debug)]
pub(super) struct PaymentPlan {
    pub(super) three_ds: bool,
    /// In two stages: the money is held until the partner captures it.
    pub(super) holds: bool,
    pub(super) decision: Decision,
}

/// What the issuer says once the payer is authenticated.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    Success,
    Declined(KnownFailure),
    /// First the session goes to `error`, some time later it turns out that all is well.
    ErrorThenSuccess,
}

/// The bank switches holding on for a whole project; here the card decides.
const HELD: &str = "5200828282828210";

pub(super) fn payment_plan(number: &str) -> PaymentPlan {
    let (three_ds, decision) = match number {
        "5555555555554444" | HELD => (false, Decision::Success),
        "4000000000009995" => (true, Decision::Declined(INSUFFICIENT_FUNDS)),
        "4000000000000119" => (false, Decision::ErrorThenSuccess),
        // 4242424242424242 and whatever is not in the table.
        _ => (true, Decision::Success),
    };
    PaymentPlan { three_ds, holds: number == HELD, decision }
}

/// What happens to a payout to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PayoutPlan {
    Success,
    /// It waits for `session/confirm`.
    Waits,
    /// It fails, and the payer has been charged by then.
    Declined(KnownFailure),
}

pub(super) fn payout_plan(number: &str) -> PayoutPlan {
    match number {
        "2200000000000004" => PayoutPlan::Waits,
        "2200000000000012" => PayoutPlan::Declined(DECLINED),
        _ => PayoutPlan::Success,
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

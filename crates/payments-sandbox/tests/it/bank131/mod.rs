//! The bank's sessions: payments, payouts, and what goes with them, in both versions of the API.

mod accounts;
mod client_library;
mod instruments;
mod payments;
mod payouts;
mod reads;
mod refunds;
mod tokens;

use serde_json::{Value, json};

/// Confirmation, then success without 3-D Secure.
const CONFIRMED: &str = "2200000000000020";
/// Confirmation, then 3-D Secure, then success.
const CONFIRMED_3DS: &str = "2200000000000038";
const HELD: &str = "5200828282828210";

fn card(number: &str) -> Value {
    json!({"type": "card", "card": {"type": "bank_card", "bank_card": {"number": number}}})
}

/// The body of a payment.
fn payment(details: &Value) -> Value {
    json!({
        "payment_details": details,
        "amount_details": {"amount": 15_000, "currency": "rub"},
        "customer": {"reference": "lucky", "contacts": [{"email": "payer@shop.example"}]},
        "payment_options": {"return_url": "https://shop.example/back"},
    })
}

/// The body of a payout in version 2.
fn payout(details: &Value) -> Value {
    json!({
        "payout_details": details,
        "amount_details": {"amount": 10_000, "currency": "rub"},
        "participant_details": {"recipient": {"full_name": "Ivan Ivanov"}},
    })
}

fn ru_account(number: &str) -> Value {
    json!({"type": "bank_account", "bank_account": {"system_type": "ru", "ru": {
        "bik": "044525974", "account": number, "full_name": "Иванов Иван Иванович",
        "description": "Перевод средств", "is_fast": false,
    }}})
}

/// The statuses of a session, of its first payment and of its first payout, in version 2.
fn statuses(session: &Value) -> [&str; 3] {
    [&session["status"], &session["payment_list"][0]["status"], &session["payout_list"][0]["status"]]
        .map(|status| status.as_str().unwrap_or("-"))
}

//! Refusals, in the bank's words where the bank has them.

use serde::Serialize;

use crate::json::Malformed;

/// A request the bank refuses. Every refusal is HTTP 400: no other status is known from the bank.
#[derive(Debug)]
pub(super) struct Refusal {
    code: &'static str,
    description: String,
}

impl Refusal {
    /// The project is missing or unknown.
    pub(super) fn identification(description: &str) -> Self {
        Self::new("identification_error", description)
    }

    /// The signature is missing or wrong.
    pub(super) fn authentication(description: &str) -> Self {
        Self::new("authentication_error", description)
    }

    /// The session belongs to another project.
    pub(super) fn authorization(description: &str) -> Self {
        Self::new("authorization_error", description)
    }

    pub(super) fn invalid(description: &str) -> Self {
        Self::new("invalid_request", description)
    }

    pub(super) fn no_session() -> Self {
        Self::invalid("session_id: there is no such session")
    }

    pub(super) fn wrong_state(description: &str) -> Self {
        Self::new("session_wrong_state", description)
    }

    pub(super) fn refund_too_large() -> Self {
        Self::new(
            "refund_amount_too_large",
            "amount_details.amount: must not be above what was debited and not refunded",
        )
    }

    pub(super) fn key_exists() -> Self {
        Self::new(
            "idempotency_key_already_exists",
            "a request with this X-PARTNER-IDEMPOTENCY-KEY is being processed or has been",
        )
    }

    fn new(code: &'static str, description: &str) -> Self {
        Self { code, description: description.to_owned() }
    }

    pub(super) fn code(&self) -> &'static str {
        self.code
    }

    /// The body: `{"status":"error","error":{"code","description"}}`.
    pub(super) fn body(&self) -> impl Serialize {
        RefusalBody { status: "error", error: Failure { code: self.code, description: &self.description } }
    }
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::new("invalid_request", &malformed.to_string())
    }
}

#[derive(Serialize)]
struct RefusalBody<'a> {
    status: &'static str,
    error: Failure<'a>,
}

/// Why a request, a session or an operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Failure<'a> {
    pub(super) code: &'a str,
    pub(super) description: &'a str,
}

/// Failures the sandbox decides on are constants.
pub(super) type KnownFailure = Failure<'static>;

pub(super) const INSUFFICIENT_FUNDS: KnownFailure =
    Failure { code: "insufficient_funds", description: "not enough money on the card" };
pub(super) const CARD_EXPIRED: KnownFailure =
    Failure { code: "bank_card_expired", description: "the card has expired" };
pub(super) const DECLINED: KnownFailure =
    Failure { code: "declined_by_issuer_bank", description: "the recipient's bank declined the payout" };
pub(super) const THREE_DS: KnownFailure =
    Failure { code: "3DS_error", description: "the payer declined the payment on the 3-D Secure page" };
pub(super) const CANCELLED_BY_PARTNER: KnownFailure =
    Failure { code: "session_cancelled_by_partner", description: "the partner cancelled the session" };
pub(super) const CANCELLED: KnownFailure =
    Failure { code: "session_cancelled", description: "the session was cancelled because its payment failed" };
pub(super) const PROVIDER_TIMEOUT: KnownFailure =
    Failure { code: "provider_timeout", description: "the provider did not answer in time" };
pub(super) const ACCOUNT_NOT_FOUND: KnownFailure =
    Failure { code: "account_not_found", description: "the recipient's bank knows no such account" };
pub(super) const NOT_COVERED: KnownFailure =
    Failure { code: "insufficient_wallet_balance", description: "the balance does not cover the payout" };
pub(super) const TAXPAYER_UNKNOWN: KnownFailure =
    Failure { code: "taxpayer_unknown", description: "this number is not of a self-employed person" };
pub(super) const TAXPAYER_NOT_BOUND: KnownFailure =
    Failure { code: "taxpayer_not_bound", description: "the self-employed person has not let the bank act" };
pub(super) const DECLINED_BY_PAYER: KnownFailure =
    Failure { code: "operation_rejected", description: "the payer declined the payment" };
pub(super) const INTERNAL: KnownFailure =
    Failure { code: "internal_error", description: "unexpected failure, the outcome is not known yet" };

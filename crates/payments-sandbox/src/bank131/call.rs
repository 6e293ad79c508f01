//! What the API can do: its calls, their paths and their versions.

use axum::http::Method;

use crate::canned;

/// Documented calls that are not simulated, below `/api/v1/`.
///
/// Source: Bank 131, the API's pages and the bank's client library.
const NOT_SIMULATED: &[&str] = &["bpa/*", "npd/notifications/*", "tokenize/elements"];

/// Which names a request and its answers use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    V2,
}

impl Version {
    /// The member with the instrument of a payout.
    pub(super) fn payout_member(self) -> &'static str {
        match self {
            Self::V1 => "payment_method",
            Self::V2 => "payout_details",
        }
    }
}

/// Whose money a payout comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The project's own balance.
    Balance,
    /// An escrow account, `nominal`.
    Escrow,
    /// A settlement account, `rko`.
    Settlement,
}

/// What is started in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Payment,
    /// A payment whose result is in the answer.
    SyncPayment,
    Payout(Source),
    /// A payout with a receipt of the tax service.
    TaxedPayout,
    /// A payout from an account to a card.
    CardTransfer(Source),
    /// A check of a recipient.
    Verification,
    /// A receipt of the tax service without a payout.
    Receipt,
}

/// What the API can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Create,
    /// In a new session.
    Init(Kind),
    /// In an existing one.
    Start(Kind),
    MultiInit,
    Confirm,
    Cancel,
    Capture,
    Refund,
    Chargeback,
    Status,
    SberPayPush,
    RecurrentStatus,
    RecurrentDisable,
    SubscriptionCancel,
    SubscriptionRestore,
    PublicToken,
    TokenInfo,
    Tokenize,
    Balance,
    AccountBalance,
    AccountStatement,
    Calculate,
    Banks,
    TaxpayerCheck,
    TaxpayerStatus,
}

const BOTH: &[Version] = &[Version::V1, Version::V2];
const V1: &[Version] = &[Version::V1];

use Kind::{CardTransfer, Payment, Payout, Receipt, SyncPayment, TaxedPayout, Verification};
use Source::{Balance, Escrow, Settlement};

const CALLS: &[(&str, &[Version], Call)] = &[
    ("session/create", BOTH, Call::Create),
    ("session/init/payment", BOTH, Call::Init(Payment)),
    ("session/start/payment", BOTH, Call::Start(Payment)),
    ("session/init/payment/sync", BOTH, Call::Init(SyncPayment)),
    ("session/init/payout", BOTH, Call::Init(Payout(Balance))),
    ("session/start/payout", BOTH, Call::Start(Payout(Balance))),
    ("session/init/payout/fiscalization", BOTH, Call::Init(TaxedPayout)),
    ("session/start/payout/fiscalization", BOTH, Call::Start(TaxedPayout)),
    ("session/multi/init", BOTH, Call::MultiInit),
    ("session/confirm", BOTH, Call::Confirm),
    ("session/cancel", BOTH, Call::Cancel),
    ("session/capture", BOTH, Call::Capture),
    ("session/refund", BOTH, Call::Refund),
    ("session/chargeback", BOTH, Call::Chargeback),
    ("session/status", BOTH, Call::Status),
    ("session/create/nominal", BOTH, Call::Create),
    ("session/init/payout/nominal", BOTH, Call::Init(Payout(Escrow))),
    ("session/start/payout/nominal", BOTH, Call::Start(Payout(Escrow))),
    ("session/multi/create/nominal", BOTH, Call::Create),
    ("session/multi/init/payment/nominal", BOTH, Call::Init(CardTransfer(Escrow))),
    ("session/multi/start/payment/nominal", BOTH, Call::Start(CardTransfer(Escrow))),
    ("session/create/rko", BOTH, Call::Create),
    ("session/init/payout/rko", BOTH, Call::Init(Payout(Settlement))),
    ("session/start/payout/rko", BOTH, Call::Start(Payout(Settlement))),
    ("session/multi/create/rko", BOTH, Call::Create),
    ("session/multi/init/payment/rko", BOTH, Call::Init(CardTransfer(Settlement))),
    ("session/multi/start/payment/rko", BOTH, Call::Start(CardTransfer(Settlement))),
    ("fps/customer_verification", BOTH, Call::Init(Verification)),
    ("fps/banks", BOTH, Call::Banks),
    ("fiscalization", V1, Call::Start(Receipt)),
    ("sberpay/push", V1, Call::SberPayPush),
    ("recurrent/status", V1, Call::RecurrentStatus),
    ("recurrent/disable", V1, Call::RecurrentDisable),
    ("subscription/cancel", V1, Call::SubscriptionCancel),
    ("subscription/restore", V1, Call::SubscriptionRestore),
    ("token", V1, Call::PublicToken),
    ("token/info", V1, Call::TokenInfo),
    ("tokenize", V1, Call::Tokenize),
    ("wallet/balance", V1, Call::Balance),
    ("report/account_balance", V1, Call::AccountBalance),
    ("report/account_statement", V1, Call::AccountStatement),
    ("calculate", V1, Call::Calculate),
    ("npd/check", V1, Call::TaxpayerCheck),
    ("npd/request/status", V1, Call::TaxpayerStatus),
];

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    /// Such as `session/refund`.
    pub(super) name: &'static str,
    pub(super) version: Version,
    pub(super) call: Call,
}

impl Route {
    pub(super) fn at(path: &str) -> Option<Self> {
        let (version, wanted) = [(Version::V1, "/api/v1/"), (Version::V2, "/api/v2/")]
            .into_iter()
            .find_map(|(version, prefix)| Some((version, path.strip_prefix(prefix)?)))?;
        let (name, versions, call) = CALLS.iter().find(|(name, ..)| *name == wanted)?;
        versions.contains(&version).then_some(Self { name, version, call: *call })
    }

    pub(super) fn method(self) -> Method {
        if self.call == Call::Banks { Method::GET } else { Method::POST }
    }

    /// Looking is not doing: a read takes no notice of an idempotency key.
    pub(super) fn acts(self) -> bool {
        !matches!(
            self.call,
            Call::Status
                | Call::RecurrentStatus
                | Call::TokenInfo
                | Call::Balance
                | Call::AccountBalance
                | Call::AccountStatement
                | Call::Calculate
                | Call::Banks
                | Call::TaxpayerStatus
        )
    }
}

/// Whether a path is that of a documented call that is not simulated.
pub(super) fn is_not_simulated(path: &str) -> bool {
    path.strip_prefix("/api/v1/").is_some_and(|name| canned::is_one_of(name, NOT_SIMULATED))
}

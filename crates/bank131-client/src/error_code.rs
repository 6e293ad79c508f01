//! The bank's error codes, and whether a call may be retried after each.

use payments_core::open_enum;

open_enum! {
    /// The bank's error code: why a call was refused, or why an operation failed.
    ///
    /// Lists the 36 codes found in the bank's pages and its SDK. The bank adds and changes codes without notice.
    pub enum ErrorCode {
        /// The partner is not identified.
        IdentificationError = "identification_error",
        /// The signature is wrong.
        AuthenticationError = "authentication_error",
        /// No rights for this operation or project.
        AuthorizationError = "authorization_error",
        /// The request is malformed or breaks a rule.
        InvalidRequest = "invalid_request",
        /// The bank's internal error.
        InternalError = "internal_error",
        /// The idempotency key was used before: its operation exists.
        IdempotencyKeyAlreadyExists = "idempotency_key_already_exists",
        /// The session's status does not allow the operation.
        SessionWrongState = "session_wrong_state",
        /// The session was cancelled.
        SessionCancelled = "session_cancelled",
        /// You cancelled the session.
        SessionCancelledByPartner = "session_cancelled_by_partner",
        /// Cancelled, because it was not confirmed in time.
        ConfirmTimeout = "confirm_timeout",
        /// Cancelled, because the held money was not captured in time.
        CaptureTimeout = "capture_timeout",
        /// Rejected for security reasons; see the reject reasons.
        OperationRejected = "operation_rejected",
        /// 3-D Secure failed.
        ThreeDSecureError = "3DS_error",
        /// There is no such account.
        AccountNotFound = "account_not_found",
        /// The card's limit of operations is reached.
        ActivityCountExceeded = "activity_count_exceeded",
        /// The amount is below the minimum.
        AmountLessAllowedProvider = "amount_less_allowed_provider",
        /// The card has expired.
        BankCardExpired = "bank_card_expired",
        /// The card's binding is switched off at the issuer.
        BindingIsDeactivated = "binding_is_deactivated",
        /// There is no card with this number.
        CardNumberDoesNotExist = "card_number_does_not_exist",
        /// The issuer cancelled the operation.
        DeclinedByIssuerBank = "declined_by_issuer_bank",
        /// The issuer forbids the operation.
        NotPermittedByIssuerBank = "not_permitted_by_issuer_bank",
        /// Not enough money on the card.
        InsufficientFunds = "insufficient_funds",
        /// Not enough money on your own account.
        InsufficientWalletBalance = "insufficient_wallet_balance",
        /// An operation on your account went wrong.
        WalletInternalError = "wallet_internal_error",
        /// The payment's conditions could not be determined.
        RoutingInternalError = "routing_internal_error",
        /// The refund is larger than allowed.
        RefundAmountTooLarge = "refund_amount_too_large",
        /// The provider behind the bank failed.
        ProviderInternalError = "provider_internal_error",
        /// The issuer cannot be reached.
        ProviderIssuerUnavailable = "provider_issuer_unavailable",
        /// Foreign cards are not allowed.
        ProviderForeignTransferProhibited = "provider_foreign_transfer_prohibited",
        /// The amount is over the provider's limit.
        ProviderExceedsAmountLimit = "provider_exceeds_amount_limit",
        /// The provider behind the bank did not answer in time.
        ProviderTimeout = "provider_timeout",
        /// The taxpayer number is not that of a self-employed person.
        TaxpayerUnknown = "taxpayer_unknown",
        /// The self-employed person is not linked to the bank.
        TaxpayerNotBound = "taxpayer_not_bound",
        /// The self-employed person is linked already.
        TaxpayerAlreadyBound = "taxpayer_already_bound",
        /// The yearly income limit of the self-employed person is reached.
        TaxpayerIncomeExceedsAmountLimit = "taxpayer_income_exceeds_amount_limit",
        /// The tax service failed.
        NpdServiceInternalError = "npd_service_internal_error",
    }
}

/// Retry advice for an [`ErrorCode`]: whether a first **call** refused with it may be sent again; not for a retry of a call
/// whose outcome is unknown.
///
/// It holds for a first call only. The refusal of a retry says nothing about the first request, which may have moved money:
/// then never act on this class, but recover the call.
///
/// It is about the call alone. The code of an operation within a session says why that operation failed, not what happened to
/// the others: a payout may be declined after the payer was charged. For those, use
/// [`Session::result`](crate::session::Session::result).
///
/// Source: the bank's advice where there is any, otherwise *inferred*. The bank publishes no such table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// Fix the request or stop: the same request will be refused again. All listed codes that the other classes do not name.
    Never,
    /// The call did nothing; the payer or operator may start a new operation in a new session. `session_cancelled`,
    /// `session_cancelled_by_partner`, `confirm_timeout`, `3DS_error`, `activity_count_exceeded`, `declined_by_issuer_bank`,
    /// `insufficient_funds`.
    NewOperation,
    /// The call did nothing; the same operation may succeed later, as a new attempt under a new
    /// [idempotency key](crate::IdempotencyKey). `insufficient_wallet_balance`, `npd_service_internal_error`.
    Later,
    /// Something may have happened: recover the call by its error's [`recovery`](crate::Recovery), which is
    /// `session/status` for a call that names a session. A refused `session/multi/init` gives no session id: then it is the
    /// webhook, or the same request again if the bank has promised idempotency. `internal_error`,
    /// `idempotency_key_already_exists`, `session_wrong_state`, `capture_timeout`, `wallet_internal_error`,
    /// `routing_internal_error`, `provider_internal_error`, `provider_issuer_unavailable`, `provider_timeout`, and every
    /// unlisted code.
    ///
    /// With an unlisted code the HTTP status may prove that the call did nothing (401, 403, 404, 405, 429): then the error's
    /// [`outcome`](payments_core::Error::outcome) is [`Refused`](crate::Outcome::Refused), which counts.
    CheckFirst,
}

impl ErrorCode {
    /// Whether a first **call** that failed with this code may be retried. [`RetryClass::CheckFirst`] for a code that is not
    /// listed. Never use it on the refusal of a retry after an unknown outcome.
    ///
    /// Not for the error of a session or of an operation in it: there,
    /// [`Session::result`](crate::session::Session::result) says what happened to the money.
    pub const fn retry_class(&self) -> RetryClass {
        match self {
            Self::IdentificationError
            | Self::AuthenticationError
            | Self::AuthorizationError
            | Self::InvalidRequest
            | Self::OperationRejected
            | Self::AccountNotFound
            | Self::AmountLessAllowedProvider
            | Self::BankCardExpired
            | Self::BindingIsDeactivated
            | Self::CardNumberDoesNotExist
            | Self::NotPermittedByIssuerBank
            | Self::RefundAmountTooLarge
            | Self::ProviderForeignTransferProhibited
            | Self::ProviderExceedsAmountLimit
            | Self::TaxpayerUnknown
            | Self::TaxpayerNotBound
            | Self::TaxpayerAlreadyBound
            | Self::TaxpayerIncomeExceedsAmountLimit => RetryClass::Never,
            Self::SessionCancelled
            | Self::SessionCancelledByPartner
            | Self::ConfirmTimeout
            | Self::ThreeDSecureError
            | Self::ActivityCountExceeded
            | Self::DeclinedByIssuerBank
            | Self::InsufficientFunds => RetryClass::NewOperation,
            Self::InsufficientWalletBalance | Self::NpdServiceInternalError => RetryClass::Later,
            Self::InternalError
            | Self::IdempotencyKeyAlreadyExists
            | Self::SessionWrongState
            | Self::CaptureTimeout
            | Self::WalletInternalError
            | Self::RoutingInternalError
            | Self::ProviderInternalError
            | Self::ProviderIssuerUnavailable
            | Self::ProviderTimeout
            | Self::Unlisted(_) => RetryClass::CheckFirst,
        }
    }

    /// Whether the code reports a transient error of the bank, after which the same query may succeed.
    pub(crate) const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::InternalError
                | Self::NpdServiceInternalError
                | Self::ProviderInternalError
                | Self::ProviderIssuerUnavailable
                | Self::ProviderTimeout
                | Self::RoutingInternalError
                | Self::WalletInternalError
        )
    }

    /// Whether this code proves that the call did nothing.
    pub(crate) const fn is_definite_refusal(&self) -> bool {
        !matches!(self.retry_class(), RetryClass::CheckFirst)
    }
}

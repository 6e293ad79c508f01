//! Order statuses and transaction types.

use payments_core::open_enum;

open_enum! {
    /// The status of an order.
    pub enum OrderStatus {
        /// The transaction succeeded. It is not always the payment: a refund is approved too. Check the
        /// [`TransactionType`] as well.
        Approved = "approved",
        /// The order was declined.
        Declined = "declined",
        /// The order was declined because of an error.
        Error = "error",
        /// The order was declined by fraud control.
        Filtered = "filtered",
        /// The order is waiting.
        Pending = "pending",
        /// The order is being processed.
        Processing = "processing",
        /// The result is unknown: the acquirer did not respond. **Not final**: ask the gateway's support, do not pay again.
        Unknown = "unknown",
    }
}

impl OrderStatus {
    /// Reads a word of the gateway, whose case varies.
    pub(crate) fn read(word: &str) -> Self {
        Self::from(word.to_ascii_lowercase().as_str())
    }

    /// Whether the status is final. [`Unknown`](Self::Unknown) and unlisted statuses are not.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Approved | Self::Declined | Self::Error | Self::Filtered)
    }

    /// Whether the result has to be checked by hand.
    pub const fn needs_manual_check(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

open_enum! {
    /// The type of the transaction that a status or callback is about.
    ///
    /// No document says which type a transfer has. [`Callback::confirm`](crate::Callback::confirm) and
    /// [`StatusResponse::confirm`](crate::order::StatusResponse::confirm) sort the types into payments and returns.
    ///
    /// Source: PaynetEasy, merchant callbacks, remote transactions report.
    pub enum TransactionType {
        /// A hold is released.
        Cancel = "cancel",
        /// Held money is captured.
        Capture = "capture",
        /// The payer's bank takes the money back.
        Chargeback = "chargeback",
        /// The payer disputes a payment.
        Dispute = "dispute",
        /// The payer's bank reports a payment as fraud.
        Fraud = "fraud",
        /// Money is held.
        Preauth = "preauth",
        /// Money is refunded.
        Refund = "refund",
        /// The payer's bank requests documents about a payment.
        Retrieval = "retrieval",
        /// Money is returned.
        Reversal = "reversal",
        /// A payment.
        Sale = "sale",
        /// A transfer. The word is *inferred*: no available document has it.
        Transfer = "transfer",
    }
}

impl TransactionType {
    /// Reads a word of the gateway, whose case varies.
    pub(crate) fn read(word: &str) -> Self {
        Self::from(word.to_ascii_lowercase().as_str())
    }

    /// Whether this is a payment: [`Sale`](Self::Sale) or [`Transfer`](Self::Transfer). No other type is, listed or not.
    ///
    /// To find out whether an order is paid, use [`StatusResponse::is_paid`](crate::order::StatusResponse::is_paid).
    pub const fn is_payment(&self) -> bool {
        matches!(self, Self::Sale | Self::Transfer)
    }

    /// Whether this undoes a payment, in whole or in part, or may lead to that. A type that does not is not necessarily a
    /// payment.
    pub const fn undoes_payment(&self) -> bool {
        matches!(
            self,
            Self::Cancel
                | Self::Chargeback
                | Self::Dispute
                | Self::Fraud
                | Self::Refund
                | Self::Retrieval
                | Self::Reversal
        )
    }
}

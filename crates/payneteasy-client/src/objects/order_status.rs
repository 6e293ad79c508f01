//! How an order stands.

use payments_core::open_enum;

open_enum! {
    /// How an order stands.
    pub enum OrderStatus {
        /// This transaction succeeded. It is not always the payment: a return is approved, too. Look at the
        /// [`TransactionType`] as well.
        Approved = "approved",
        /// It was refused.
        Declined = "declined",
        /// It was refused, because something went wrong.
        Error = "error",
        /// It was refused by fraud control.
        Filtered = "filtered",
        /// It waits.
        Pending = "pending",
        /// It is being processed.
        Processing = "processing",
        /// Nobody knows: the acquirer did not answer. **Not final**: ask the gateway's support, do not pay again.
        Unknown = "unknown",
    }
}

impl OrderStatus {
    /// Reads a word of the gateway, whose case varies.
    pub(crate) fn read(word: &str) -> Self {
        Self::from(word.to_ascii_lowercase().as_str())
    }

    /// Whether this is the end. [`Unknown`](Self::Unknown) and words that are not listed are not.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Approved | Self::Declined | Self::Error | Self::Filtered)
    }

    /// Whether somebody has to find out by hand what happened.
    pub const fn needs_manual_check(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

open_enum! {
    /// What kind of transaction a status or callback is about.
    ///
    /// Which word comes with a transfer no document says. [`Callback::confirm`](crate::Callback::confirm) and
    /// [`StatusResponse::confirm`](crate::StatusResponse::confirm) sort them.
    ///
    /// Source: PaynetEasy, merchant callbacks, remote transactions report.
    pub enum TransactionType {
        /// A hold is released.
        Cancel = "cancel",
        /// Money that was held is taken.
        Capture = "capture",
        /// The payer's bank takes the money back.
        Chargeback = "chargeback",
        /// The payer disputes a payment.
        Dispute = "dispute",
        /// The payer's bank reports a payment as fraud.
        Fraud = "fraud",
        /// Money is held.
        Preauth = "preauth",
        /// Money is given back.
        Refund = "refund",
        /// The payer's bank asks for papers about a payment.
        Retrieval = "retrieval",
        /// Money is given back.
        Reversal = "reversal",
        /// A payment.
        Sale = "sale",
        /// A transfer. The word is inferred: no document that can be read has it.
        Transfer = "transfer",
    }
}

impl TransactionType {
    /// Reads a word of the gateway, whose case varies.
    pub(crate) fn read(word: &str) -> Self {
        Self::from(word.to_ascii_lowercase().as_str())
    }

    /// Whether this makes a payment: [`Sale`](Self::Sale), [`Transfer`](Self::Transfer). No other word does, listed or not.
    ///
    /// For whether an order is paid, ask [`StatusResponse::is_paid`](crate::StatusResponse::is_paid).
    pub const fn is_payment(&self) -> bool {
        matches!(self, Self::Sale | Self::Transfer)
    }

    /// Whether this undoes a payment, in whole or in part, or may come to that. That a word is none of these does not make it a
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

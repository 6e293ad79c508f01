//! How an order stands.

use payments_core::open_enum;

open_enum! {
    /// How an order stands.
    pub enum OrderStatus {
        /// It is paid.
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
    pub enum TransactionType {
        /// Money that was held is taken.
        Capture = "capture",
        /// The payer's bank takes the money back.
        Chargeback = "chargeback",
        /// Money is held.
        Preauth = "preauth",
        /// Money is given back.
        Reversal = "reversal",
        /// A payment.
        Sale = "sale",
        /// A transfer.
        Transfer = "transfer",
    }
}

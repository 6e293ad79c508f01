//! How an order stands.

use payments_core::open_enum;

open_enum! {
    /// How an order stands.
    ///
    /// The first five words are those of an older client of the API; the last three come from comments in Kvell's Python
    /// SDK. How the hold of a card binding shows here, if it does, is not documented.
    pub enum OrderStatus {
        /// It was made.
        New = "new",
        /// It is being processed.
        Processing = "processing",
        /// It was refused or given up.
        Canceled = "canceled",
        /// It is done.
        Completed = "completed",
        /// A payout waits for a one-time password.
        WaitConfirm = "wait_confirm",
        /// A payout waits for a one-time password, in the words of another client.
        PendingOtp = "pending_otp",
        /// It was done, and all of the money went back.
        Refunded = "refunded",
        /// It was done, and some of the money went back.
        PartRefunded = "part_refunded",
    }
}

impl OrderStatus {
    /// Whether this is the end of the order itself; a completed one may be refunded later. Inferred: Kvell publishes no
    /// such list. Words that are not listed are not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Canceled | Self::Completed | Self::Refunded | Self::PartRefunded)
    }
}

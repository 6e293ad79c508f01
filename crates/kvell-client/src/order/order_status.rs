//! Order statuses.

use payments_core::open_enum;

open_enum! {
    /// The status of an order.
    ///
    /// The first five values come from an older client of the API; the last three from comments in Kvell's Python SDK. Which
    /// status the hold of a card binding has, if any, is not documented.
    pub enum OrderStatus {
        /// The order was created.
        New = "new",
        /// The order is being processed.
        Processing = "processing",
        /// The order was refused or cancelled.
        Canceled = "canceled",
        /// The order is completed.
        Completed = "completed",
        /// A payout waits for a one-time password.
        WaitConfirm = "wait_confirm",
        /// A payout waits for a one-time password: the value of another client.
        PendingOtp = "pending_otp",
        /// The order was completed, and all of the money was refunded.
        Refunded = "refunded",
        /// The order was completed, and some of the money was refunded.
        PartRefunded = "part_refunded",
    }
}

impl OrderStatus {
    /// Whether the status is final for the order itself; a completed order may be refunded later. *Inferred*: Kvell publishes
    /// no such list. Unlisted statuses are not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Canceled | Self::Completed | Self::Refunded | Self::PartRefunded)
    }
}

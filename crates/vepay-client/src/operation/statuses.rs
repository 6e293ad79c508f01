//! Two fields called `status` with different meanings; a third is [`CardStatus`](crate::card::CardStatus).

use payments_core::open_enum;

open_enum! {
    /// Whether a request was accepted (`status` of `/card/reg`, `/card/info`, `/card/del`, `/check`).
    ///
    /// Not the same as [`CardStatus`](crate::card::CardStatus), where 0 is no error.
    pub enum RequestStatus {
        /// The request was not accepted.
        Error = "0",
        /// The request was accepted.
        Success = "1",
    }
}

open_enum! {
    /// Status of an operation in callbacks and postbacks.
    pub enum OperationStatus {
        /// It is being processed.
        Processing = "0",
        /// It succeeded.
        Success = "1",
        /// It failed.
        Error = "2",
        /// It was cancelled or reversed.
        Cancelled = "3",
        /// It was created, and nothing has been done yet.
        Created = "4",
        /// The result of the bank is pending.
        WaitingForBank = "5",
        /// It was refunded.
        Refunded = "6",
    }
}

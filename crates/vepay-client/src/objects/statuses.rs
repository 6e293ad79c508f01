//! Fields called `status` that mean different things.

use payments_core::open_enum;

open_enum! {
    /// Whether a request was accepted (`status` of `/card/reg`, `/card/info`, `/card/del`, `/check`).
    ///
    /// Not the same as [`CardStatus`], where 0 is no error.
    pub enum RequestStatus {
        /// It was not.
        Error = "0",
        /// It was.
        Success = "1",
    }
}

open_enum! {
    /// How a registration stands (`status` of `/card/get`).
    pub enum CardStatus {
        /// The payment is waited for. Vepay says the same of a registration it does not know and of a wrong type; only
        /// the message differs.
        Waiting = "0",
        /// The card is there.
        Success = "1",
        /// The payment failed: refused by the bank, cancelled by the client, or not made in time.
        PaymentError = "2",
    }
}

impl CardStatus {
    /// Whether it will not change any more. A status that is not listed is never final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Success | Self::PaymentError)
    }
}

open_enum! {
    /// How an operation stands, as callbacks and postbacks say.
    pub enum OperationStatus {
        /// It is processed.
        Processing = "0",
        /// It succeeded.
        Success = "1",
        /// It failed.
        Error = "2",
        /// It was cancelled or reversed.
        Cancelled = "3",
        /// It exists, and nothing has been done yet.
        Created = "4",
        /// The bank has yet to say.
        WaitingForBank = "5",
        /// The money was given back.
        Refunded = "6",
    }
}

//! The status of a registration.

use payments_core::open_enum;

open_enum! {
    /// Status of a card registration (`status` of `/card/get`).
    pub enum CardStatus {
        /// Waiting for the payment. Vepay also returns this for an unknown registration and for a wrong type; only the
        /// message differs.
        Waiting = "0",
        /// The card is saved.
        Success = "1",
        /// The payment failed: refused by the bank, cancelled by the client, or not made in time.
        PaymentError = "2",
    }
}

impl CardStatus {
    /// Whether the status is final. A status that is not listed is never final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Success | Self::PaymentError)
    }
}

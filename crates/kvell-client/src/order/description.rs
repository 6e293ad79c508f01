//! What an order is for.

use payments_core::checked_text;

use crate::checks::check_text;

checked_text! {
    /// What a payment or payout is for, in words (`description`): not empty, without control characters. It may name a person.
    ///
    /// ```
    /// use kvell_client::order::Description;
    ///
    /// assert!(Description::new("Payout 17").is_ok());
    /// assert!(Description::new("").is_err());
    /// ```
    pub struct Description: "description", check_text;
}

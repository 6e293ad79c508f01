//! The kinds of tokens that only this area has.

use crate::secret_token::secret_token;

secret_token! {
    /// A public token, with which a browser opens the bank's widget: for one operation, and 24 hours at the sibling product of the
    /// same software. Public means that the payer's browser gets it; anyone else who has it can act in the payer's place.
    pub struct PublicToken;
}

secret_token! {
    /// A token in place of a card's number (`tokenized_card`), made by the bank's widget.
    pub struct CardToken;
}

secret_token! {
    /// A token in place of the number of a bank account, to which payouts can be sent by it.
    pub struct BankAccountToken;
}

secret_token! {
    /// The token of a subscription.
    pub struct SubscriptionToken;
}

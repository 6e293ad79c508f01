//! Charges of a saved card.

use bank131_client::recurrent::{RecurrentDisable, RecurrentToken};
use bank131_client::session::{Customer, NewPayment, PaymentDetails, Session, SessionInitPayment};
use bank131_client::{Client, Error, IdempotencyKey, Money};

/// Charges the card again, without the payer. The first payment asked for the token, by `PaymentOptions::recurrent`.
pub async fn charge_again(
    client: &Client,
    key: IdempotencyKey,
    token: RecurrentToken,
    amount: Money,
) -> Result<Session, Error> {
    let customer = Customer::new(key.as_str());
    let payment = NewPayment::new(PaymentDetails::by_merchant(token), amount, customer);
    client.send(&SessionInitPayment::new(key, payment)).await
}

/// Forgets the card: the token can charge nothing any more.
pub async fn forget(client: &Client, token: RecurrentToken) -> Result<bool, Error> {
    let token = client.send(&RecurrentDisable::new(token)).await?;
    Ok(token.is_active == Some(false))
}

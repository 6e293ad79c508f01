//! A payment by card.

use std::error::Error;

use bank131_client::session::{
    CardDetails, Customer, NewPayment, NextStep, PaymentOptions, Session, SessionCreate, SessionStartPayment,
};
use bank131_client::{Client, Money, Recovery, StatusQuery};

/// Starts a payment. `attempt` is the order's number and that of the attempt, such as `order-42-1`.
pub async fn pay(client: &Client, attempt: &str, card: CardDetails, amount: Money) -> Result<Session, Box<dyn Error>> {
    let session = client.send(&SessionCreate::new()).await?.id;
    // Store the session with the order here: from now on the payment can always be found.
    let payment = NewPayment::new(card, amount, Customer::new(attempt))
        .payment_options(PaymentOptions::new().return_url("https://shop.example/back"));
    match client.send(&SessionStartPayment::new(session, payment)).await {
        Ok(session) => Ok(session),
        Err(error) => match error.recovery() {
            // The answer was lost: ask for the session.
            Some(Recovery::Ask(StatusQuery::Session(status))) => Ok(client.send(status).await?),
            _ => Err(error.into()),
        },
    }
}

/// What the shop does next: an address to which the payer goes, or nothing.
pub fn page(session: &Session) -> Option<String> {
    match session.next_step() {
        // Opened by POST, this page needs the form that `page.html_form("Continue")` makes.
        NextStep::Redirect(page) => Some(page.url().expose().clone()),
        _ => None,
    }
}

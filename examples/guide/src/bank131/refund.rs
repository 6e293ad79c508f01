//! A refund.

use std::error::Error;

use bank131_client::session::{Refund, SessionId, SessionRefund, SessionStatus};
use bank131_client::{Client, Money, Recovery, StatusQuery};

/// Refunds a part of a payment. `None`: it was not made, or is still on its way; look again later before you refund again.
pub async fn refund(client: &Client, session: SessionId, amount: Money) -> Result<Option<Refund>, Box<dyn Error>> {
    let before = client.send(&SessionStatus::new(session)).await?;
    let request = SessionRefund::of(&before).amount(amount);
    match client.send(&request).await {
        Ok(session) => Ok(session.refunds().last().cloned()),
        Err(error) => match error.recovery() {
            // The answer was lost: the refund is the one that was not there before.
            Some(Recovery::Ask(StatusQuery::Refund(query))) => {
                let after = client.send(query.status()).await?;
                Ok(query.find(&after).cloned())
            }
            _ => Err(error.into()),
        },
    }
}

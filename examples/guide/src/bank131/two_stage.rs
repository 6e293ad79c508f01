//! A payment in two stages.

use bank131_client::session::{Session, SessionCancel, SessionCapture, SessionId};
use bank131_client::{Client, Error, Money};

/// Debits what the order came to. The rest of what was held is released.
pub async fn capture(client: &Client, session: SessionId, amount: Money) -> Result<Session, Error> {
    client.send(&SessionCapture::new(session).amount(amount)).await
}

/// Releases all of it.
pub async fn release(client: &Client, session: SessionId) -> Result<Session, Error> {
    client.send(&SessionCancel::new(session)).await
}

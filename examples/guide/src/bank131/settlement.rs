//! A payout from your settlement account to a card.

use std::error::Error;

use bank131_client::account::{AccountTransfer, SettlementMultiCreate, SettlementMultiStartPayment};
use bank131_client::session::{Participant, Participants, PayoutDetails, Session, SessionConfirm, SessionId};
use bank131_client::{Client, Event, Money};

/// Starts it. The webhook `ready_to_confirm` follows.
pub async fn pay_from_account(
    client: &Client,
    card: PayoutDetails,
    amount: Money,
) -> Result<SessionId, Box<dyn Error>> {
    let session = client.send(&SettlementMultiCreate::new()).await?.id;
    // Store the session here.
    let sender = Participant::default().full_name("ООО Ромашка").account("40702810900000003141");
    let people = Participants::new(sender, Participant::default().full_name("Иванов Иван"));
    let transfer = AccountTransfer::from_settlement_account("Выплата по договору 7, без НДС", card, amount, people);
    client.send(&SettlementMultiStartPayment::new(session.clone(), transfer)).await?;
    Ok(session)
}

/// Answers that webhook: what it asked to confirm goes back as it came.
pub async fn confirm(client: &Client, ready: &Event) -> Result<Session, Box<dyn Error>> {
    let session = ready.session.as_ref().ok_or("the webhook has no session")?;
    let information = ready.confirm_information.clone().ok_or("the webhook has nothing to confirm")?;
    Ok(client.send(&SessionConfirm::new(session.id.clone()).confirm_information(information)).await?)
}

//! A payout to a bank account.

use bank131_client::session::{
    BankAccount, Customer, NewPayout, Participant, Participants, RuAccount, Session, SessionConfirm, SessionCreate,
    SessionId, SessionStartPayout,
};
use bank131_client::{Client, Error, Money};

/// Starts a payout. Unless the bank confirms yours by itself, it then waits for `confirm`.
pub async fn pay_out(client: &Client, attempt: &str, amount: Money) -> Result<SessionId, Error> {
    let session = client.send(&SessionCreate::new()).await?.id;
    // Store the session with the order here.
    let account = RuAccount::new("044525974", "40817810400003869535", "Иванов Иван", "Возврат займа, без НДС");
    let payout = NewPayout::new(BankAccount::ru(account), amount)
        .participants(Participants::of_recipient(Participant::default().full_name("Иванов Иван")))
        .customer(Customer::new(attempt));
    client.send(&SessionStartPayout::new(session.clone(), payout)).await?;
    Ok(session)
}

/// Lets it go on, once its amount and recipient are found to be the order's.
pub async fn confirm(client: &Client, session: SessionId) -> Result<Session, Error> {
    client.send(&SessionConfirm::new(session)).await
}

//! A payout to a self-employed person, with a receipt.

use std::error::Error;

use bank131_client::self_employed::{NpdCheck, NpdRequestStatus, NpdStatus};
use bank131_client::session::{
    Customer, FiscalService, Fiscalization, NewPayout, Participant, Participants, PayoutDetails, SessionCreate,
    SessionId, SessionStartPayoutFiscalization,
};
use bank131_client::{Client, Money};

/// Whether the person is self-employed and has linked the bank; `None` if the tax service has not said yet.
pub async fn may_be_paid(client: &Client, inn: &str) -> Result<Option<bool>, Box<dyn Error>> {
    let question = client.send(&NpdCheck::new(inn)).await?.request_id.ok_or("the question has no number")?;
    let answer = client.send(&NpdRequestStatus::new(question)).await?;
    let is_answered = answer.status == NpdStatus::Ok;
    Ok(is_answered.then_some(answer.is_professional_income_taxpayer == Some(true) && answer.is_linked == Some(true)))
}

/// Pays for a service. The receipt comes with the end of the payout: `Payout::receipt`.
pub async fn pay_for(
    client: &Client,
    inn: &str,
    card: PayoutDetails,
    service: &str,
    price: Money,
) -> Result<SessionId, Box<dyn Error>> {
    let session = client.send(&SessionCreate::new()).await?.id;
    // Store the session here.
    let payout = NewPayout::new(card, price.clone())
        .participants(Participants::of_recipient(Participant::default().full_name("Иванов Иван")))
        .customer(Customer::new("work-3-1"));
    let receipt = Fiscalization::new(inn).service(FiscalService::new(service, price).quantity(1));
    client.send(&SessionStartPayoutFiscalization::new(session.clone(), payout, receipt)).await?;
    Ok(session)
}

//! A payment by QR code of the Faster Payments System.

use std::error::Error;

use bank131_client::session::{
    Customer, NewPayment, NextStep, PaymentOptions, SbpPayment, Session, SessionCreate, SessionId, SessionStartPayment,
};
use bank131_client::{Client, Money, PollSchedule};

/// Starts a payment, and waits for the link that a phone opens; a computer shows it as a QR code.
pub async fn pay_by_sbp(client: &Client, attempt: &str, amount: Money) -> Result<(SessionId, String), Box<dyn Error>> {
    let session = client.send(&SessionCreate::new()).await?.id;
    // Store the session with the order here.
    let payment = NewPayment::new(SbpPayment::new().description("Заказ 42"), amount, Customer::new(attempt))
        .payment_options(PaymentOptions::new().return_url("https://shop.example/back"));
    client.send(&SessionStartPayment::new(session.clone(), payment)).await?;
    // With webhooks, `action_required` says the same.
    let is_shown = |session: &Session| matches!(session.next_step(), NextStep::Qr(_));
    let ready = client.wait_until(&session, PollSchedule::default(), is_shown).await?;
    let NextStep::Qr(code) = ready.next_step() else { return Err("there is no QR code".into()) };
    let link = code.content.as_ref().ok_or("the QR code has no link")?;
    Ok((session, link.expose().clone()))
}

//! Transfers money between cards: charges 1000.00 RUB, pays out 108.43 TJS, and polls until the session is final.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example transfer
//! ```
//!
//! Without `BANK131_BASE_URL` it sends requests to the bank's demo host. Open the printed address to pass 3-D Secure.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env::var;
use std::error::Error;

use bank131_client::common::Recover as _;
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, NextStep, Participant, Participants, PaymentDetails, PaymentOptions,
    PayoutDetails, Session, SessionMultiInit,
};
use bank131_client::signing::RsaSigner;
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money, PollSchedule};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = match var("BANK131_BASE_URL") {
        Ok(address) => Environment::at(&address)?,
        Err(_) => Environment::Demo,
    };
    let signer = RsaSigner::from_pem_file(var("BANK131_KEY_FILE")?)?;
    let client = Client::builder(environment, var("BANK131_PROJECT")?, signer).build()?;

    let card = CardDetails::new("4242424242424242".parse()?).expires(1, 2030)?.security_code("123".parse()?);
    let rate = |rate| ExchangeRate::from_rub(rate, Currency::TJS);
    let key = IdempotencyKey::random()?; // a shop takes the order number and the attempt: `order-1001-1`
    let customer = Customer::new(key.as_str()); // the same text; comes back in the webhooks
    let transfer = SessionMultiInit::new(
        key,
        PaymentDetails::Card(card),
        Amounts::new(Money::parse("1000.00", Currency::RUB)?, rate("9.2222")?, rate("8.22")?),
        Money::parse("108.43", Currency::TJS)?,
        Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
    )
    .payout(PayoutDetails::card("5058270610441098".parse()?))
    .payment_options(PaymentOptions::new().return_url("https://www.131.ru/"))
    .customer(customer);

    // A shop stores the project, the key and this text with the order before it sends.
    println!("stored with the order: {}", transfer.stored_recovery().to_text());

    let session = match client.send(&transfer).await {
        Ok(session) => session,
        Err(error) if error.money_may_have_moved() => {
            return Err(format!("outcome unknown, recover by {:?}", error.recovery()).into());
        }
        Err(error) => return Err(format!("nothing happened: {error}").into()),
    };
    println!("session {} is {}", session.id, session.status);
    let something_to_do = |session: &Session| !matches!(session.next_step(), NextStep::Wait);
    let session = client.wait_until(&session.id, PollSchedule::default(), something_to_do).await?;
    if let NextStep::Redirect(page) = session.next_step() {
        std::fs::write("3ds.html", page.html_form("Pay").expose())?;
        println!("open 3ds.html in a browser and press the button");
    }
    let session = client.wait_for_final(&session.id, PollSchedule::default()).await?;
    println!("session {} is {}, the result: {:?}", session.id, session.status, session.result());
    Ok(())
}

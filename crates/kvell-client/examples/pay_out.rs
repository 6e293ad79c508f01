//! Pays out to a card, and queries what became of it from the text that a shop stores.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example pay_out 4111111111111111
//! ```

#![allow(clippy::print_stdout, reason = "a program for people")]

use std::env;
use std::error::Error;

use kvell_client::common::Recover as _;
use kvell_client::common::signing::RsaSigner;
use kvell_client::payout::{Account2Card, Recipient};
use kvell_client::{
    CardNumber, Client, Currency, Environment, Money, Recovery, RsaMessage, Secret, StatusQuery, TransactionId,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let card: CardNumber = env::args().nth(1).ok_or("pass a card number")?.parse()?;
    let amount = Money::parse("100.00", Currency::RUB)?;
    let payout = Account2Card::new(Recipient::card(card), amount, "An example", TransactionId::random()?);

    // A shop stores it with its order before it sends the payout.
    let stored = payout.stored_recovery().to_text();
    println!("stored: {stored}");
    match client.send(&payout).await {
        Ok(response) => println!("{}, waits for a password: {}", response.order.status, response.waits_for_otp()),
        Err(error) => println!("{error}\nmoney may have moved: {}", error.money_may_have_moved()),
    }

    // After a crash, or if the outcome is unknown:
    if let Recovery::Ask(StatusQuery::Order(query)) = Recovery::from_text(&stored)? {
        match client.send(&query).await {
            Ok(order) => println!("{}, final: {}", order.status, order.status.is_final()),
            Err(error) => println!("{error}: query it again later"),
        }
    }
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let environment = Environment::at(&env::var("KVELL_FORM_URL")?, &env::var("KVELL_API_URL")?)?;
    let secret_key = Secret::new(env::var("KVELL_SECRET_KEY")?);
    let signer = RsaSigner::from_pem_file(env::var("KVELL_PAYOUT_KEY_FILE")?)?;
    let builder = Client::builder(environment, env::var("KVELL_API_KEY")?, secret_key);
    // The sandbox accepts either message; which one Kvell wants is not documented.
    Ok(builder.payout_signer(signer, RsaMessage::Body).build()?)
}

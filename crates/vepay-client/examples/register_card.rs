//! Registers a card: begins a registration, shows the form's address, waits, shows the card.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example register_card
//! ```
//!
//! Without `VEPAY_BASE_URL` it talks to the test server of Vepay. Open the printed address in a browser and fill in the form.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env::var;
use std::error::Error;

use vepay_client::{CardReg, Client, Environment, ExtId, RegisterOutcome, RegistrationPurpose, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = match var("VEPAY_BASE_URL") {
        Ok(address) => Environment::at(&address)?,
        Err(_) => Environment::Test,
    };
    let client = Client::builder(environment, var("VEPAY_MFO")?, Secret::new(var("VEPAY_SECRET")?)).build()?;

    let request = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::random()?).timeout_minutes(10);
    let begun = match client.register(&request).await {
        // Nobody knows whether it arrived. The same number makes no second registration.
        Err(error) if error.money_may_have_moved() => client.register(&request).await?,
        settled => settled?,
    };
    match &begun {
        RegisterOutcome::Form { url, .. } => {
            println!("registration {}: open {}", begun.registration().id(), url.as_str())
        }
        _ => println!("registration {} was made before", begun.registration().id()),
    }

    let state = client.wait_for_card(begun.registration()).await?;
    match state.card {
        // What charges the card, `card.id.get()`, goes into the database as a secret, and is not printed.
        Some(card) => println!("saved: {:?}", card.mask),
        None => println!("no card: status {}, {:?}", state.status, state.message),
    }
    Ok(())
}

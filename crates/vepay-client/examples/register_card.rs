//! Registers a card: begins a registration, prints the URL of the form, polls, prints the card.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example register_card
//! ```
//!
//! Without `VEPAY_BASE_URL` it uses Vepay's test server. Open the printed URL in a browser and fill in the form.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env::var;
use std::error::Error;

use vepay_client::card::{CardReg, RegisterOutcome, RegistrationPurpose};
use vepay_client::{Client, Environment, ExtId, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = match var("VEPAY_BASE_URL") {
        Ok(address) => Environment::at(&address)?,
        Err(_) => Environment::Test,
    };
    let client = Client::builder(environment, var("VEPAY_MFO")?, Secret::new(var("VEPAY_SECRET")?)).build()?;

    let request = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::random()?).timeout_minutes(10);
    let outcome = match client.register(&request).await {
        // It may have arrived. The same `extid` creates no second registration.
        Err(error) if error.money_may_have_moved() => client.register(&request).await?,
        result => result?,
    };
    match &outcome {
        RegisterOutcome::Form { url, .. } => {
            println!("registration {}: open {}", outcome.registration().id(), url.as_str());
        }
        _ => println!("registration {} was made before", outcome.registration().id()),
    }

    let state = client.wait_for_card(outcome.registration()).await?;
    match state.card {
        // `card.id.get()` charges the card: store it as a secret, do not print it.
        Some(card) => println!("saved: {:?}", card.mask),
        None => println!("no card: status {}, {:?}", state.status, state.message),
    }
    Ok(())
}

//! Binds a card: prints the address for the payer's browser, then polls every few seconds whether the card was saved.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example bind_card
//! ```
//!
//! Without the two addresses in the environment it uses Kvell's stage hosts.

#![allow(clippy::print_stdout, reason = "a program for people")]

use std::env::{self, VarError};
use std::error::Error;
use std::time::Duration;

use kvell_client::form::Preauthorize;
use kvell_client::{Client, Currency, CustomerKey, Environment, Money, Recovery, Secret, StatusQuery, TransactionId};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let form = Preauthorize::new(
        CustomerKey::new("buyer-42"),
        TransactionId::random()?, // a shop stores it with the buyer here
        Money::parse("1.00", Currency::RUB)?,
        "Проверка карты",
        "https://shop.example/card-saved",
        "https://shop.example/card-not-saved",
    );
    let signed = client.sign_form(&form)?;
    println!("Open this in a browser:\n{}\n", signed.url());

    let Recovery::Ask(StatusQuery::Card(request)) = signed.recovery() else { return Ok(()) };
    for _ in 0..60 {
        match client.send(&request).await {
            Ok(card) => {
                println!("Saved: {:?}", card.pan_mask);
                return Ok(());
            }
            Err(error) => println!("Not yet: {error}"),
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    println!("No card within five minutes. A shop waits for the callback, and queries again after an hour.");
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let environment = match (env::var("KVELL_FORM_URL"), env::var("KVELL_API_URL")) {
        (Ok(forms), Ok(api)) => Environment::at(&forms, &api)?,
        (Err(VarError::NotPresent), Err(VarError::NotPresent)) => Environment::Stage,
        _ => return Err("set both KVELL_FORM_URL and KVELL_API_URL, or neither".into()),
    };
    let secret_key = Secret::new(env::var("KVELL_SECRET_KEY")?);
    Ok(Client::builder(environment, env::var("KVELL_API_KEY")?, secret_key).build()?)
}

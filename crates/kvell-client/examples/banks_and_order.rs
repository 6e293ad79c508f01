//! Lists the banks of the faster payments system and, if you pass your transaction number, prints the status of its order.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example banks_and_order [TRANSACTION]
//! ```
//!
//! Without the two addresses in the environment it uses Kvell's stage hosts.

#![allow(clippy::print_stdout, reason = "a program for people")]

use std::env::{self, VarError};
use std::error::Error;

use kvell_client::bank::BankList;
use kvell_client::order::OrderByTransaction;
use kvell_client::refusal::request_id;
use kvell_client::{Client, Environment, Secret, TransactionId};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client()?;
    let banks = client.send(&BankList::new()).await?;
    println!("{} banks", banks.len());
    for bank in banks.into_iter().take(10) {
        println!("{}  {:9}  {}", bank.bank_id, bank.bank_bic.unwrap_or_else(|| "no BIC".into()), bank.name);
    }

    let Some(transaction) = env::args().nth(1) else { return Ok(()) };
    match client.send(&OrderByTransaction::new(TransactionId::from_any_text(transaction))).await {
        Ok(order) => println!("\n{}, final: {}\n{order:?}", order.status, order.status.is_final()),
        Err(error) => {
            println!("\n{error}");
            if let Some(id) = error.http().and_then(request_id) {
                println!("for Kvell's support: {id}");
            }
        }
    }
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

//! Starts a transfer from a card typed into the gateway's form to a card given by its number, and polls until it is final.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example transfer_form
//! ```
//!
//! Without `PAYNETEASY_BASE_URL` it uses the gateway's own sandbox. Open the printed address and fill in the form.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env::var;
use std::error::Error;

use payneteasy_client::common::{Hidden, signing::RsaSigner};
use payneteasy_client::{
    Client, Currency, Environment, Money, Recovery, StatusQuery,
    order::{ClientOrderId, Order, Status},
    transfer::{DestinationCard, ReturnUrls, TransferForm},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = match var("PAYNETEASY_BASE_URL") {
        Ok(address) => Environment::at(&address)?,
        Err(_) => Environment::Sandbox,
    };
    let signer = RsaSigner::from_pem_file(var("PAYNETEASY_KEY_FILE")?)?;
    let client = Client::builder(environment, var("PAYNETEASY_LOGIN")?, signer).build()?;

    let number = ClientOrderId::random()?; // a shop stores it here
    let order = Order::new(number, Money::parse("100.50", Currency::USD)?, "Transfer to a card", "203.0.113.7");
    let transfer = TransferForm::form_to_pan(
        client.endpoint(var("PAYNETEASY_ENDPOINT")?.parse()?),
        order,
        ReturnUrls::any("https://shop.example/back"),
        DestinationCard::new("4268736646656312".parse()?),
    );

    match client.send(&transfer).await {
        Ok(form) => {
            let address = form.redirect_url.map(Hidden::into_exposed).unwrap_or_default();
            println!("order {}: open {address}", form.order_id);
        }
        // With an unknown outcome, the error contains the status request to send.
        Err(error) => match error.recovery() {
            Some(Recovery::Ask(StatusQuery::Order(status))) => recover(&client, status).await?,
            _ => return Err(error.into()),
        },
    }
    let order = client.wait_for_final(&transfer.status(), Client::documented_schedule()).await?;
    println!("order {:?} is {}", order.order_id, order.status);
    Ok(())
}

/// Finds out the result of a transfer whose response was lost. If the status request is refused, the result is still unknown: a
/// revoked key is refused like a missing order. A shop then keeps the order open and queries again.
async fn recover(client: &Client, status: &Status) -> Result<(), Box<dyn Error>> {
    match client.send(status).await {
        Ok(order) => println!("it arrived: {}", order.status),
        Err(error) => return Err(format!("the order is still open: {error}").into()),
    }
    Ok(())
}

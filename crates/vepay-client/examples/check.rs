//! Checks the connection to Vepay and the credentials.
//!
//! ```console
//! $ cargo install payments-sandbox
//! $ payments-sandbox --announce env > sandbox.env      # in another terminal; leave it running
//! $ . ./sandbox.env && cargo run --example check
//! ```
//!
//! Without `VEPAY_BASE_URL` it uses Vepay's test server.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env::var;
use std::error::Error;

use vepay_client::account::Check;
use vepay_client::{Client, Environment, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let environment = match var("VEPAY_BASE_URL") {
        Ok(address) => Environment::at(&address)?,
        Err(_) => Environment::Test,
    };
    let client = Client::builder(environment, var("VEPAY_MFO")?, Secret::new(var("VEPAY_SECRET")?)).build()?;
    client.send(&Check::new()).await?;
    println!("Vepay is reachable and accepts the credentials");
    Ok(())
}

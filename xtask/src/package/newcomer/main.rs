//! What somebody writes in the first hour who has the packages and nothing else: a call to each provider, all simulated.

use std::error::Error;

use payments_sandbox::Sandbox;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    bank131(&sandbox).await?;
    payneteasy(&sandbox).await?;
    vepay(&sandbox).await?;
    kvell(&sandbox).await?;
    sandbox.stop().await?;
    println!("four providers have answered");
    Ok(())
}

async fn bank131(sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    use bank131_client::signing::RsaSigner;
    use bank131_client::session::{SessionId, SessionStatus};
    use bank131_client::{Client, Environment, Outcome};

    let bank = &sandbox.announcement().bank131;
    let signer = RsaSigner::from_pem_file(&bank.private_key_pem_file)?;
    let client = Client::builder(Environment::at(&bank.base_url)?, bank.project.as_str(), signer).build()?;
    let Err(error) = client.send(&SessionStatus::new(SessionId::new("ps_unknown"))).await else {
        return Err("the bank knows a session that nobody began".into());
    };
    if error.outcome() != Outcome::Refused {
        return Err(error.into());
    }
    Ok(())
}

async fn payneteasy(sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    use payneteasy_client::common::signing::RsaSigner;
    use payneteasy_client::order::{ClientOrderId, Order};
    use payneteasy_client::transfer::{ReturnUrls, TransferForm};
    use payneteasy_client::{Client, Currency, Environment, Money};

    let gateway = &sandbox.announcement().payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file)?;
    let client = Client::builder(Environment::at(&gateway.base_url)?, gateway.login.as_str(), signer).build()?;
    let order =
        Order::new(ClientOrderId::new("first"), Money::parse("100", Currency::USD)?, "A first transfer", "1.1.1.1");
    let back = ReturnUrls::any("https://shop.example/back");
    client.send(&TransferForm::form_to_form(client.endpoint(gateway.endpoint_id), order, back)).await?;
    Ok(())
}

async fn vepay(sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    use vepay_client::account::Check;
    use vepay_client::{Client, Environment, Secret};

    let vepay = &sandbox.announcement().vepay;
    let secret = Secret::new(vepay.secret.as_str());
    let client = Client::builder(Environment::at(&vepay.base_url)?, vepay.mfo.as_str(), secret).build()?;
    client.send(&Check::new()).await?;
    Ok(())
}

async fn kvell(sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    use kvell_client::bank::BankList;
    use kvell_client::{Client, Environment, Secret};

    let kvell = &sandbox.announcement().kvell;
    let secret = Secret::new(kvell.secret_key.as_str());
    let environment = Environment::at(&kvell.form_url, &kvell.api_url)?;
    let client = Client::builder(environment, kvell.api_key.as_str(), secret).build()?;
    client.send(&BankList::new()).await?;
    Ok(())
}

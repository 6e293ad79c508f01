//! One transfer with the client of Bank 131.

use bank131_client::signing::RsaSigner;
use bank131_client::session::{Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, SessionMultiInit};
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money};

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let signer = RsaSigner::from_pem_file("merchant.pem").unwrap();
    let client = Client::builder(Environment::Demo, "project", signer).build().unwrap();
    let card = CardDetails::new("4242424242424242".parse().unwrap()).expires(1, 2030).unwrap();
    let amounts = Amounts::new(
        Money::parse("1000.00", Currency::RUB).unwrap(),
        ExchangeRate::from_rub("9.2222", Currency::TJS).unwrap(),
        ExchangeRate::from_rub("8.22", Currency::TJS).unwrap(),
    );
    let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
    let transfer = SessionMultiInit::new(
        IdempotencyKey::new("transfer-1001").unwrap(),
        PaymentDetails::Card(card),
        amounts,
        Money::parse("108.43", Currency::TJS).unwrap(),
        people,
    );
    match runtime.block_on(client.send(&transfer)) {
        Ok(session) => println!("{}", session.id),
        Err(error) => println!("{error}: {:?}", error.outcome()),
    }
}

//! Kvell: a shop's client, its form, and the card that a buyer types into it.

use kvell_client::common::signing::RsaSigner;
use kvell_client::form::Preauthorize;
use kvell_client::payout::{Account2Card, Recipient};
use kvell_client::{
    Client, ClientBuilder, Currency, CustomerKey, Environment, Money, RsaMessage, Secret, TransactionId,
};
use payments_sandbox::Announcement;

use crate::Failure;

/// A card that is bound. The cards are the sandbox's; its documentation says what each does.
pub const GOOD: &str = "4242424242424242";
/// The issuer declines.
pub const DECLINED: &str = "4000000000000002";

/// A client of the shop that this sandbox knows, for calls to this address. The form has an address of its own.
pub fn client(announcement: &Announcement, api: &str) -> Result<ClientBuilder, Failure> {
    let kvell = &announcement.kvell;
    let environment = Environment::at(&kvell.form_url, api)?;
    let builder = Client::builder(environment, kvell.api_key.as_str(), Secret::new(kvell.secret_key.as_str()));
    let signer = RsaSigner::from_pem_file(&kvell.payout_private_key_pem_file)?;
    Ok(builder.payout_signer(signer, RsaMessage::BodyAndSecret))
}

/// A payout to a card.
pub fn payout(card: &str, transaction: TransactionId) -> Result<Account2Card, Failure> {
    Ok(Account2Card::new(
        Recipient::card(card.parse()?),
        Money::parse("100.00", Currency::RUB)?,
        "Выплата",
        transaction,
    ))
}

/// The form on which a buyer's card is bound.
pub fn form(customer: &CustomerKey, transaction: &TransactionId) -> Result<Preauthorize, Failure> {
    Ok(Preauthorize::new(
        customer.clone(),
        transaction.clone(),
        Money::parse("1.00", Currency::RUB)?,
        "Проверка карты",
        "https://shop.example/card-saved",
        "https://shop.example/card-not-saved",
    ))
}

//! Bank 131: a shop's client, its webhooks, and the transfer with as little as the bank requires.

use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, PaymentOptions, PayoutDetails,
    SessionMultiInit,
};
use bank131_client::signing::{RsaSigner, RsaVerifier};
use bank131_client::{Client, ClientBuilder, Currency, Environment, IdempotencyKey, KeyRing, Money, Webhooks};
use payments_sandbox::Announcement;

use crate::Failure;

/// Asks for 3-D Secure. The cards are the sandbox's; its documentation says what each does.
pub const THREE_D_SECURE: &str = "4242424242424242";
/// Pays at once.
pub const WITHOUT_3DS: &str = "5555555555554444";
/// Is held, until a capture or a cancellation.
pub const HELD: &str = "5200828282828210";
/// The issuer declines.
pub const INSUFFICIENT_FUNDS: &str = "4000000000009995";
/// The session is in `error` for a while.
pub const ERROR_FIRST: &str = "4000000000000119";
/// Receives a transfer.
pub const RECIPIENT: &str = "5058270610441098";
/// Receives one that the shop confirms.
pub const WAITS_FOR_CONFIRMATION: &str = "2200000000000004";

/// A client of the shop that this sandbox knows, for requests to this address.
pub fn client(announcement: &Announcement, address: &str) -> Result<ClientBuilder, Failure> {
    let bank = &announcement.bank131;
    let signer = RsaSigner::from_pem_file(&bank.private_key_pem_file)?;
    Ok(Client::builder(Environment::at(address)?, bank.project.as_str(), signer))
}

/// Verifies the bank's webhooks.
pub fn webhooks(announcement: &Announcement) -> Result<Webhooks, Failure> {
    let key = RsaVerifier::from_pem_file(&announcement.bank131.bank_public_key_pem_file)?;
    Ok(Webhooks::new(KeyRing::new("sandbox", key)))
}

/// A transfer with as little as the bank requires.
pub fn transfer(key: &str, payment: PaymentDetails, recipient: &str) -> Result<SessionMultiInit, Failure> {
    Ok(SessionMultiInit::new(
        IdempotencyKey::new(key)?,
        payment,
        amounts()?,
        payout_amount()?,
        Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
    )
    .payout(PayoutDetails::card(recipient.parse()?))
    .payment_options(PaymentOptions::new().return_url("https://www.131.ru/")))
}

/// The amounts of the bank's example.
pub fn amounts() -> Result<Amounts, Failure> {
    Ok(Amounts::new(
        Money::parse("1000.00", Currency::RUB)?,
        ExchangeRate::from_rub("9.2222", Currency::TJS)?,
        ExchangeRate::from_rub("8.22", Currency::TJS)?,
    ))
}

/// What the recipient gets in the bank's example.
pub fn payout_amount() -> Result<Money, Failure> {
    Ok(Money::parse("108.43", Currency::TJS)?)
}

/// A card, with the expiry and the security code of the bank's example.
pub fn card(number: &str) -> Result<PaymentDetails, Failure> {
    Ok(PaymentDetails::Card(CardDetails::new(number.parse()?).expires(1, 2022)?.security_code("123".parse()?)))
}

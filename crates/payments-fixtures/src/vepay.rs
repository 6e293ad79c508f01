//! Vepay: a lender's client, its callbacks, its registrations, and the card that its client types.

use payments_sandbox::Announcement;
use vepay_client::card::{CardReg, RegistrationPurpose};
use vepay_client::{Callbacks, Client, ClientBuilder, Environment, ExtId, KeyRing, Secret};

use crate::Failure;

/// A card that is registered. The cards are those of Vepay's test contour.
pub const GOOD: &str = "4111111111111111";
/// Refused as fraud.
pub const FRAUD: &str = "4000000000000002";

/// A client of the lender that this sandbox knows, for requests to this address.
pub fn client(announcement: &Announcement, address: &str) -> Result<ClientBuilder, Failure> {
    let vepay = &announcement.vepay;
    Ok(Client::builder(Environment::at(address)?, vepay.mfo.as_str(), Secret::new(vepay.secret.as_str())))
}

/// Verifies Vepay's callbacks.
pub fn callbacks(announcement: &Announcement) -> Callbacks {
    Callbacks::new(KeyRing::new("sandbox", Secret::new(announcement.vepay.callback_key.as_str())))
}

/// A registration under a number of the lender's. Its page outlives a busy machine in a sandbox that is in a hurry.
pub fn registration(number: &str) -> Result<CardReg, Failure> {
    Ok(CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ExtId::new(number)?).timeout_minutes(59))
}

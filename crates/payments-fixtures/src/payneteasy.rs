//! PaynetEasy: a merchant's client, its callbacks, its orders, and what payers type into the form.

use payments_sandbox::Announcement;
use payneteasy_client::common::signing::RsaSigner;
use payneteasy_client::{
    Callbacks, Client, ClientBuilder, Currency, Environment, Money, Secret,
    common::KeyRing,
    order::{ClientOrderId, Order},
};

use crate::Failure;
use crate::Typed;

/// The card that pays, a number of the gateway's own examples.
pub const SENDER: &str = "4047753518764320";
/// The card that receives.
pub const RECEIVER: &str = "4268736646656312";

/// What the security code decides, as the gateway documents it for its sandbox.
pub const APPROVED: &str = "123";
const THREE_D_SECURE: &str = "321";

/// The card that pays.
pub const SENDER_TYPED: &Typed<'_> =
    &[("credit_card_number", SENDER), ("expiry", "12/30"), ("cvv2", APPROVED), ("card_printed_name", "TEST TEST")];
/// The card that pays, with 3-D Secure.
pub const SENDER_TYPED_WITH_3DS: &Typed<'_> = &[
    ("credit_card_number", SENDER),
    ("expiry", "12/30"),
    ("cvv2", THREE_D_SECURE),
    ("card_printed_name", "TEST TEST"),
];
/// The card that receives.
pub const RECEIVER_TYPED: &Typed<'_> = &[("destination_card_number", RECEIVER)];
/// Both cards.
pub const BOTH_TYPED: &Typed<'_> = &[
    ("credit_card_number", SENDER),
    ("expiry", "12/30"),
    ("cvv2", APPROVED),
    ("card_printed_name", "TEST TEST"),
    ("destination_card_number", RECEIVER),
];

/// A client of the merchant that this sandbox knows, for requests to this address.
pub fn client(announcement: &Announcement, address: &str) -> Result<ClientBuilder, Failure> {
    let gateway = &announcement.payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file)?;
    let builder = Client::builder(Environment::at(address)?, gateway.login.as_str(), signer);
    Ok(builder.control_key(Secret::new(gateway.merchant_control.as_str())))
}

/// Verifies the gateway's callbacks and final redirects.
pub fn callbacks(announcement: &Announcement) -> Callbacks {
    let secret = Secret::new(announcement.payneteasy.merchant_control.as_str());
    Callbacks::new(KeyRing::new("sandbox", secret))
}

/// An order of the gateway's example, under a number of the merchant's.
pub fn order(number: &str) -> Result<Order, Failure> {
    let amount = Money::parse("100.50", Currency::USD)?;
    Ok(Order::new(ClientOrderId::new(number), amount, "Your order description", "1.1.1.1"))
}

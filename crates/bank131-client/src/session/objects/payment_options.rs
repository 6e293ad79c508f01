//! Options of a payment.

use payments_core::{checked_text, json_fields};
use url::Url;

checked_text! {
    /// Address to which the payer returns after 3-D Secure: an absolute `http` or `https` address.
    ///
    /// ```
    /// use bank131_client::session::ReturnUrl;
    ///
    /// assert!(ReturnUrl::new("https://shop.example/back?order=42").is_ok());
    /// assert!(ReturnUrl::new("/back").is_err());
    /// ```
    pub struct ReturnUrl: "return URL", is_absolute;
}

fn is_absolute(address: &str) -> Result<(), &'static str> {
    let is_valid = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_valid { Ok(()) } else { Err("must be an absolute http or https address") }
}

json_fields! {
    /// Options of a payment: recurrent token and return address (`payment_options`).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PaymentOptions;

    /// Creates empty options.
    pub fn new;

    /// Requests a recurrent token, with which the payer can be charged again. Get the payer's consent first.
    ///
    /// The token comes with the payment once it has succeeded:
    /// [`AcquiringPayment::recurrent`](crate::session::AcquiringPayment::recurrent).
    optional recurrent: bool = "recurrent";
    /// Sets where the payer returns to after 3-D Secure: an absolute `http` or `https` address. Optional in the bank's table;
    /// required for [`PaymentDetails::by_client`](crate::session::PaymentDetails::by_client).
    optional return_url(try): ReturnUrl = "return_url";
}

impl PaymentOptions {
    pub(crate) const fn has_return_url(&self) -> bool {
        self.return_url.is_some()
    }
}

//! The addresses to which a form sends the browser back.

use payments_core::{check_browser_address, checked_text};
use url::Url;

use crate::checks::check_text;

checked_text! {
    /// Address to which the payer's browser returns (`success_url`, `fail_url`): absolute, `http` or `https`, without control
    /// characters, at a host and port that [browsers open](payments_core::check_browser_address). It is signed and sent as it is.
    ///
    /// ```
    /// use kvell_client::form::ReturnUrl;
    ///
    /// assert!(ReturnUrl::new("https://shop.example/card-saved").is_ok());
    /// assert!(ReturnUrl::new("/card-saved").is_err());
    /// ```
    pub struct ReturnUrl: "return URL", check_address;
}

fn check_address(address: &str) -> Result<(), &'static str> {
    check_text(address)?;
    // Parsing accepts spaces around the address, but they would be signed and sent.
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && address.trim() == address;
    let url = Url::parse(address).ok().filter(is_web).ok_or("must be an absolute http or https address")?;
    check_browser_address(url.host_str().unwrap_or_default(), url.port())
}

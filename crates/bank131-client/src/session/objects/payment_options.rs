//! Options of a payment.

use payments_core::{
    Hidden, ProviderText, Timestamp, check_browser_address, checked_text, json, open_enum, two_way_fields,
};
use serde::Deserialize;
use url::Url;

use crate::subscription::SubscriptionId;

checked_text! {
    /// Address to which the payer returns after 3-D Secure: an absolute `http` or `https` address.
    ///
    /// ```
    /// use bank131_client::session::ReturnUrl;
    ///
    /// assert!(ReturnUrl::new("https://shop.example/back?order=42").is_ok());
    /// assert!(ReturnUrl::new("/back").is_err());
    /// ```
    pub struct ReturnUrl: "return URL", is_browser_address;
}

fn is_browser_address(address: &str) -> Result<(), &'static str> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or("must be an absolute http or https address")?;
    check_browser_address(url.host_str().unwrap_or_default(), url.port())
}

two_way_fields! {
    /// Options of a payment (`payment_options`): recurrent token, return address, subscription. Responses repeat them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PaymentOptions;

    /// Whether a recurrent token is requested, with which the payer can be charged again. Get the payer's consent first.
    ///
    /// The token comes with the payment once it has succeeded:
    /// [`AcquiringPayment::recurrent`](crate::session::AcquiringPayment::recurrent).
    recurrent: bool = "recurrent";
    /// Where the payer returns to after 3-D Secure: an absolute `http` or `https` address. Optional in the bank's table; required
    /// for [`PaymentDetails::by_client`](crate::session::PaymentDetails::by_client) and for synchronous payments.
    return_url(try ReturnUrl): Hidden<String> = "return_url";
    /// A subscription, by which the bank repeats the payment by itself.
    subscription: SubscriptionOptions = "subscription";
    /// The payer's device. Required for T-Pay.
    platform_details: PlatformDetails = "platform_details";
    /// A description, which comes back in webhooks.
    description(into): Hidden<String> = "description";
    /// Until when the payer can pay, `YYYY-MM-DD HH:MM:SS`. Its time zone is *unknown*. Source: a transcription of the bank's page
    /// of objects.
    expiration_at(into): Hidden<String> = "expiration_at";
}

impl PaymentOptions {
    /// Creates empty options.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) const fn has_return_url(&self) -> bool {
        self.return_url.is_some()
    }
}

two_way_fields! {
    /// A subscription that a payment begins.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SubscriptionOptions;

    /// How often the bank repeats the payment. Its words are *unknown*: ask the bank.
    period(into): Hidden<String> = "period";
}

/// A subscription, by which the bank repeats a payment by itself (`subscription`).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Subscription {
    /// The identifier, for [`subscription/cancel`](crate::subscription).
    #[serde(default, deserialize_with = "json::non_empty")]
    pub id: Option<SubscriptionId>,
    /// How often the payment is repeated.
    #[serde(default, deserialize_with = "json::lenient")]
    pub period: Option<ProviderText>,
    /// Whether this payment began the subscription; `false` if the subscription made it.
    #[serde(default, deserialize_with = "json::flag")]
    pub initial: Option<bool>,
    /// When the next payment is due.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub next_point: Option<Timestamp>,
    /// Whether all attempts of a payment have failed.
    #[serde(default, deserialize_with = "json::flag")]
    pub retries_exceeded: Option<bool>,
    /// The page on which the payer can end it.
    #[serde(default, deserialize_with = "json::lenient")]
    pub unsubscribe_url: Option<Hidden<String>>,
    /// Its identifier at the payment provider.
    #[serde(default, deserialize_with = "json::lenient")]
    pub provider_subscription_id: Option<ProviderText>,
}

open_enum! {
    /// The kind of a payer's device.
    pub enum PlatformType {
        /// A computer.
        Desktop = "desktop",
        /// A phone or tablet.
        Mobile = "mobile",
    }
}

open_enum! {
    /// The operating system of a payer's device.
    pub enum PlatformOs {
        /// Android.
        Android = "android",
        /// iOS.
        Ios = "ios",
        /// Linux.
        Linux = "linux",
        /// Windows.
        Windows = "windows",
    }
}

open_enum! {
    /// The payer's browser.
    pub enum PlatformBrowser {
        /// Chrome.
        Chrome = "chrome",
        /// Firefox.
        Firefox = "firefox",
        /// Jivo Mobile.
        JivoMobile = "jivo mobile",
        /// Microsoft Edge.
        MicrosoftEdge = "microsoft edge",
        /// MIUI.
        Miui = "miui",
    }
}

two_way_fields! {
    /// The payer's device (`platform_details`).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PlatformDetails;

    /// Its kind.
    kind: PlatformType = "type";
    /// Its operating system.
    os: PlatformOs = "os";
    /// Its browser.
    browser: PlatformBrowser = "browser";
}

impl PlatformDetails {
    /// Creates a device of this kind.
    pub fn new(kind: PlatformType) -> Self {
        Self::default().kind(kind)
    }
}

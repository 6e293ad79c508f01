//! Where the payer's browser returns, and where the gateway calls back.

use payments_core::__private::{AddField, FormPart};
use payments_core::{FlatFields, InvalidField, check_browser_address, checked_text, form_fields};
use url::{Host, Url};

use crate::checks::{Broken, at_most};

checked_text! {
    /// An address to which the payer's browser returns: absolute, `http` or `https`, any port. The gateway takes at most 1024
    /// characters. It may contain the payer's session.
    pub struct ReturnUrl: "return URL", is_return_url;
}

checked_text! {
    /// An address that the gateway calls: absolute, by `http` at port 80 or 8080, by `https` at 443 or 8443, or any port of
    /// this machine. The gateway takes at most 1024 characters.
    ///
    /// It may have a query, to which the gateway adds its parameters. The query must not have a name the gateway uses, such
    /// as `type` or `status`, nor a name twice: no callback could be received there.
    pub struct CallbackUrl: "callback URL", is_callback_url;
}

/// Where the payer's browser returns from the form: one [`ReturnUrl`] whatever the outcome, or two by the outcome.
///
/// The data in the browser's request can be lost or forged: use it to show a page, never to book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrls(Redirects);

form_fields! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Redirects;

    fn none;

    /// Whatever the outcome.
    optional any(try): ReturnUrl = "redirect_url";
    /// For approved orders.
    optional success(try): ReturnUrl = "redirect_success_url";
    /// For declined or filtered orders.
    optional fail(try): ReturnUrl = "redirect_fail_url";
}

impl ReturnUrls {
    /// One address, whatever the outcome (`redirect_url`).
    pub fn any(address: impl TryInto<ReturnUrl, Error: Into<InvalidField>>) -> Self {
        Self(Redirects::none().any(address))
    }

    /// One address for approved orders, another for declined or filtered ones (`redirect_success_url`,
    /// `redirect_fail_url`).
    pub fn by_outcome(
        success: impl TryInto<ReturnUrl, Error: Into<InvalidField>>,
        fail: impl TryInto<ReturnUrl, Error: Into<InvalidField>>,
    ) -> Self {
        Self(Redirects::none().success(success).fail(fail))
    }
}

/// The address of server-to-server callbacks, and which changes they report. One kind, never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification(Notices);

form_fields! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Notices;

    fn none;

    /// About the final status of this transaction.
    optional final_only(try): CallbackUrl = "server_callback_url";
    /// About the final status and every later change: refunds, chargebacks.
    optional all_updates(try): CallbackUrl = "notify_url";
}

impl Notification {
    /// Requests a callback with the final status of this transaction (`server_callback_url`). [`CallbackUrl`] has the
    /// rules of the address.
    pub fn final_only(address: impl TryInto<CallbackUrl, Error: Into<InvalidField>>) -> Self {
        Self(Notices::none().final_only(address))
    }

    /// Requests callbacks with the final status and every later change: refunds, chargebacks (`notify_url`).
    /// [`CallbackUrl`] has the rules of the address.
    pub fn all_updates(address: impl TryInto<CallbackUrl, Error: Into<InvalidField>>) -> Self {
        Self(Notices::none().all_updates(address))
    }
}

impl FormPart for ReturnUrls {
    fn check_fields(&self) -> Result<(), InvalidField> {
        self.0.check_fields()
    }

    fn each_field<'a>(&'a self, add: AddField<'_, 'a>) {
        self.0.each_field(add);
    }
}

impl FormPart for Notification {
    fn check_fields(&self) -> Result<(), InvalidField> {
        self.0.check_fields()
    }

    fn each_field<'a>(&'a self, add: AddField<'_, 'a>) {
        self.0.each_field(add);
    }
}

fn is_return_url(address: &str) -> Result<(), Broken> {
    let url = web_address(address)?;
    check_browser_address(url.host_str().unwrap_or_default(), url.port())?;
    at_most::<1024>(address)
}

fn is_callback_url(address: &str) -> Result<(), Broken> {
    let url = web_address(address)?;
    let called = match (url.scheme(), url.port_or_known_default()) {
        _ if is_loopback(&url) => true,
        ("http", Some(80 | 8080)) | ("https", Some(443 | 8443)) => true,
        _ => false,
    };
    if !called {
        return Err("must use port 80 or 8080 (http), 443 or 8443 (https)".into());
    }
    if !has_clear_query(&url) {
        return Err("must have no query with a name that callbacks have, nor with one twice".into());
    }
    at_most::<1024>(address)
}

fn web_address(address: &str) -> Result<Url, &'static str> {
    Url::parse(address.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or("must be an absolute http or https address")
}

/// The documented parameters of a callback.
const OF_CALLBACKS: [&str; 30] = [
    "amount",
    "approval-code",
    "bin",
    "card-holder-name",
    "card-type",
    "client_orderid",
    "comment",
    "control",
    "currency",
    "descriptor",
    "dest-bin",
    "dest-card-type",
    "dest-last-four-digits",
    "email",
    "error_code",
    "error_message",
    "gate-partial-capture",
    "gate-partial-reversal",
    "last-four-digits",
    "merchant_order",
    "merchantdata",
    "name",
    "orderid",
    "phone",
    "processor-rrn",
    "processor-tx-id",
    "rapida-balance",
    "reason-code",
    "status",
    "type",
];

/// Whether no name would appear twice in a callback: such a callback is refused.
fn has_clear_query(url: &Url) -> bool {
    let is_theirs = url.query_pairs().any(|(name, _)| OF_CALLBACKS.contains(&name.as_ref()));
    !is_theirs && FlatFields::unique(url.query_pairs()).is_some()
}

/// The sandbox and tests run on this machine, on any free port.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

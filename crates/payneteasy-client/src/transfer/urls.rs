//! Return addresses of the payer's browser, and callback addresses.

use std::fmt;

use payments_core::{FlatFields, InvalidField};
use url::{Host, Url};

use crate::parameters::Parameters;

/// The address to which the payer's browser returns from the form. One of the two is required.
///
/// The data in the browser's request can be lost or forged: use it to show a page, never to book.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReturnUrl {
    /// One address, whatever the outcome (`redirect_url`).
    Any(String),
    /// One address for approved orders, another for declined or filtered ones (`redirect_success_url`,
    /// `redirect_fail_url`).
    ByOutcome {
        /// The address for approved orders.
        success: String,
        /// The address for declined or filtered orders.
        fail: String,
    },
}

impl ReturnUrl {
    /// One address, whatever the outcome.
    pub fn any(address: impl Into<String>) -> Self {
        Self::Any(address.into())
    }

    /// One address for approved orders, another for declined or filtered ones.
    pub fn by_outcome(success: impl Into<String>, fail: impl Into<String>) -> Self {
        Self::ByOutcome { success: success.into(), fail: fail.into() }
    }

    pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
        match self {
            Self::Any(address) => parameters.add("redirect_url", address.as_str()),
            Self::ByOutcome { success, fail } => {
                parameters.add("redirect_success_url", success.as_str());
                parameters.add("redirect_fail_url", fail.as_str());
            }
        }
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        match self {
            Self::Any(address) => web_address("redirect_url", address).map(drop),
            Self::ByOutcome { success, fail } => {
                web_address("redirect_success_url", success)?;
                web_address("redirect_fail_url", fail).map(drop)
            }
        }
    }
}

/// The address of server-to-server callbacks, and which changes they report. One kind, never both.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notification {
    /// The final status of this transaction (`server_callback_url`).
    FinalOnly(String),
    /// The final status and every later change: refunds, chargebacks (`notify_url`).
    AllUpdates(String),
}

impl Notification {
    /// Requests a callback with the final status of this transaction. The gateway calls ports 80 and 8080 by http, 443 and
    /// 8443 by https.
    ///
    /// The address may have a query, to which the gateway adds its parameters. The query must not have a name the gateway
    /// uses, such as `type` or `status`, nor a name twice: no callback could be received there.
    pub fn final_only(address: impl Into<String>) -> Self {
        Self::FinalOnly(address.into())
    }

    /// Requests callbacks with the final status and every later change. The address has the same rules as that of
    /// [`final_only`](Self::final_only).
    pub fn all_updates(address: impl Into<String>) -> Self {
        Self::AllUpdates(address.into())
    }

    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::FinalOnly(address) => ("server_callback_url", address),
            Self::AllUpdates(address) => ("notify_url", address),
        }
    }

    pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
        let (name, address) = self.parts();
        parameters.add(name, address);
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let (name, address) = self.parts();
        let url = web_address(name, address)?;
        let called = match (url.scheme(), url.port_or_known_default()) {
            _ if is_loopback(&url) => true,
            ("http", Some(80 | 8080)) | ("https", Some(443 | 8443)) => true,
            _ => false,
        };
        if !called {
            return Err(InvalidField::new(name, "must use port 80 or 8080 (http), 443 or 8443 (https)"));
        }
        if has_clear_query(&url) { Ok(()) } else { Err(InvalidField::new(name, CLEAR_QUERY)) }
    }
}

const CLEAR_QUERY: &str = "must have no query with a name that callbacks have, nor with one twice";

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

fn web_address(name: &'static str, address: &str) -> Result<Url, InvalidField> {
    Url::parse(address.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| InvalidField::new(name, "must be an absolute http or https address"))
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

/// Shows the kind only: the address may contain the payer's session.
impl fmt::Debug for ReturnUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Any(_) => "Any([hidden])",
            Self::ByOutcome { .. } => "ByOutcome([hidden])",
        })
    }
}

/// Shows the kind only: anyone who knows the address can try to send callbacks to it.
impl fmt::Debug for Notification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FinalOnly(_) => "FinalOnly([hidden])",
            Self::AllUpdates(_) => "AllUpdates([hidden])",
        })
    }
}

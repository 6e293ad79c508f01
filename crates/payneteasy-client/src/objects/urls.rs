//! Where the payer goes afterwards, and where the gateway reports to.

use std::fmt;

use payments_core::{FlatFields, InvalidField};
use url::{Host, Url};

use crate::parameters::Parameters;

/// Where the payer's browser goes when the form is done. One of the two is required.
///
/// What the browser carries back can be lost or forged: it is for showing a page, never for booking.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReturnUrl {
    /// One address, whatever the outcome (`redirect_url`).
    Any(String),
    /// One address for approved orders, another for declined or filtered ones (`redirect_success_url`,
    /// `redirect_fail_url`).
    ByOutcome {
        /// For approved orders.
        success: String,
        /// For declined or filtered ones.
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

/// Where the gateway reports to, from server to server, and how much. One or the other, never both.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notification {
    /// The final status of this transaction (`server_callback_url`).
    FinalOnly(String),
    /// That, and every later change: returns, chargebacks (`notify_url`).
    AllUpdates(String),
}

impl Notification {
    /// The final status of this transaction. The gateway calls ports 80 and 8080 by http, 443 and 8443 by https.
    ///
    /// The address may have a query of its own, to which the gateway adds its parameters. Its names may be none of the
    /// gateway's, such as `type` or `status`, nor stand twice: no callback could be received there.
    pub fn final_only(address: impl Into<String>) -> Self {
        Self::FinalOnly(address.into())
    }

    /// That, and every later change. For the address the same holds as for [`final_only`](Self::final_only).
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

/// The parameters of a callback, by the document.
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

/// Whether no name would stand twice in a callback, which is refused then.
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

/// The sandbox and tests live on this machine, at whatever port is free.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Says which kind it is: the payer's session may be in the address.
impl fmt::Debug for ReturnUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Any(_) => "Any([hidden])",
            Self::ByOutcome { .. } => "ByOutcome([hidden])",
        })
    }
}

/// Says which kind it is: whoever knows the address can try to send callbacks to it.
impl fmt::Debug for Notification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FinalOnly(_) => "FinalOnly([hidden])",
            Self::AllUpdates(_) => "AllUpdates([hidden])",
        })
    }
}

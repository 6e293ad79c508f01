//! URLs: checks for those sent to Vepay, and the URL of the form.

use std::fmt;

use payments_core::__private::read_text;
use payments_core::InvalidField;
use serde::{Deserialize, Deserializer};

/// Maximum length of the URL of a return page.
const LONGEST_RETURN: usize = 1000;

/// Maximum length of a postback URL.
const LONGEST_POSTBACK: usize = 255;

/// URL of the form in which the customer enters the card. Redirect the customer there, and do not parse it: host and path vary.
///
/// Anyone who has it can fill in the form, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FormUrl(Box<str>);

impl FormUrl {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for FormUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(|address| Self(address.into()))
    }
}

impl fmt::Debug for FormUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FormUrl([hidden])")
    }
}

/// Checks the URL of a page that the customer returns to.
pub(crate) fn check_return(field: &'static str, address: &str) -> Result<(), InvalidField> {
    check(field, address, LONGEST_RETURN)
}

/// Checks a postback URL.
pub(crate) fn check_postback(field: &'static str, address: &str) -> Result<(), InvalidField> {
    check(field, address, LONGEST_POSTBACK)
}

fn check(field: &'static str, address: &str, longest: usize) -> Result<(), InvalidField> {
    if !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(InvalidField::new(field, "must be visible ASCII characters, other letters escaped"));
    }
    if address.len() > longest {
        return Err(InvalidField::new(field, format!("must have at most {longest} characters")));
    }
    if !has_dotted_host(address) {
        return Err(InvalidField::new(field, "must be an http or https address of a host with a dot in its name"));
    }
    Ok(())
}

/// Whether Vepay's server accepts the URL: it rejects `localhost`, user names and IPv6 hosts.
fn has_dotted_host(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    host.contains('.') && host.split('.').all(is_label) && port.is_none_or(is_port)
}

fn is_label(label: &str) -> bool {
    label.starts_with(|first: char| first.is_ascii_alphanumeric())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

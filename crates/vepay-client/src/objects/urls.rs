//! Addresses: those Vepay is given, and the one it gives.

use std::fmt;

use payments_core::__private::read_text;
use payments_core::InvalidField;
use serde::{Deserialize, Deserializer};

/// Longest address of a page the client returns to.
const LONGEST_RETURN: usize = 1000;

/// Longest address of a postback.
const LONGEST_POSTBACK: usize = 255;

/// The address of the form in which the client enters the card. Send the client there, and take nothing out of it: host and
/// path vary.
///
/// Whoever has it can fill in the form, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FormUrl(Box<str>);

impl FormUrl {
    /// The address.
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

/// Checks the address of a page the client returns to.
pub(crate) fn check_return(field: &'static str, address: &str) -> Result<(), InvalidField> {
    check(field, address, LONGEST_RETURN)
}

/// Checks the address of a postback.
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

/// What Vepay's server accepts: `localhost`, users and IPv6 hosts are not.
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

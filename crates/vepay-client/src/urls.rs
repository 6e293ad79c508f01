//! Checks of the URLs that are sent to Vepay.

use payments_core::InvalidField;

/// Maximum length of the URL of a return page.
const LONGEST_RETURN: usize = 1000;

/// Maximum length of a postback URL.
const LONGEST_POSTBACK: usize = 255;

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

//! Kinds of URLs that are sent to Vepay.

use std::borrow::Cow;

use payments_core::{check_browser_address, checked_text};

checked_text! {
    /// URL of a page that the customer returns to: `http` or `https`, a host with a dot in its name, at most 1000 visible ASCII
    /// characters. Vepay refuses `localhost`, user names and IPv6 hosts.
    ///
    /// ```
    /// use vepay_client::operation::ReturnUrl;
    ///
    /// assert!(ReturnUrl::new("https://shop.example/saved").is_ok());
    /// assert!(ReturnUrl::new("https://localhost/saved").is_err());
    /// ```
    pub struct ReturnUrl: "return URL", check_return;
}

checked_text! {
    /// URL to which Vepay sends postbacks: as a [`ReturnUrl`], but at most 255 characters.
    pub struct PostbackUrl: "postback URL", check_postback;
}

fn check_return(address: &str) -> Result<(), Cow<'static, str>> {
    check(address, 1000)?;
    let (host, port) = host_and_port(address).ok_or(NOT_DOTTED)?;
    Ok(check_browser_address(host, port.and_then(|port| port.parse().ok()))?)
}

fn check_postback(address: &str) -> Result<(), Cow<'static, str>> {
    check(address, 255)
}

fn check(address: &str, longest: usize) -> Result<(), Cow<'static, str>> {
    if !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("must be visible ASCII characters, other letters escaped".into());
    }
    if address.len() > longest {
        return Err(format!("must have at most {longest} characters").into());
    }
    if !has_dotted_host(address) {
        return Err(NOT_DOTTED.into());
    }
    Ok(())
}

/// Whether Vepay's server accepts the URL: it rejects `localhost`, user names and IPv6 hosts.
fn has_dotted_host(address: &str) -> bool {
    let is_dotted = |host: &str| host.contains('.') && host.split('.').all(is_label);
    host_and_port(address).is_some_and(|(host, port)| is_dotted(host) && port.is_none_or(is_port))
}

const NOT_DOTTED: &str = "must be an http or https address of a host with a dot in its name";

fn host_and_port(address: &str) -> Option<(&str, Option<&str>)> {
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Some(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))))
}

fn is_label(label: &str) -> bool {
    label.starts_with(|first: char| first.is_ascii_alphanumeric())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

//! URLs: a provider's base URL, and the path of an endpoint.

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::validation::InvalidField;

/// A base URL: scheme, host, port and leading path of a provider's API.
///
/// `https` is required; plain `http` is accepted only for this machine (`localhost`, 127.0.0.0/8, `::1`), where the
/// sandbox and tests run.
///
/// ```
/// use payments_core::BaseUrl;
///
/// assert!("https://gate.example/paynet".parse::<BaseUrl>().is_ok());
/// assert!("http://127.0.0.1:8080".parse::<BaseUrl>().is_ok());
/// assert!("http://gate.example".parse::<BaseUrl>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    secure: bool,
}

impl BaseUrl {
    /// Checks and wraps an address. A trailing slash makes no difference.
    ///
    /// # Errors
    ///
    /// The address is not absolute, not safe, or has a user, a query or a fragment.
    pub fn new(address: &str) -> Result<Self, UrlError> {
        Self::checked(address, is_loopback)
    }

    /// Like [`new`](Self::new), and also accepts plain `http` to a private network: an address of RFC 1918 or RFC 4193, or
    /// a host name without a dot or below `.internal`, `.local`, `.test`, such as that of a container.
    ///
    /// **Everyone in that network can read and change what is sent, keys and card numbers included.** It is for the sandbox in
    /// another container, and for nothing that moves real money.
    ///
    /// ```
    /// use payments_core::BaseUrl;
    ///
    /// assert!(BaseUrl::unencrypted_in_private_network("http://sandbox:8131").is_ok());
    /// assert!(BaseUrl::unencrypted_in_private_network("http://gate.example").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// As with [`new`](Self::new).
    pub fn unencrypted_in_private_network(address: &str) -> Result<Self, UrlError> {
        Self::checked(address, |host| is_loopback(host) || is_private(host))
    }

    fn checked(address: &str, may_be_plain: fn(&str) -> bool) -> Result<Self, UrlError> {
        let uri: Uri = address.parse().map_err(|_| UrlError::NotAbsolute)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(UrlError::NotAbsolute);
        };
        if authority.as_str().contains('@') {
            return Err(UrlError::User);
        }
        if !is_host_and_port(authority.host(), authority.as_str()) {
            return Err(UrlError::NotAbsolute);
        }
        if uri.query().is_some() || address.contains('#') {
            return Err(UrlError::Query);
        }
        // An HTTP client may rewrite other characters, and then the URL that was signed is not the one that is called.
        let plain = |segment: &str| !matches!(segment, "." | "..") && segment.bytes().all(is_unescaped);
        if !uri.path().split('/').all(plain) {
            return Err(UrlError::Path);
        }
        let secure = match scheme {
            "https" => true,
            "http" if may_be_plain(authority.host()) => false,
            "http" => return Err(UrlError::NotEncrypted),
            _ => return Err(UrlError::Scheme),
        };
        let text = format!("{scheme}://{authority}{}", uri.path()).trim_end_matches('/').to_owned();
        Ok(Self { text, secure })
    }

    /// The address, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the address is `https`.
    pub const fn is_encrypted(&self) -> bool {
        self.secure
    }

    /// The address of an endpoint.
    pub(crate) fn join(&self, path: &Path<'_>) -> Result<Uri, InvalidField> {
        let mut address = self.text.clone();
        for segment in path.segments() {
            address.push('/');
            address.push_str(&segment?);
        }
        address.push_str(&path.query_string());
        address.parse().map_err(|_| InvalidField::new("path", "does not make a valid address"))
    }
}

/// Whether an authority is a name or an IP address, with an optional port: `http` accepts brackets and escapes
/// anywhere.
fn is_host_and_port(host: &str, authority: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.bytes().all(name),
    };
    let port = authority.strip_prefix(host).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    is_host && port.is_some_and(|port| port.is_empty() || port.parse::<u16>().is_ok())
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn is_private(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(IpAddr::V4(address)) => address.is_private() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
        Err(_) => {
            let name = bare.to_ascii_lowercase();
            // Digits alone are an address written in another way.
            let is_name = name.bytes().any(|byte| byte.is_ascii_alphabetic()) && !name.starts_with("0x");
            let is_local = [".internal", ".local", ".test"].iter().any(|end| name.ends_with(end));
            is_name && (is_local || !name.contains('.'))
        }
    }
}

impl std::str::FromStr for BaseUrl {
    type Err = UrlError;

    fn from_str(address: &str) -> Result<Self, UrlError> {
        Self::new(address)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Why a URL is invalid.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// Scheme or host is missing, or a character is not allowed.
    #[error("the address must be absolute, such as https://host.example/path")]
    NotAbsolute,
    /// The address has a user or password.
    #[error("the address must not carry a user or password")]
    User,
    /// The address has a query or fragment.
    #[error("the address must not carry a query or fragment")]
    Query,
    /// The path has a dot segment, an escape, or a character that would have to be escaped.
    #[error("the address's path must be plain: no dot segments, no escapes, nothing that needs one")]
    Path,
    /// Plain `http` to another machine.
    #[error("the address must be https; plain http is for this machine only")]
    NotEncrypted,
    /// Another scheme.
    #[error("the address must be https")]
    Scheme,
}

crate::debug_as_sentence!(UrlError);

/// Whether a byte is allowed in a path segment without an escape (RFC 3986, `pchar`).
const fn is_unescaped(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~')
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@')
}

/// Everything but the unreserved characters (RFC 3986).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything but the unreserved characters of RFC 3986, byte by byte of UTF-8, as OAuth 1.0a requires
/// for its signature.
pub fn percent_encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, ESCAPED).into()
}

/// Reverses [`percent_encode`]; bytes that are not UTF-8 become replacement characters.
pub fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The path of an endpoint: a template, the values of its `{parameters}`, and a query string, each value percent-encoded.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    template: &'static str,
    parameters: Vec<(&'static str, &'a str)>,
    query: Vec<(&'static str, Cow<'a, str>)>,
}

impl<'a> Path<'a> {
    /// Creates a path from its template, such as `v1/orders/{transaction}`, without a leading slash.
    pub const fn new(template: &'static str) -> Self {
        Self { template, parameters: Vec::new(), query: Vec::new() }
    }

    /// Sets the value of a parameter.
    #[must_use]
    pub fn with(mut self, parameter: &'static str, value: &'a str) -> Self {
        self.parameters.push((parameter, value));
        self
    }

    /// Adds a parameter to the query string, after those that are there. Names and values are percent-encoded.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// The template, the same for every call of an endpoint.
    pub(crate) const fn template(&self) -> &'static str {
        self.template
    }

    /// The query string with its question mark; nothing if there are no parameters.
    fn query_string(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.query {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&percent_encode(name));
            text.push('=');
            text.push_str(&percent_encode(value));
        }
        text
    }

    fn segments(&self) -> impl Iterator<Item = Result<Cow<'a, str>, InvalidField>> + '_ {
        self.template.split('/').map(|segment| match parameter_name(segment) {
            None => Ok(Cow::Borrowed(segment)),
            Some(name) => self.value(name),
        })
    }

    fn value(&self, name: &'static str) -> Result<Cow<'a, str>, InvalidField> {
        let (_, value) = self
            .parameters
            .iter()
            .find(|(parameter, _)| *parameter == name)
            .ok_or_else(|| InvalidField::new(name, "has no value in the path"))?;
        // URL parsers resolve dot segments even when they are escaped, and would call another endpoint.
        if matches!(*value, "" | "." | "..") {
            return Err(InvalidField::new(name, "must be neither empty nor dots: it is a part of the address"));
        }
        Ok(utf8_percent_encode(value, ESCAPED).into())
    }
}

fn parameter_name(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

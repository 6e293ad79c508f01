//! Where callbacks may go: plain HTTP to this machine, nowhere else.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use url::{Host, Url};

/// A checked callback address.
#[derive(Clone, Debug)]
pub(crate) struct CallbackUrl(Uri);

impl CallbackUrl {
    /// The URL of callbacks in a simulation that has no other.
    pub(crate) fn loopback() -> Self {
        Self(Uri::from_static("http://127.0.0.1/"))
    }

    pub(crate) fn uri(&self) -> Uri {
        self.0.clone()
    }

    /// The address with `query` put after whatever query it has already. `query` is form-encoded.
    pub(crate) fn with_query(&self, query: &str) -> Uri {
        let path = self.0.path();
        let path_and_query = match self.0.query().filter(|own| !own.is_empty()) {
            Some(own) => format!("{path}?{own}&{query}"),
            None => format!("{path}?{query}"),
        };
        let mut parts = self.0.clone().into_parts();
        match path_and_query.parse() {
            Ok(path_and_query) => parts.path_and_query = Some(path_and_query),
            // Form encoding leaves nothing that a query may not hold.
            Err(error) => tracing::error!(%error, "a callback goes without its parameters"),
        }
        Uri::from_parts(parts).unwrap_or_else(|_| self.uri())
    }
}

impl fmt::Display for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CallbackUrl {
    type Err = CallbackUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| CallbackUrlError::NotAUrl)?;
        if url.scheme() != "http" {
            return Err(CallbackUrlError::NotHttp);
        }
        if !url.host().is_some_and(|host| is_loopback(&host)) {
            return Err(CallbackUrlError::NotLoopback);
        }
        // A password in the address would be shown in logs and never be sent.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(CallbackUrlError::NotAUrl);
        }
        url.as_str().parse().map(Self).map_err(|_| CallbackUrlError::NotAUrl)
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

/// Why the sandbox does not deliver callbacks to a URL.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackUrlError {
    /// The text is not an absolute URL, or it has a user name.
    #[error("it is not a URL such as http://127.0.0.1:8080/callback")]
    NotAUrl,
    /// The scheme is not `http`: a local receiver has no certificate to check.
    #[error("it must begin with http://, the sandbox speaks plain HTTP only")]
    NotHttp,
    /// The host is not this machine: a sandbox must not call out.
    #[error("its host must be localhost or a loopback address, the sandbox calls nobody else")]
    NotLoopback,
}

crate::error_debug::debug_as_sentence!(CallbackUrlError);

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Option<CallbackUrlError> {
        text.parse::<CallbackUrl>().err()
    }

    #[test]
    fn only_plain_http_to_this_machine() {
        assert_eq!(verdict("http://127.0.0.1:9000/hook?a=1"), None);
        assert_eq!(verdict("http://[::1]:9000/"), None);
        assert_eq!(verdict("http://localhost:9000"), None);
        assert_eq!(verdict("hook"), Some(CallbackUrlError::NotAUrl));
        assert_eq!(verdict("http://user:secret@localhost/"), Some(CallbackUrlError::NotAUrl));
        assert_eq!(verdict("https://127.0.0.1/"), Some(CallbackUrlError::NotHttp));
        assert_eq!(verdict("http://192.168.0.7/"), Some(CallbackUrlError::NotLoopback));
        assert_eq!(verdict("http://localhost.example.com/"), Some(CallbackUrlError::NotLoopback));
    }

    #[test]
    fn a_query_of_the_address_is_kept() {
        let with = |text: &str| text.parse::<CallbackUrl>().unwrap().with_query("b=%20&c=3").to_string();
        assert_eq!(with("http://127.0.0.1:9000/hook?a=1"), "http://127.0.0.1:9000/hook?a=1&b=%20&c=3");
        assert_eq!(with("http://127.0.0.1:9000/hook?"), "http://127.0.0.1:9000/hook?b=%20&c=3");
        assert_eq!(with("http://127.0.0.1:9000#part"), "http://127.0.0.1:9000/?b=%20&c=3");
    }
}

//! Where callbacks may go: plain HTTP to this machine, and to hosts that were allowed by name.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use axum::http::Uri;
use url::Url;

/// A callback address by plain HTTP. Whether the sandbox calls it is up to [`AllowedHosts`].
#[derive(Clone, Debug)]
pub(crate) struct CallbackUrl(Uri);

/// The hosts that callbacks may go to besides this machine.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowedHosts(BTreeSet<String>);

impl AllowedHosts {
    pub(crate) fn allow(&mut self, host: &str) {
        self.0.insert(host.to_ascii_lowercase());
    }

    /// The address in this text, if the sandbox calls it.
    pub(crate) fn url(&self, text: &str) -> Result<CallbackUrl, CallbackUrlError> {
        let url = text.parse()?;
        if self.may_call(&url) { Ok(url) } else { Err(CallbackUrlError::NotAllowed) }
    }

    pub(crate) fn may_call(&self, url: &CallbackUrl) -> bool {
        let host = url.0.host().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        let is_this_machine = address.parse().map_or(host == "localhost", |address: IpAddr| address.is_loopback());
        is_this_machine || self.0.contains(address)
    }
}

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
        // A password in the address would be shown in logs and never be sent.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(CallbackUrlError::NotAUrl);
        }
        url.as_str().parse().map(Self).map_err(|_| CallbackUrlError::NotAUrl)
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
    /// The host is not this machine, and was not allowed: a sandbox must not call out.
    #[error("its host must be localhost, a loopback address, or one that --allow-callback-host names")]
    NotAllowed,
}

crate::error_debug::debug_as_sentence!(CallbackUrlError);

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Option<CallbackUrlError> {
        AllowedHosts::default().url(text).err()
    }

    #[test]
    fn only_plain_http_to_this_machine() {
        assert_eq!(verdict("http://127.0.0.1:9000/hook?a=1"), None);
        assert_eq!(verdict("http://[::1]:9000/"), None);
        assert_eq!(verdict("http://localhost:9000"), None);
        assert_eq!(verdict("hook"), Some(CallbackUrlError::NotAUrl));
        assert_eq!(verdict("http://user:secret@localhost/"), Some(CallbackUrlError::NotAUrl));
        assert_eq!(verdict("https://127.0.0.1/"), Some(CallbackUrlError::NotHttp));
        assert_eq!(verdict("http://192.168.0.7/"), Some(CallbackUrlError::NotAllowed));
        assert_eq!(verdict("http://localhost.example.com/"), Some(CallbackUrlError::NotAllowed));
    }

    #[test]
    fn an_allowed_host_is_that_host_only() {
        let mut hosts = AllowedHosts::default();
        hosts.allow("Shop");
        hosts.allow("10.0.0.7");
        for allowed in ["http://shop:8080/hook", "http://SHOP/", "http://10.0.0.7/", "http://localhost/"] {
            assert!(hosts.url(allowed).is_ok(), "{allowed}");
        }
        for other in ["http://shop.example/", "http://shop@evil.example/", "http://10.0.0.8/", "https://shop/"] {
            assert!(hosts.url(other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_query_of_the_address_is_kept() {
        let with = |text: &str| text.parse::<CallbackUrl>().unwrap().with_query("b=%20&c=3").to_string();
        assert_eq!(with("http://127.0.0.1:9000/hook?a=1"), "http://127.0.0.1:9000/hook?a=1&b=%20&c=3");
        assert_eq!(with("http://127.0.0.1:9000/hook?"), "http://127.0.0.1:9000/hook?b=%20&c=3");
        assert_eq!(with("http://127.0.0.1:9000#part"), "http://127.0.0.1:9000/?b=%20&c=3");
    }
}

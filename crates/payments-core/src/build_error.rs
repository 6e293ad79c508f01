//! The error of building a client.

use std::error::Error as StdError;

use crate::error_chain::Chain;
use crate::validation::InvalidField;

/// Why a client could not be built.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A setting is invalid.
    #[error(transparent)]
    Setting(#[from] InvalidField),
    /// No transport was given and the default one is not compiled in.
    #[error("no transport: enable the `reqwest` feature or give one with `transport`")]
    NoTransport,
    /// No clock was given and the default one is not compiled in.
    #[error("no clock: enable the `reqwest` feature or give one with `clock`")]
    NoClock,
    /// The reqwest transport needs a TLS backend.
    #[error("no TLS backend: enable the `aws-lc-rs` or the `ring` feature")]
    NoTlsBackend,
    /// TLS could not be set up, on Linux most often because no trusted certificates are installed.
    #[error("TLS could not be set up: {}", Chain(&**.0))]
    Tls(#[source] Box<dyn StdError + Send + Sync>),
    /// A trusted certificate cannot be read.
    #[error("a trusted certificate cannot be read: PEM text with at least one CERTIFICATE is needed")]
    Certificate,
    /// The client certificate cannot be used: no certificate, no private key, or not that of the certificate.
    #[error("the client certificate cannot be used: {}", Chain(&**.0))]
    ClientCertificate(#[source] Box<dyn StdError + Send + Sync>),
    /// The proxy's address cannot be used. It needs a scheme, `http`, `https` or, with the feature `socks`, `socks5`, and a host.
    #[error("the proxy's address cannot be used: {}", Chain(&**.0))]
    Proxy(#[source] Box<dyn StdError + Send + Sync>),
}

crate::debug_as_sentence!(BuildError);

//! What a client must know to talk to a running sandbox.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

/// Where each provider listens and with which credentials.
///
/// Serialized as JSON this is the first line the binary prints with `--announce json`; `Display` is the same for a
/// person. Members are only ever added.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Announcement {
    /// Bank 131.
    pub bank131: Bank131Announcement,
}

/// The address and the credentials of the simulated Bank 131.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Bank131Announcement {
    /// Scheme, host and port. The paths of the API begin with `/api/v1/`.
    pub base_url: String,
    /// The value for `X-PARTNER-PROJECT`.
    pub project: String,
    /// The file with the key the partner signs with: RSA, PKCS#8, PEM. It is gone when the sandbox stops.
    pub private_key_pem_file: PathBuf,
    /// The file with the key webhooks are verified with: RSA, SPKI, PEM. It is gone when the sandbox stops.
    pub bank_public_key_pem_file: PathBuf,
}

impl fmt::Display for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bank131 = &self.bank131;
        writeln!(f, "payments-sandbox {}: simulated providers, no real money", env!("CARGO_PKG_VERSION"))?;
        writeln!(f)?;
        writeln!(f, "Bank 131")?;
        writeln!(f, "  base URL           {}", bank131.base_url)?;
        writeln!(f, "  X-PARTNER-PROJECT  {}", bank131.project)?;
        writeln!(f, "  your private key   {}", bank131.private_key_pem_file.display())?;
        write!(f, "  bank's public key  {}", bank131.bank_public_key_pem_file.display())
    }
}

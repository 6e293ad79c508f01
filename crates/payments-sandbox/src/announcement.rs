//! The address and credentials of a running sandbox.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

/// The address and credentials of each simulated provider.
///
/// Serialized as JSON this is the first line the binary prints with `--announce json`; `Display` is the same for a
/// person. Members are only ever added.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Announcement {
    /// Bank 131.
    pub bank131: Bank131Announcement,
    /// PaynetEasy.
    pub payneteasy: PaynetEasyAnnouncement,
    /// Vepay.
    pub vepay: VepayAnnouncement,
    /// Kvell.
    pub kvell: KvellAnnouncement,
    /// The pages that show what the sandbox received and delivered. In a simulation there are none, and this is no address.
    pub workbench_url: String,
}

/// The address and the credentials of the simulated Bank 131.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Bank131Announcement {
    /// Scheme, host and port. The paths of the API begin with `/api/v1/`.
    pub base_url: String,
    /// The value for `X-PARTNER-PROJECT`.
    pub project: String,
    /// The file with the key the partner signs with: RSA, PKCS#8, PEM. It is gone when the sandbox stops.
    pub private_key_pem_file: PathBuf,
    /// The text of that file.
    pub private_key_pem: String,
    /// The file with the key webhooks are verified with: RSA, SPKI, PEM. It is gone when the sandbox stops.
    pub bank_public_key_pem_file: PathBuf,
    /// The text of that file.
    pub bank_public_key_pem: String,
}

impl fmt::Debug for Bank131Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bank131Announcement")
            .field("base_url", &self.base_url)
            .field("project", &self.project)
            .field("private_key_pem_file", &self.private_key_pem_file)
            .field("bank_public_key_pem_file", &self.bank_public_key_pem_file)
            .finish_non_exhaustive()
    }
}

/// The address and the credentials of the simulated PaynetEasy.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct PaynetEasyAnnouncement {
    /// Scheme, host, port and `/paynet`. The paths of the API go on with `/api/v4/`.
    pub base_url: String,
    /// The merchant's login: the OAuth consumer key, and the parameter `login`.
    pub login: String,
    /// The endpoint, for the end of a path.
    pub endpoint_id: u64,
    /// The group of endpoints, for the end of a path after `group/`.
    pub endpoint_group_id: u64,
    /// The secret in the checksum `control` of callbacks and of the final redirect.
    pub merchant_control: String,
    /// The file with the key the merchant signs with: RSA, PKCS#8, PEM. It is gone when the sandbox stops.
    pub private_key_pem_file: PathBuf,
    /// The text of that file.
    pub private_key_pem: String,
}

impl fmt::Debug for PaynetEasyAnnouncement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaynetEasyAnnouncement")
            .field("base_url", &self.base_url)
            .field("login", &self.login)
            .field("endpoint_id", &self.endpoint_id)
            .field("endpoint_group_id", &self.endpoint_group_id)
            .field("private_key_pem_file", &self.private_key_pem_file)
            .finish_non_exhaustive()
    }
}

/// The address and the credentials of the simulated Vepay.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct VepayAnnouncement {
    /// Scheme, host, port and `/mfo`. The paths of the API go on with `/card/reg` and the like.
    pub base_url: String,
    /// The value for `X-Mfo`.
    pub mfo: String,
    /// The secret that `X-Token` is computed with.
    pub secret: String,
    /// The secret in the `key` of callbacks.
    pub callback_key: String,
}

impl fmt::Debug for VepayAnnouncement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VepayAnnouncement")
            .field("base_url", &self.base_url)
            .field("mfo", &self.mfo)
            .finish_non_exhaustive()
    }
}

/// The addresses and the credentials of the simulated Kvell.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct KvellAnnouncement {
    /// Scheme, host and port of the form. Its path is `/bind/card/preauthorize`.
    pub form_url: String,
    /// Scheme, host and port of the API. Its paths begin with `/v1/`.
    pub api_url: String,
    /// The key of the store: the parameter `api_key` and the header `X-Api-Key`. It is no secret.
    pub api_key: String,
    /// The secret appended to the data that is signed.
    pub secret_key: String,
    /// The file with the key the store signs payouts with: RSA, PKCS#8, PEM. It is gone when the sandbox stops.
    pub payout_private_key_pem_file: PathBuf,
    /// The text of that file.
    pub payout_private_key_pem: String,
}

impl fmt::Debug for KvellAnnouncement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KvellAnnouncement")
            .field("form_url", &self.form_url)
            .field("api_url", &self.api_url)
            .field("api_key", &self.api_key)
            .field("payout_private_key_pem_file", &self.payout_private_key_pem_file)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bank131, payneteasy, vepay, kvell, workbench_url } = self;
        writeln!(f, "payments-sandbox {}: simulated providers, no real money", env!("CARGO_PKG_VERSION"))?;
        writeln!(f)?;
        writeln!(f, "Workbench            {workbench_url}")?;
        writeln!(f)?;
        writeln!(f, "Bank 131")?;
        writeln!(f, "  base URL           {}", bank131.base_url)?;
        writeln!(f, "  X-PARTNER-PROJECT  {}", bank131.project)?;
        writeln!(f, "  your private key   {}", bank131.private_key_pem_file.display())?;
        writeln!(f, "  bank's public key  {}", bank131.bank_public_key_pem_file.display())?;
        writeln!(f)?;
        writeln!(f, "PaynetEasy")?;
        writeln!(f, "  base URL           {}", payneteasy.base_url)?;
        writeln!(f, "  login              {}", payneteasy.login)?;
        writeln!(f, "  endpoint id        {}", payneteasy.endpoint_id)?;
        writeln!(f, "  endpoint group id  {}", payneteasy.endpoint_group_id)?;
        writeln!(f, "  merchant control   {}", payneteasy.merchant_control)?;
        writeln!(f, "  your private key   {}", payneteasy.private_key_pem_file.display())?;
        writeln!(f)?;
        writeln!(f, "Vepay")?;
        writeln!(f, "  base URL           {}", vepay.base_url)?;
        writeln!(f, "  X-Mfo              {}", vepay.mfo)?;
        writeln!(f, "  secret             {}", vepay.secret)?;
        writeln!(f, "  callback key       {}", vepay.callback_key)?;
        writeln!(f)?;
        writeln!(f, "Kvell")?;
        writeln!(f, "  URL of the form    {}", kvell.form_url)?;
        writeln!(f, "  URL of the API     {}", kvell.api_url)?;
        writeln!(f, "  API key            {}", kvell.api_key)?;
        writeln!(f, "  secret key         {}", kvell.secret_key)?;
        write!(f, "  key for payouts    {}", kvell.payout_private_key_pem_file.display())
    }
}

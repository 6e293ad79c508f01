//! The address of the shop, its database, and the providers it uses.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{env, fs};

use payments_sandbox::{Provider as Simulated, Sandbox};
use serde::Deserialize;
use tempfile::TempDir;

use crate::Failure;
use crate::providers::{Bank131Settings, KvellSettings, PaynetEasySettings, VepaySettings};

/// The configuration, from four optional environment variables.
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `SHOP_LISTEN` | address and port | `127.0.0.1:8080` |
/// | `SHOP_URL` | the shop's address for payers' browsers, without a trailing slash | the address it listens on |
/// | `SHOP_PROVIDERS` | a file with addresses and credentials: the JSON that `payments-sandbox --announce json` prints | a sandbox in this process |
/// | `SHOP_DATABASE` | the file with the orders | `shop.sqlite`; with a sandbox in this process, a temporary one |
pub(crate) struct Configuration {
    pub(crate) url: String,
    pub(crate) database: PathBuf,
    pub(crate) providers: ProviderSettings,
    // Stops when dropped.
    sandbox: Option<(Sandbox, TempDir)>,
}

/// Addresses and credentials. They are secrets: only the shop should be able to read the file.
#[derive(Deserialize)]
pub(crate) struct ProviderSettings {
    pub(crate) bank131: Bank131Settings,
    pub(crate) payneteasy: PaynetEasySettings,
    pub(crate) vepay: VepaySettings,
    pub(crate) kvell: KvellSettings,
}

/// The address to listen on.
pub(crate) fn listen() -> Result<SocketAddr, Failure> {
    Ok(env::var("SHOP_LISTEN").as_deref().unwrap_or("127.0.0.1:8080").parse()?)
}

impl Configuration {
    /// Reads the variables. `listening` is the address that the shop listens on.
    pub(crate) async fn read(listening: SocketAddr) -> Result<Self, Failure> {
        let url = env::var("SHOP_URL").unwrap_or_else(|_| format!("http://{listening}"));
        let database = env::var_os("SHOP_DATABASE").map(PathBuf::from);
        match env::var_os("SHOP_PROVIDERS") {
            Some(file) => Self::from_file(url, database, Path::new(&file)),
            None => Self::with_sandbox(url, listening, database).await,
        }
    }

    fn from_file(url: String, database: Option<PathBuf>, file: &Path) -> Result<Self, Failure> {
        let providers = serde_json::from_slice(&fs::read(file)?)?;
        let database = database.unwrap_or_else(|| "shop.sqlite".into());
        Ok(Self { url, database, providers, sandbox: None })
    }

    async fn with_sandbox(url: String, listening: SocketAddr, database: Option<PathBuf>) -> Result<Self, Failure> {
        let sandbox = Sandbox::start().await?;
        for (provider, name) in [
            (Simulated::Bank131, "bank131"),
            (Simulated::PaynetEasy, "payneteasy"),
            (Simulated::Vepay, "vepay"),
            (Simulated::Kvell, "kvell"),
        ] {
            sandbox.set_callback(provider, &format!("http://{listening}/{name}/callbacks"))?;
        }
        let providers = serde_json::from_value(serde_json::to_value(sandbox.announcement())?)?;
        let folder = tempfile::tempdir()?;
        let database = database.unwrap_or_else(|| folder.path().join("shop.sqlite"));
        Ok(Self { url, database, providers, sandbox: Some((sandbox, folder)) })
    }

    /// Whether the providers are simulated here.
    pub(crate) const fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }
}

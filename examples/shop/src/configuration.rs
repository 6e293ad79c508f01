//! The address of the shop, its database, and the providers it uses.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use payments_sandbox::{Provider as Simulated, Sandbox};
use serde::Deserialize;
use tempfile::TempDir;

use crate::Failure;
use crate::providers::{Bank131Settings, KvellSettings, PaynetEasySettings, VepaySettings};

/// The configuration, from optional environment variables.
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `SHOP_LISTEN` | address and port | `127.0.0.1:8080` |
/// | `SHOP_URL` | the shop's address for payers' browsers, without a trailing slash | the address it listens on |
/// | `SHOP_CALLBACK_URL` | the shop's address for providers, without a trailing slash | `SHOP_URL` |
/// | `SHOP_PROVIDERS` | a file with addresses and credentials: the JSON that `payments-sandbox --announce json` prints | a sandbox in this process |
/// | `SHOP_DATABASE` | the file with the orders | `shop.sqlite`; with a sandbox in this process, a temporary one |
/// | `SHOP_FOLLOW_FOR` | for how many seconds an order is polled closely, after it was begun and after a start | 900 |
/// | `SHOP_SWEEP_EVERY` | every how many seconds other open orders are polled | 600 |
/// | `SHOP_PERSON_AFTER` | after how many seconds an open order needs a person | 86400 |
pub(crate) struct Configuration {
    pub(crate) url: String,
    pub(crate) callback_url: String,
    pub(crate) pace: Pace,
    pub(crate) database: PathBuf,
    pub(crate) providers: ProviderSettings,
    // Stops when dropped.
    sandbox: Option<(Sandbox, TempDir)>,
}

/// How long an order is polled, and how often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// For how long an order is polled closely: after it was begun, and after a start.
    pub(crate) follow_for: Duration,
    /// How often the open orders that are not followed are polled.
    pub(crate) sweep_every: Duration,
    /// When an order that has not ended needs a person.
    pub(crate) person_after: Duration,
}

impl Pace {
    fn read() -> Result<Self, Failure> {
        Ok(Self {
            follow_for: seconds("SHOP_FOLLOW_FOR", 900)?,
            sweep_every: seconds("SHOP_SWEEP_EVERY", 600)?,
            person_after: seconds("SHOP_PERSON_AFTER", 86_400)?,
        })
    }
}

fn seconds(name: &str, default: u32) -> Result<Duration, Failure> {
    let seconds = match env::var(name) {
        Ok(text) => {
            text.parse().ok().filter(|seconds| *seconds > 0).ok_or_else(|| format!("{name}: write whole seconds"))?
        }
        Err(_) => default,
    };
    Ok(Duration::from_secs(seconds.into()))
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
        let (providers, database, sandbox) = match env::var_os("SHOP_PROVIDERS") {
            Some(file) => (from_file(Path::new(&file))?, database.unwrap_or_else(|| "shop.sqlite".into()), None),
            None => with_sandbox(listening, database).await?,
        };
        let callback_url = env::var("SHOP_CALLBACK_URL").unwrap_or_else(|_| url.clone());
        Ok(Self { url, callback_url, pace: Pace::read()?, database, providers, sandbox })
    }

    /// Whether the providers are simulated here.
    pub(crate) const fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }
}

fn from_file(file: &Path) -> Result<ProviderSettings, Failure> {
    Ok(serde_json::from_slice(&fs::read(file)?)?)
}

type WithSandbox = (ProviderSettings, PathBuf, Option<(Sandbox, TempDir)>);

async fn with_sandbox(listening: SocketAddr, database: Option<PathBuf>) -> Result<WithSandbox, Failure> {
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
    Ok((providers, database, Some((sandbox, folder))))
}

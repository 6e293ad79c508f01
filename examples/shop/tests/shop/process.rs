//! The shop as a process, and a sandbox that outlives it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use http::StatusCode;
use payments_sandbox::{Builder, Provider, Sandbox};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::payer::{Page, Payer};

/// Longer than anything takes.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The sandbox's speed-up: a webhook that was not accepted is delivered again after a twentieth of its delay.
const SPEED: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// An address without a listener.
const NOWHERE: &str = "http://127.0.0.1:1/";

/// Each provider, with its name in the shop's addresses.
pub(crate) const PROVIDERS: [(Provider, &str); 4] = [
    (Provider::Bank131, "bank131"),
    (Provider::PaynetEasy, "payneteasy"),
    (Provider::Vepay, "vepay"),
    (Provider::Kvell, "kvell"),
];

/// Starts a sandbox. Until a shop listens, callbacks fail and wait for another attempt.
pub(crate) async fn sandbox() -> Sandbox {
    sandbox_with(|builder| builder).await
}

/// The same with other settings.
pub(crate) async fn sandbox_with(settings: impl FnOnce(Builder) -> Builder) -> Sandbox {
    let sandbox = settings(Sandbox::builder().speed(SPEED)).start().await.unwrap();
    for (provider, _) in PROVIDERS {
        sandbox.set_callback(provider, NOWHERE).unwrap();
    }
    sandbox
}

/// A shop that runs, until killed or dropped.
pub(crate) struct Shop {
    pub(crate) url: String,
    pub(crate) payer: Payer,
    process: Child,
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Shop {
    /// Opens a shop that receives callbacks.
    pub(crate) fn open(sandbox: &Sandbox) -> Self {
        let shop = Self::start(&announced(sandbox));
        shop.hear(sandbox);
        shop
    }

    /// Opens a shop that uses these providers. It receives no callbacks.
    pub(crate) fn start(providers: &Value) -> Self {
        Self::start_with(providers, &[])
    }

    /// The same with these environment variables.
    pub(crate) fn start_with(providers: &Value, settings: &[(&'static str, &str)]) -> Self {
        let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("providers.json"), providers.to_string()).unwrap();
        let (process, url) = spawn(folder.path(), "127.0.0.1:0", &settings);
        Self { url, payer: Payer::new(), process, folder, settings }
    }

    /// The same at a free port, whose address it does not print because it is told another.
    pub(crate) fn start_behind_proxy(providers: &Value, settings: &[(&'static str, &str)]) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let listen = [("SHOP_LISTEN", free.to_string())];
        let listen: Vec<_> = listen.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut shop = Self::start_with(providers, &[settings, &listen].concat());
        shop.url = format!("http://{free}");
        shop
    }

    /// Directs callbacks to it, including those that have waited.
    pub(crate) fn hear(&self, sandbox: &Sandbox) {
        for (provider, name) in PROVIDERS {
            sandbox.set_callback(provider, &format!("{}/{name}/callbacks", self.url)).unwrap();
        }
    }

    /// Kills it without a shutdown: by `SIGKILL` where there is one.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again, on the same database and at the same address.
    pub(crate) fn restart(&mut self) {
        let address = self.url.strip_prefix("http://").unwrap();
        let (process, url) = spawn(self.folder.path(), address, &self.settings);
        assert_eq!(url, self.url);
        self.process = process;
    }

    /// The number in the form of a provider's offer.
    pub(crate) async fn number(&self, provider: &str) -> String {
        let page = self.payer.get(&self.url).await.html;
        let (_, rest) = page.split_once(&format!("action=\"/{provider}/orders/")).unwrap();
        rest.split('?').next().unwrap().to_owned()
    }

    /// Submits a form of the shop's page.
    pub(crate) async fn submit(&self, path: &str, typed: &[(&str, &str)]) -> Page {
        let token = self.payer.get(&self.url).await.form_token();
        let typed = [typed, &[("csrf", token.as_str())]].concat();
        self.payer.post(&format!("{}{path}", self.url), &typed).await
    }

    /// The same, and ignores the response: the shop may be killed before there is one.
    pub(crate) async fn submit_into_the_dark(&self, path: &str, typed: &[(&str, &str)]) {
        let token = self.payer.get(&self.url).await.form_token();
        let typed = [typed, &[("csrf", token.as_str())]].concat();
        self.payer.post_into_the_dark(&format!("{}{path}", self.url), &typed);
    }

    /// Presses the button of an offer. The payer is sent on.
    pub(crate) async fn begin(&self, provider: &str, number: &str, typed: &[(&str, &str)]) {
        let answer = self.submit(&path_of(provider, number), typed).await;
        let next = format!("/{provider}/orders/{number}/pay");
        assert_eq!((answer.status, answer.location), (StatusCode::SEE_OTHER, Some(next)));
    }

    /// Presses the button of the form that asks for the same again.
    pub(crate) async fn begin_again(&self, provider: &str, number: &str, typed: &[(&str, &str)]) {
        let answer = self.submit(&format!("/{provider}/orders/{number}/again"), typed).await;
        assert_eq!(answer.location.as_deref(), Some("/#orders"), "{} {}", answer.status, answer.html);
    }

    /// The state of an order and its note, as the page has them.
    pub(crate) async fn order(&self, number: &str) -> (String, String) {
        let page = self.payer.get(&format!("{}/orders", self.url)).await.html;
        let Some((_, row)) = page.split_once(&format!("id=\"order-{number}\"")) else { return Default::default() };
        let row = row.split("</tr>").next().unwrap();
        let (_, state) = row.split_once("class=\"state ").unwrap();
        let note = row.split_once("class=\"note\">").unwrap().1.split("</td>").next().unwrap();
        let (_, english) = note.split_once("lang=\"en\">").unwrap_or(("", note));
        (state.split('"').next().unwrap().to_owned(), english.trim_end_matches("</span>").to_owned())
    }

    /// Waits until an order is in this state, and returns its note.
    pub(crate) async fn becomes(&self, number: &str, state: &str) -> String {
        let mut seen = Default::default();
        let becoming = async {
            loop {
                seen = self.order(number).await;
                if seen.0 == state {
                    return;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(TIMEOUT, becoming).await.is_ok(), "the order is not {state} but {seen:?}\n{}", self.log());
        seen.1
    }

    /// Waits until the payer of an order has something to do, and returns the path of the link to it.
    pub(crate) async fn asks_payer(&self, provider: &str) -> String {
        let asking = async {
            loop {
                let table = self.payer.get(&format!("{}/orders", self.url)).await.html;
                if let Some((_, rest)) = table.split_once(&format!("href=\"/{provider}/")) {
                    return format!("/{provider}/{}", rest.split('"').next().unwrap());
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(TIMEOUT, asking).await.unwrap_or_else(|_| unreachable!("no query is sent\n{}", self.log()))
    }

    /// The order that was begun last.
    pub(crate) fn latest(&self) -> Option<String> {
        self.column("SELECT number FROM orders ORDER BY rowid DESC LIMIT 1", &[]).pop()
    }

    /// Makes an order two minutes older, while the shop is down.
    pub(crate) fn age(&self, number: &str) {
        let database = Connection::open(self.database()).unwrap();
        let sql = "UPDATE orders SET begun_at = datetime(begun_at, '-2 minutes') WHERE number = ?1";
        assert_eq!(database.execute(sql, [number]).unwrap(), 1);
    }

    /// The last note of an order.
    pub(crate) fn note(&self, number: &str) -> String {
        self.column("SELECT note FROM orders WHERE number = ?1", &[number]).concat()
    }

    /// The provider's id of an order, once it is known.
    pub(crate) fn reference(&self, number: &str) -> String {
        self.column("SELECT reference FROM orders WHERE number = ?1", &[number]).concat()
    }

    /// The same, or `None` until it is known.
    pub(crate) fn reference_if_any(&self, number: &str) -> Option<String> {
        let sql = "SELECT reference FROM orders WHERE number = ?1 AND reference IS NOT NULL";
        self.column(sql, &[number]).pop()
    }

    /// The state of an order, whether or not the shop is running.
    pub(crate) fn order_in_database(&self, number: &str) -> String {
        self.column("SELECT state FROM orders WHERE number = ?1", &[number]).concat()
    }

    /// The bookings of an order's end.
    pub(crate) fn bookings(&self, number: &str) -> Vec<String> {
        self.column("SELECT state FROM bookings WHERE number = ?1", &[number])
    }

    /// The event ids of all callbacks that were booked.
    pub(crate) fn processed_events(&self) -> Vec<String> {
        self.column("SELECT event_id FROM processed_events", &[])
    }

    /// The tokens of the saved cards.
    pub(crate) fn card_tokens(&self) -> Vec<String> {
        self.column("SELECT card_token FROM orders WHERE card_token IS NOT NULL", &[])
    }

    fn column(&self, sql: &str, values: &[&str]) -> Vec<String> {
        // Writing too: the journal of a commit that was cut off is rolled back by who reads next.
        let database = Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        database.busy_timeout(TIMEOUT).unwrap();
        let mut query = database.prepare(sql).unwrap();
        query.query_map(params_from_iter(values), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("shop.sqlite")
    }

    /// Its log, from all of its runs.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where the form of a provider's first offer goes.
pub(crate) fn path_of(provider: &str, number: &str) -> String {
    let kind = if ["bank131", "payneteasy"].contains(&provider) { "transfer" } else { "card" };
    format!("/{provider}/orders/{number}?kind={kind}")
}

/// The sandbox's announcement, in the form that a shop reads.
pub(crate) fn announced(sandbox: &Sandbox) -> Value {
    serde_json::to_value(sandbox.announcement()).unwrap()
}

/// Starts the process, and waits until it prints its address.
fn spawn(folder: &Path, listen: &str, settings: &[(&str, String)]) -> (Child, String) {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_shop-example"))
        .env("SHOP_LISTEN", listen)
        .env("SHOP_PROVIDERS", folder.join("providers.json"))
        .env("SHOP_DATABASE", folder.join("shop.sqlite"))
        // The most verbose level, so that every secret that is logged is found.
        .env("RUST_LOG", "trace")
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let url = said.trim().strip_prefix("The shop is open: ");
    let url = url.unwrap_or_else(|| unreachable!("{}", fs::read_to_string(folder.join("log")).unwrap()));
    (process, url.to_owned())
}

/// Waits until a condition holds.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(timeout(TIMEOUT, waiting).await.is_ok(), "{what}");
}

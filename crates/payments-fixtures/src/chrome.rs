//! A headless browser, driven by its own remote control. For tests: it panics where something is missing.

#![allow(
    clippy::missing_panics_doc,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::process::Stdio;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Longer than any page takes to appear.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A phone's window: what most payers have in their hands.
const PHONE: (u32, u32) = (390, 844);

/// A browser with a window as large as a phone.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    // Both live as long as the browser does.
    _driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser, or says why there is none.
    pub async fn start() -> Option<Self> {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(mut driver) = driver else {
            assert!(std::env::var_os("CI").is_none(), "CI has no chromedriver");
            eprintln!("skipped: no chromedriver");
            return None;
        };
        let port = port_of(&mut driver).await;
        let profile = TempDir::new().unwrap();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        client.set_window_size(PHONE.0, PHONE.1).await.unwrap();
        Some(Self { client, _driver: driver, _profile: profile })
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Types into the field with this name.
    pub async fn fill(&self, name: &str, text: &str) {
        self.find(&format!("input[name='{name}']")).await.send_keys(text).await.unwrap();
    }

    /// Presses the button with this value.
    pub async fn press(&self, value: &str) {
        self.find(&format!("button[value='{value}']")).await.click().await.unwrap();
    }

    /// Clicks the first element that this CSS selector finds.
    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    /// Waits until the page says this. While one page gives way to the next, what was found of the old one is gone: it is
    /// looked for again.
    pub async fn shows(&self, words: &str) {
        let showing = async {
            loop {
                if let Ok(body) = self.client.find(Locator::Css("body")).await
                    && body.text().await.is_ok_and(|text| text.contains(words))
                {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        assert!(timeout(TIMEOUT, showing).await.is_ok(), "the page does not say {words:?}");
    }

    /// Waits until the browser is at an address that begins like this.
    pub async fn arrives_at(&self, address: &str) {
        let arrival = async {
            while !self.client.current_url().await.unwrap().as_str().starts_with(address) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        if timeout(TIMEOUT, arrival).await.is_err() {
            unreachable!("the browser stays at {}", self.client.current_url().await.unwrap());
        }
    }

    /// Saves what the browser shows, if `SCREENSHOTS` names a folder.
    pub async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let picture = self.client.screenshot().await.unwrap();
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
        }
    }

    /// No page may run out of a phone's window to the right.
    pub async fn fits_a_phone(&self) {
        let script = "return document.documentElement.scrollWidth <= window.innerWidth";
        assert_eq!(self.client.execute(script, vec![]).await.unwrap(), json!(true), "the page is too wide for a phone");
    }

    /// Closes it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    async fn find(&self, selector: &str) -> Element {
        let wait = self.client.wait().at_most(TIMEOUT);
        wait.for_element(Locator::Css(selector)).await.unwrap()
    }
}

/// The driver names its port on the line that says that it has started.
async fn port_of(driver: &mut Child) -> u16 {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let port = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, rest)) = line.split_once("started successfully on port ") {
                return rest.trim_end_matches('.').parse().unwrap();
            }
        }
        unreachable!("chromedriver does not start")
    };
    timeout(TIMEOUT, port).await.unwrap()
}

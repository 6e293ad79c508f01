//! How a transport is built.

use std::process::Command;
use std::time::Duration;

use payments_core::{BaseUrl, BuildError, Clock as _, ReqwestTransport, TokioClock};

use super::pipeline;
use super::server::{self, Reaction, json};
use crate::support::provider::Balance;
use crate::support::wire::{self, NoSeal};

pub(super) const ROOT: &str = include_str!("root.pem");

fn encrypted() -> BaseUrl {
    "https://gate.example".parse().unwrap()
}

#[test]
fn a_root_that_is_no_certificate_is_refused() {
    let key = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n";
    for pem in ["", "certificate", key, broken] {
        let result = ReqwestTransport::builder(&encrypted()).trust_pem(ROOT).trust_pem(pem).build();
        assert!(matches!(result, Err(BuildError::Certificate)), "{pem}: {result:?}");
    }
}

#[test]
fn a_transport_shows_neither_its_proxy_nor_its_roots() {
    let builder = ReqwestTransport::builder(&encrypted()).proxy("http://user:hunter2@proxy.example").trust_pem(ROOT);
    assert_eq!(
        format!("{builder:?}"),
        "ReqwestTransportBuilder { connect_timeout: 10s, idle_limit: 4s, extra_roots: 1, proxy: true, .. }"
    );
    assert_eq!(format!("{:?}", builder.build().unwrap()), "ReqwestTransport");
}

#[test]
fn a_proxy_whose_address_cannot_be_used_is_refused_without_its_password() {
    let error =
        ReqwestTransport::builder(&encrypted()).proxy("http://user:hunter2@").trust_pem(ROOT).build().unwrap_err();
    assert!(matches!(error, BuildError::Proxy(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_proxy_carries_the_calls() {
    let (proxy, received) = server::start(|_| Reaction::Answer(json("200 OK", "5"))).await;
    let base_url: BaseUrl = "http://localhost:9/api".parse().unwrap();
    let transport = ReqwestTransport::builder(&base_url).proxy(format!("http://{proxy}")).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoSeal).unwrap();
    assert_eq!(pipeline.send(&Balance).await.unwrap().value, 5);
    assert!(received.requests()[0].starts_with("GET http://localhost:9/api/v1/balance HTTP/1.1\r\n"));
}

/// Runs one test in a process of its own, with these variables set; true in that process.
fn runs_alone_with(test: &str, variables: &[(&str, &str)]) -> bool {
    const MARK: &str = "PAYMENTS_CORE_TEST_ALONE";
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .envs(variables.iter().copied())
        .env(MARK, "1")
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && report.contains("1 passed"), "{report}");
    false
}

#[cfg(target_os = "linux")]
#[test]
fn plain_http_needs_no_certificates_and_https_does() {
    let nowhere = [("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")];
    if runs_alone_with("reqwest_transport::settings::plain_http_needs_no_certificates_and_https_does", &nowhere) {
        assert!(ReqwestTransport::builder(&"http://127.0.0.1:9".parse().unwrap()).build().is_ok());
        let error = ReqwestTransport::builder(&encrypted()).build().unwrap_err();
        assert!(error.to_string().starts_with("TLS could not be set up: "), "{error}");
        assert!(ReqwestTransport::builder(&encrypted()).trust_pem(ROOT).build().is_ok());
    }
}

#[test]
fn the_environment_is_not_asked_for_a_proxy() {
    let dead = "http://127.0.0.1:1";
    let variables =
        [("http_proxy", dead), ("HTTP_PROXY", dead), ("all_proxy", dead), ("no_proxy", ""), ("NO_PROXY", "")];
    if runs_alone_with("reqwest_transport::settings::the_environment_is_not_asked_for_a_proxy", &variables) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answered = runtime.block_on(async {
            let (address, _) = server::start(|_| Reaction::Answer(json("200 OK", "5"))).await;
            pipeline(address).send(&Balance).await.map(|answer| answer.value)
        });
        assert_eq!(answered.unwrap(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_clock_waits_as_long_as_it_is_told() {
    let clock = TokioClock::new();
    clock.sleep(Duration::from_secs(30)).await;
    assert_eq!(clock.elapsed(), Duration::from_secs(30));
}

//! Settings of the reqwest transport.

use std::process::Command;
use std::time::Duration;

use payments_core::{BaseUrl, BuildError, Clock as _, Outcome, ReqwestTransport, TokioClock};

use super::pipeline;
use super::server::{self, Reaction, json};
use crate::support::assert_hides_card;
use crate::support::provider::{Balance, Transfer};
use crate::support::wire::{self, NoAuth};

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
        "ReqwestTransportBuilder { connect_timeout: 10s, idle_timeout: 4s, extra_roots: 1, client_certificate: false, \
         proxy: true, .. }"
    );
    assert_eq!(format!("{:?}", builder.build().unwrap()), "ReqwestTransport");
}

#[test]
fn a_proxy_whose_address_cannot_be_used_is_refused_without_its_password() {
    for address in [
        "http://user:hunter2@",
        "socks5://user:hunter2@",
        "socks5h:///proxy.example",
        "socks4://proxy.example",
        "ftp://proxy.example",
        "file:///proxy",
        "proxy.example:3128",
        "localhost:3128",
        "proxy.example",
        "10.0.0.1:3128",
        "http://",
        "http://:3128",
        "http://proxy.example:0x50",
        "http://proxy.example/hunter2",
        "http://proxy.example?hunter2",
        "http://proxy.example#hunter2",
        "http:// proxy.example",
        "hunter2",
        "",
        // The HTTP client would ignore it, and connect directly.
        &format!("http://user:hunter2{}@proxy.example", "2".repeat(70_000)),
    ] {
        for base_url in [encrypted(), "http://127.0.0.1:9".parse().unwrap()] {
            let error = ReqwestTransport::builder(&base_url).proxy(address).trust_pem(ROOT).build().unwrap_err();
            assert!(matches!(error, BuildError::Proxy(_)), "{address}: {error:?}");
            let sentence = "the proxy's address cannot be used: http://host:port";
            assert!(error.to_string().starts_with(sentence), "{address}: {error}");
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
    }
    for address in ["http://proxy.example", "https://user:hunter2@proxy.example:3128/", "HTTP://10.0.0.1:3128"] {
        assert!(ReqwestTransport::builder(&encrypted()).proxy(address).trust_pem(ROOT).build().is_ok(), "{address}");
    }
    for address in ["socks5://user:hunter2@proxy.example:1080", "socks5h://proxy.example"] {
        let built = ReqwestTransport::builder(&encrypted()).proxy(address).trust_pem(ROOT).build();
        let refusal = built.err().map(|error| error.to_string());
        assert_eq!(refusal.is_none(), cfg!(feature = "socks"), "{address}");
        assert!(refusal.is_none_or(|sentence| sentence.ends_with("the feature `socks`")), "{address}");
    }
}

#[tokio::test]
async fn an_encrypted_call_requests_a_tunnel_from_its_proxy() {
    let (proxy, received) = server::start(|_| Reaction::AnswerAndClose("HTTP/1.1 403 Forbidden\r\n\r\n")).await;
    let builder = ReqwestTransport::builder(&encrypted()).trust_pem(ROOT);
    let transport = builder.proxy(format!("http://user:hunter2@{proxy}")).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(encrypted(), NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.outcome(), error.recovery()), (Outcome::NotSent, None), "{error}");
    assert!(!error.to_string().contains("hunter2"));
    let requests = received.requests();
    assert!(requests[0].starts_with("CONNECT gate.example:443 HTTP/1.1\r\n"), "{requests:?}");
    assert_hides_card(&requests);
}

#[tokio::test]
async fn a_plain_call_never_goes_through_a_proxy() {
    let (proxy, received) = server::start(|_| Reaction::Response(json("200 OK", r#"{"id":7}"#))).await;
    let (server, _) = server::start(|_| Reaction::Response(json("200 OK", r#"{"id":7}"#))).await;
    // The transport is built for one address and may be used with another.
    for built_for in ["http://127.0.0.1:9", "http://localhost:9", "https://gate.example"] {
        let transport = |scheme| {
            let builder = ReqwestTransport::builder(&built_for.parse().unwrap()).trust_pem(ROOT);
            builder.proxy(format!("{scheme}://{proxy}")).build().unwrap()
        };
        for scheme in ["http", "https"] {
            for host in ["127.0.0.1", "127.1.2.3", "localhost", "[::1]"] {
                let base_url: BaseUrl = format!("http://{host}:{}/api", server.port()).parse().unwrap();
                let pipeline = wire::builder().transport(transport(scheme)).build(base_url, NoAuth).unwrap();
                let result = pipeline.send(&Transfer::new()).await;
                assert!(result.is_ok() || host != "127.0.0.1", "{result:?}");
            }
        }
    }
    assert_eq!(received.connections(), 0, "{:?}", received.requests());
}

/// Runs one test in a separate process with these variables set; returns `true` in that process.
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
fn the_environment_does_not_set_a_proxy() {
    let dead = "http://127.0.0.1:1";
    let variables =
        [("http_proxy", dead), ("HTTP_PROXY", dead), ("all_proxy", dead), ("no_proxy", ""), ("NO_PROXY", "")];
    if runs_alone_with("reqwest_transport::settings::the_environment_does_not_set_a_proxy", &variables) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answered = runtime.block_on(async {
            let (address, _) = server::start(|_| Reaction::Response(json("200 OK", "5"))).await;
            pipeline(address).send(&Balance).await.map(|answer| answer.value)
        });
        assert_eq!(answered.unwrap(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_clock_waits_for_the_given_time() {
    let clock = TokioClock::new();
    clock.sleep(Duration::from_secs(30)).await;
    assert_eq!(clock.elapsed(), Duration::from_secs(30));
}

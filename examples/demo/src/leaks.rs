//! What the demo tells, and what it logs at its most talkative, holds no card number, key, secret, token or signature.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use payments_sandbox::Sandbox;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::story::Palette;
use crate::{SPEED, tell_all};

/// As many digits in a row may be a card number; the check digit tells.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// Letters and digits in a row that are this many are a token, a signature or a key: 256 bits in base64.
const SIGNATURE: usize = 43;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_tells_and_logs_nothing_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone());
    subscriber.init();

    let sandbox = Sandbox::builder().speed(SPEED).start().await.unwrap();
    let secrets = secrets(&sandbox);
    let stories = tell_all(&sandbox, Palette::Silent).await.unwrap();
    sandbox.stop().await.unwrap();

    let told = serde_json::to_string_pretty(&stories).unwrap();
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(stories.iter().all(|story| story.ok), "{told}");
    assert!(logged.contains("payment_call") && logged.contains("TRACE"), "the log is not at its most talkative");
    for (what, text) in [("the transcript", &told), ("the log", &logged)] {
        for line in text.lines() {
            let shown = secrets.iter().find(|secret| line.contains(secret.as_str()));
            assert!(shown.is_none(), "{what} shows a secret of the sandbox: {line}");
            assert!(!shows_card(line), "{what} shows a card number: {line}");
            assert!(!shows_signature(line), "{what} shows a signature: {line}");
        }
    }
}

/// What this very sandbox has given out.
fn secrets(sandbox: &Sandbox) -> Vec<String> {
    let announced = sandbox.announcement();
    let mut secrets = vec![
        announced.payneteasy.merchant_control.clone(),
        announced.vepay.secret.clone(),
        announced.vepay.callback_key.clone(),
        announced.kvell.secret_key.clone(),
    ];
    let lines = |file: &Path| {
        let pem = std::fs::read_to_string(file).unwrap();
        pem.lines().filter(|line| line.len() == 64).map(str::to_owned).collect::<Vec<_>>()
    };
    secrets.extend(lines(&announced.bank131.private_key_pem_file));
    secrets.extend(lines(&announced.payneteasy.private_key_pem_file));
    assert!(secrets.len() > 40 && secrets.iter().all(|secret| secret.len() >= 20), "{} secrets", secrets.len());
    secrets
}

fn shows_card(line: &str) -> bool {
    let groups = line.split(|character: char| !character.is_ascii_digit());
    groups
        .filter(|digits| CARD_DIGITS.contains(&digits.len()))
        .any(|digits| payments_core::CardNumber::new(digits).is_ok())
}

fn shows_signature(line: &str) -> bool {
    let part = |character: char| !(character.is_ascii_alphanumeric() || "+/=".contains(character));
    // Names of types and paths are long too, but have no digits in them.
    line.split(part).any(|word| word.len() >= SIGNATURE && word.bytes().filter(u8::is_ascii_digit).count() > 3)
}

#[test]
fn the_search_finds_what_it_should() {
    assert!(shows_card("paid with 4242424242424242."));
    assert!(!shows_card("paid with 424242******4242 at 1670421183123"));
    assert!(shows_signature(&format!("x-sign: {}", "aB3+".repeat(11))));
    assert!(shows_signature(&format!("key={}", "0af9".repeat(16))));
    assert!(!shows_signature("payments_core::signing::backend 5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55"));
}

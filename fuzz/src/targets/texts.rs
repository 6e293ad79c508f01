//! Texts: addresses, escapes, moments, and what is printed of a provider's words.

use std::sync::LazyLock;

use http::{HeaderValue, Uri};
use kvell_client::bank::BankList;
use kvell_client::common::Timeouts;
use kvell_client::order::OrderByTransaction;
use kvell_client::{Client, Environment, Secret, TransactionId};
use payments_core::{BaseUrl, Clock as _, Date, RetryPolicy, Timestamp, percent_decode, percent_encode, scrub};
use url::{Host, Url};

use crate::answer::{self, Canned};
use crate::clock::{LeapingClock, run};
use crate::promises;

/// An address is https or on this machine, for whoever reads it, and reading it again changes nothing.
pub(super) fn base_url(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(address) = BaseUrl::new(&text) else { return };
    assert_eq!(BaseUrl::new(address.as_str()).as_ref(), Ok(&address), "it is its own address");
    assert!(!address.as_str().contains(['?', '#', '%', '\\']), "{address:?}");
    assert!(!address.as_str().ends_with('/'));
    assert_eq!(address.is_encrypted(), address.as_str().starts_with("https://"));
    // The client that sends reads addresses by another standard.
    let Ok(url) = Url::parse(address.as_str()) else { return };
    assert_eq!(url.scheme() == "https", address.is_encrypted());
    assert!(url.username().is_empty() && url.password().is_none(), "{address:?}");
    if !address.is_encrypted() {
        assert!(is_loopback(&url), "{address:?} leaves this machine in plain text");
    }
    assert_eq!(
        url.path().trim_end_matches('/'),
        path_of(address.as_str()).trim_end_matches('/'),
        "nothing is rewritten"
    );
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn path_of(address: &str) -> &str {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or_default()
}

fn kvell() -> Client {
    let api_key = "3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae";
    let builder = Client::builder(Environment::Stage, api_key, Secret::new("secret"));
    let builder = builder.retry_policy(RetryPolicy::default().budget(u32::MAX));
    builder.transport(Canned).clock(LeapingClock).build().expect("settings that keep the rules")
}

/// What a provider asks to be waited for is waited for, within the timeout of the call.
pub(super) fn retry_after(input: &[u8]) {
    static CLIENT: LazyLock<Client> = LazyLock::new(kvell);

    let Ok(value) = HeaderValue::from_bytes(input) else { return };
    let mut busy = answer::parse(b"HTTP 503");
    busy.headers.insert("retry-after", value);
    answer::set(busy);
    promises::failed_call(&run(CLIENT.send(&BankList::new())).expect_err("a busy provider gives no answer"));

    let waited = LeapingClock.elapsed();
    assert!(waited < Timeouts::default().total(), "{waited:?} is longer than anybody waits");
    let repeats = answer::requests().len() - 1;
    assert!(repeats < 3, "{repeats} repeats");
    let Some(text) = std::str::from_utf8(input).ok().map(str::trim_ascii).filter(|_| repeats > 0) else { return };
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        assert!(text.parse().is_ok_and(|seconds| waited.as_secs() >= seconds), "asked for {text} s, waited {waited:?}");
    }
    // This library also reads dates that are no longer written, by other rules.
    if let Some(moment) = httpdate::parse_http_date(text).ok().filter(|moment| httpdate::fmt_http_date(*moment) == text)
    {
        assert!(LeapingClock.now() >= moment, "asked for {text}, waited {waited:?}");
    }
}

/// A value in a path arrives as it is, and stays in its segment.
pub(super) fn path_segment(input: &[u8]) {
    static CLIENT: LazyLock<Client> = LazyLock::new(kvell);

    let text = String::from_utf8_lossy(input);
    let question = OrderByTransaction::new(TransactionId::from_any_text(text.as_ref()));
    answer::set(answer::parse(b"HTTP 200\n\n{}"));
    let result = run(CLIENT.send(&question));
    let Some(request) = answer::requests().pop() else {
        let error = result.expect_err("nothing was sent");
        promises::debug_and_display(&error);
        return;
    };
    let value = request.uri().path().strip_prefix("/v1/orders/").expect("the endpoint's own path");
    assert!(!value.contains('/') && request.uri().query().is_none(), "it stays in its segment");
    assert_eq!(percent_decode(value), text);
    let url = Url::parse(&request.uri().to_string()).expect("an address");
    assert_eq!(url.path(), request.uri().path(), "nothing is rewritten");
}

/// What is escaped is what it was.
pub(super) fn percent(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let escaped = percent_encode(&text);
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%');
    assert!(escaped.bytes().all(unreserved), "{escaped}");
    assert_eq!(percent_decode(&escaped), text);
    // The library takes addresses of less than 64 KiB.
    assert!(escaped.len() > 65_000 || format!("/{escaped}").parse::<Uri>().is_ok());
    let decoded = percent_decode(&text);
    assert!(text.contains('%') || decoded == text, "there is nothing to decode");
}

/// A scrubbed text may be logged, and scrubbing it again changes nothing.
pub(super) fn scrubbed(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let scrubbed = scrub(&text);
    promises::shows_no_card_number(&scrubbed);
    assert!(!scrubbed.contains(char::is_control));
    assert!(scrubbed.chars().count() <= 301);
    assert_eq!(scrub(&scrubbed), scrubbed, "it is scrubbed already");
    assert!(numerals(&scrubbed) <= numerals(&text), "digits only become fewer");
    if numerals(&text) < 13 && text.chars().count() <= 300 && !text.contains(char::is_control) {
        assert_eq!(scrubbed, text, "there is nothing to hide");
    }
}

fn numerals(text: &str) -> usize {
    text.chars().filter(|character| character.is_numeric()).count()
}

/// Moments and days: three libraries agree on those that they read.
pub(super) fn time(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let moment = Timestamp::new(text.as_ref());
    promises::debug_and_display(&moment);
    assert_eq!(moment.as_str(), text);
    let seconds = [
        moment.to_jiff().ok().map(|moment| i128::from(moment.as_second())),
        moment.to_chrono().ok().map(|moment| i128::from(moment.timestamp())),
        moment.to_time().ok().map(|moment| i128::from(moment.unix_timestamp())),
    ];
    // Each has its own way with a leap second, and jiff rounds towards zero.
    let plain = !text.contains(":60") && seconds.iter().flatten().all(|second| *second >= 0);
    let mut read = seconds.iter().flatten();
    if let Some(first) = read.next().filter(|_| plain) {
        assert!(read.all(|second| second == first), "{seconds:?}");
    }

    let [high, low, month, day, ..] = *input else { return };
    let year = u16::from_be_bytes([high, low]);
    let exists = chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).is_some();
    match Date::new(year, month, day) {
        Ok(date) => assert_eq!(date.as_str(), format!("{year:04}-{month:02}-{day:02}")),
        Err(_) => assert!(!exists || !(1000..=9999).contains(&year)),
    }
    assert!(exists || Date::new(year, month, day).is_err(), "there is no such day");
}

use payments_core::{BaseUrl, Error, ErrorKind, Outcome, UrlError};
use proptest::prelude::*;

use crate::support::provider::{Balance, Step, TinyBank};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

#[test]
fn an_address_is_taken_without_its_trailing_slash() {
    let addresses = [
        ("https://gate.example", "https://gate.example"),
        ("https://gate.example/", "https://gate.example"),
        ("https://gate.example:8443/paynet/api//", "https://gate.example:8443/paynet/api"),
        ("HTTPS://gate.example/Api", "https://gate.example/Api"),
    ];
    for (given, taken) in addresses {
        let address: BaseUrl = given.parse().unwrap();
        assert_eq!((address.as_str(), address.to_string().as_str()), (taken, taken));
        assert!(address.is_encrypted());
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for host in ["localhost", "LocalHost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080"] {
        let address = BaseUrl::new(&format!("http://{host}/api")).expect(host);
        assert!(!address.is_encrypted());
    }
    let elsewhere =
        ["gate.example", "localhost.evil.example", "127.0.0.1.evil.example", "128.0.0.1", "[::2]", "0.0.0.0"];
    for host in elsewhere {
        assert_eq!(BaseUrl::new(&format!("http://{host}")), Err(UrlError::NotEncrypted), "{host}");
    }
}

#[test]
fn plain_http_to_a_private_network_needs_its_own_constructor() {
    let private = ["sandbox:8131", "sandbox", "10.0.0.1", "172.31.0.2:80", "192.168.1.1", "[fd00::1]", "[fe80::1]"];
    for host in private.into_iter().chain(["bank.internal", "bank.local", "BANK.TEST:1", "localhost", "169.254.1.1"]) {
        let text = format!("http://{host}/api");
        assert!(!BaseUrl::unencrypted_in_private_network(&text).expect(host).is_encrypted());
        assert!(host == "localhost" || BaseUrl::new(&text) == Err(UrlError::NotEncrypted), "{host}");
    }
    let public =
        ["gate.example", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "sandbox.evil.example", "167772161", "0x7f1"];
    for host in public {
        let refused = BaseUrl::unencrypted_in_private_network(&format!("http://{host}"));
        assert_eq!(refused, Err(UrlError::NotEncrypted), "{host}");
    }
    assert_eq!(BaseUrl::unencrypted_in_private_network("http://user@sandbox"), Err(UrlError::User));
    assert!(BaseUrl::unencrypted_in_private_network("https://gate.example").unwrap().is_encrypted());
}

#[test]
fn what_no_browser_opens_is_refused() {
    use payments_core::check_browser_address as check;

    for host in ["shop.example", "localhost", "127.0.0.1", "[::1]", "10.0.0.1", "invalid", "notinvalid"] {
        assert_eq!(check(host, None), Ok(()), "{host}");
    }
    for host in ["0.0.0.0", "[::]", "shop.invalid", "SHOP.INVALID."] {
        assert!(check(host, None).is_err(), "{host}");
    }
    for port in [80, 443, 3000, 5500, 8000, 8080, 8443] {
        assert_eq!(check("shop.example", Some(port)), Ok(()), "{port}");
    }
    for port in [0, 1, 21, 22, 25, 6000, 6667, 10_080] {
        assert!(check("shop.example", Some(port)).unwrap_err().starts_with("must have a port"), "{port}");
    }
}

#[test]
fn an_address_that_is_not_safe_is_refused_with_the_reason() {
    let refused = [
        ("", UrlError::NotAbsolute),
        ("/api", UrlError::NotAbsolute),
        ("gate.example", UrlError::NotAbsolute),
        ("https://", UrlError::NotAbsolute),
        ("https:///api", UrlError::NotAbsolute),
        ("https://gate example", UrlError::NotAbsolute),
        ("https://user@gate.example", UrlError::User),
        ("https://user:secret@gate.example", UrlError::User),
        ("http://localhost@gate.example", UrlError::User),
        ("https://gate.example/?key=1", UrlError::Query),
        ("https://gate.example/?", UrlError::Query),
        ("https://gate.example/#top", UrlError::Query),
        ("ftp://gate.example", UrlError::Scheme),
    ];
    for (address, reason) in refused {
        assert_eq!(BaseUrl::new(address), Err(reason), "{address}");
    }
}

#[test]
fn a_refused_address_is_not_in_the_error() {
    let error = BaseUrl::new("https://user:hunter2@gate.example").unwrap_err();
    assert_eq!(error.to_string(), "the address must not carry a user or password");
    assert!(!format!("{error:?}").contains("hunter2"));
}

/// The URL of a step of an order.
fn address(order: &str, step: &str) -> Result<String, Error<TinyBank>> {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, "1");
    clock.run(wire::pipeline(&clock, transport, NoAuth).send(&Step { order, step }))?;
    Ok(sent.only().uri().to_string())
}

#[test]
fn an_endpoint_lives_below_the_base_address() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, "1");
    clock.run(wire::pipeline(&clock, transport, NoAuth).send(&Balance)).unwrap();
    assert_eq!(sent.only().uri(), "https://gate.example/api/v1/balance");
}

#[test]
fn path_parameters_are_escaped_so_that_each_stays_one_segment() {
    let escaped = [
        ("A-17_b.c~d", "A-17_b.c~d"),
        ("a/b", "a%2Fb"),
        ("a?b=c&d#e", "a%3Fb%3Dc%26d%23e"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("../admin", "..%2Fadmin"),
        ("...", "..."),
        ("a b+c", "a%20b%2Bc"),
        ("\\..\\", "%5C..%5C"),
        ("заказ", "%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7"),
        ("{step}", "%7Bstep%7D"),
        ("\r\n\t\0", "%0D%0A%09%00"),
    ];
    for (order, segment) in escaped {
        let expected = format!("https://gate.example/api/v1/orders/{segment}/steps/1");
        assert_eq!(address(order, "1").unwrap(), expected);
    }
}

#[test]
fn an_empty_parameter_or_one_of_dots_is_refused_by_its_name_and_nothing_is_sent() {
    for (order, step, name) in [("", "1", "order"), (".", "1", "order"), ("..", "1", "order"), ("17", "..", "step")] {
        let error = address(order, step).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
        assert_eq!(error.invalid_field().unwrap().field(), name);
    }
}

proptest! {
    #[test]
    fn a_parameter_is_unchanged_after_decoding_its_segment(order in "\\PC{1,12}|[./?%#;]{1,6}") {
        prop_assume!(order != "." && order != "..");
        let address = address(&order, "last").unwrap();
        let path = address.strip_prefix("https://gate.example/api/v1/orders/").unwrap();
        let (segment, rest) = path.split_once('/').unwrap();
        prop_assert_eq!(rest, "steps/last");
        prop_assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8().unwrap(), order);
    }
}

#[test]
fn a_base_path_that_a_client_might_rewrite_is_refused() {
    for path in ["a/../b", "./a", "a/..", "a%2fb", "%2e%2e/b"] {
        assert_eq!(BaseUrl::new(&format!("https://gate.example/{path}")), Err(UrlError::Path), "{path}");
    }
}

/// The `http` crate accepts all of these, and no HTTP client could call them.
#[test]
fn a_host_that_is_neither_a_name_nor_an_ip_address_is_refused() {
    for host in ["gate[:%2e%2e:1]x:", "[gate]", "[::1%25eth0]", "[127.0.0.1]", "gate;x", "gate:port", "gate:65536"] {
        assert_eq!(BaseUrl::new(&format!("https://{host}/api")), Err(UrlError::NotAbsolute), "{host}");
    }
    for host in ["gate", "gate-1.example", "my_gate", "10.0.0.1", "[2001:db8::1]:8443", "xn--80a1acny.example"] {
        assert!(BaseUrl::new(&format!("https://{host}/api")).is_ok(), "{host}");
    }
}

/// reqwest escapes these, so the URL that OAuth signed would not be the one that is called.
#[test]
fn a_base_path_with_characters_that_a_client_would_escape_is_refused() {
    for path in ["оплата", "a\u{fffd}", "a{b}", "a\"b", "a|b", "a^b", "a`b", "a[b]"] {
        assert!(BaseUrl::new(&format!("https://gate.example/{path}")).is_err(), "{path}");
    }
    let plain = "https://gate.example/-._~!$&'()*+,;=:@/aZ9";
    assert_eq!(BaseUrl::new(plain).unwrap().as_str(), plain);
}

#[test]
fn percent_encoding_keeps_the_unreserved_characters_and_nothing_else() {
    // RFC 3986, 2.3, and examples of RFC 5849, 3.6.
    let pairs = [
        ("abcXYZ019-._~", "abcXYZ019-._~"),
        ("!'()*", "%21%27%28%29%2A"),
        ("a+b c", "a%2Bb%20c"),
        ("%=&/", "%25%3D%26%2F"),
        ("Привет", "%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82"),
    ];
    for (plain, encoded) in pairs {
        assert_eq!(payments_core::percent_encode(plain), encoded);
        assert_eq!(payments_core::percent_decode(encoded), plain);
    }
}

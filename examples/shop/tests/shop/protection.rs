//! What the shop does not serve: other names, other sites' forms, slow and long requests, other methods.

use std::time::Duration;

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use payments_sandbox::{Provider, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::payer::{BANK131_CARDS, Page, Payer, SAVED_CARD, form};
use crate::process::{PROVIDERS, Shop, announced, path_of, sandbox};

/// Asks for a path under the name of a host.
async fn ask(shop: &Shop, method: Method, host: &str, path: &str) -> StatusCode {
    let request = Request::builder().method(method).uri(format!("{}{path}", shop.url)).header(header::HOST, host);
    shop.payer.send_as_is(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test]
async fn no_other_host_is_served() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let own = shop.url.strip_prefix("http://").unwrap();
    let port = own.split_once(':').unwrap().1;
    for host in [own.to_owned(), format!("localhost:{port}"), format!("LocalHost:{port}")] {
        assert_eq!(ask(&shop, Method::GET, &host, "/").await, 200, "{host}");
        assert_eq!(ask(&shop, Method::POST, &host, "/bank131/callbacks").await, 401, "{host}");
    }
    let rebound = format!("rebound.example:{port}");
    for host in [rebound.as_str(), "127.0.0.1", "127.0.0.1:1", "", "localhost", &format!("{own}.rebound.example")] {
        for path in ["/", "/orders", "/back", "/shop.css", "/none", "/kvell/callbacks"] {
            assert_eq!(ask(&shop, Method::GET, host, path).await, 421, "{host} {path}");
        }
    }
    assert_eq!(speak(&shop, "GET / HTTP/1.1\r\n\r\n").await, "HTTP/1.1 421 Misdirected Request", "no host");
    let twice = format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: {rebound}\r\n\r\n");
    assert_eq!(speak(&shop, &twice).await, "HTTP/1.1 421 Misdirected Request");
    let absolute = format!("GET http://{rebound}/ HTTP/1.1\r\nHost: {own}\r\n\r\n");
    assert_eq!(speak(&shop, &absolute).await, "HTTP/1.1 421 Misdirected Request");
}

/// Sends bytes, and returns the first line of the response.
async fn speak(shop: &Shop, request: &str) -> String {
    let mut stream = TcpStream::connect(shop.url.strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = vec![0; 4096];
    let length = stream.read(&mut response).await.unwrap();
    String::from_utf8_lossy(response.get(..length).unwrap()).lines().next().unwrap_or_default().to_owned()
}

/// The address for browsers and that for providers may be two names.
#[tokio::test]
async fn providers_may_call_another_name_for_callbacks_only() {
    let sandbox = sandbox().await;
    let settings = [("SHOP_URL", "https://shop.example"), ("SHOP_CALLBACK_URL", "https://hooks.example:8443")];
    let shop = Shop::start_behind_proxy(&announced(&sandbox), &settings);
    for host in ["shop.example", "shop.example:443", "Shop.Example"] {
        assert_eq!(ask(&shop, Method::GET, host, "/").await, 200, "{host}");
        assert_eq!(ask(&shop, Method::POST, host, "/bank131/callbacks").await, 401, "{host}");
    }
    assert_eq!(ask(&shop, Method::POST, "hooks.example:8443", "/bank131/callbacks").await, 401);
    assert_eq!(ask(&shop, Method::GET, "hooks.example:8443", "/").await, 421);
    assert_eq!(ask(&shop, Method::POST, "hooks.example", "/bank131/callbacks").await, 421);

    let page = shop.payer.get(&shop.url).await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-shop=") && cookie.ends_with("; Secure"), "{cookie}");
    let begun = post_from(&shop, &page, &[("origin", "https://shop.example")]).await;
    assert_eq!(begun.status, 303);
    assert_eq!(post_from(&shop, &page, &[("origin", "http://shop.example")]).await.status, 403);
}

/// Submits the form of a page with its cookie and its token, and with these headers.
async fn post_from(shop: &Shop, page: &Page, headers: &[(&'static str, &str)]) -> Page {
    let (_, rest) = page.html.split_once("action=\"/kvell/orders/").unwrap();
    let path = format!("{}/kvell/orders/{}", shop.url, rest.split('"').next().unwrap());
    let mut request = form(&path, &[("csrf", &page.form_token())]);
    request.headers_mut().insert(header::COOKIE, page.cookie().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    shop.payer.send_as_is(request).await
}

#[tokio::test]
async fn the_form_of_another_site_begins_nothing() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("bank131").await;
    let address = format!("{}{}", shop.url, path_of("bank131", &number));
    // The payer's browser sends the cookie; the other site does not know the token.
    let answer = shop.payer.post(&address, &BANK131_CARDS).await;
    assert_eq!(answer.status, 403);
    assert!(!answer.html.contains("5555") && answer.html.contains("Nothing was begun."), "{}", answer.html);
    // The other site knows the token of another visitor.
    let elsewhere = Payer::new().get(&shop.url).await.form_token();
    for wrong in [elsewhere.as_str(), "", "csrf"] {
        let typed = [&BANK131_CARDS[..], &[("csrf", wrong)]].concat();
        assert_eq!(shop.payer.post(&address, &typed).await.status, 403, "{wrong}");
    }
    // It has a token, and no cookie.
    let typed = [&BANK131_CARDS[..], &[("csrf", elsewhere.as_str())]].concat();
    assert_eq!(shop.payer.send_as_is(form(&address, &typed)).await.status, 403);
    assert!(shop.latest().is_none() && sandbox.effects(Provider::Bank131).is_empty());

    let page = Payer::new().get(&shop.url).await;
    let own = [("origin", shop.url.as_str()), ("sec-fetch-site", "same-origin")];
    for (headers, what) in [
        (vec![("origin", "https://evil.example"), own[1]], "another origin"),
        (vec![("origin", "http://127.0.0.1:1")], "another port"),
        (vec![own[0], ("sec-fetch-site", "cross-site")], "cross-site"),
        (vec![("sec-fetch-site", "same-site")], "same-site"),
        (vec![("sec-fetch-site", "none")], "no page"),
    ] {
        assert_eq!(post_from(&shop, &page, &headers).await.status, 403, "{what}");
        assert!(shop.latest().is_none(), "{what}");
    }
    // What browsers say of the shop's own pages; an old one says less.
    for headers in [&own[..], &[("origin", "null"), own[1]], &own[..1], &[]] {
        assert_eq!(post_from(&shop, &page, headers).await.status, 303, "{headers:?}");
    }
    assert!(shop.latest().is_some());
}

/// Providers send payers back by a form of their own page.
#[tokio::test]
async fn the_payer_comes_back_by_a_form_of_another_site() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let mut request = form(&format!("{}/back", shop.url), &[("status", "approved")]);
    let headers = request.headers_mut();
    headers.insert(header::ORIGIN, "https://gateway.example".parse().unwrap());
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let page = shop.payer.send_as_is(request).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("/#orders")));
}

#[tokio::test]
async fn every_response_has_the_headers_of_a_page_that_trusts_no_one() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("vepay").await;
    shop.begin("vepay", &number, &[]).await;
    let address = |path: &str| format!("{}{path}", shop.url);
    let first = Payer::new().get(&shop.url).await;
    let cookie = first.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");

    let pay = format!("/vepay/orders/{number}/pay");
    for path in ["/", "/orders", "/back", "/shop.css", "/shop.js", "/none", "/bank131/callbacks", &pay] {
        assert_protected(&shop.payer.get(&address(path)).await.headers, path);
    }
    assert_protected(&shop.payer.post(&address("/kvell/orders/1"), &[]).await.headers, "a refused form");
    let page = shop.payer.get(&shop.url).await.html;
    assert!(!page.contains("<style") && !page.contains("<script>") && !page.contains("style="), "nothing inline");

    // The form of the page that hands the payer over goes to the issuer.
    let number = shop.number("bank131").await;
    let mut typed = BANK131_CARDS;
    typed[0].1 = "4242424242424242";
    shop.begin("bank131", &number, &typed).await;
    shop.asks_payer("bank131").await;
    let page = shop.payer.get(&address(&format!("/bank131/orders/{number}/pay"))).await;
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(page.html.contains("method=\"POST\"") && !policy.contains("form-action"), "{policy}");
    assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
}

fn assert_protected(headers: &HeaderMap, what: &str) {
    let value = |name| headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(value(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"), "{what}");
    assert_eq!(value(header::REFERRER_POLICY), Some("no-referrer"), "{what}");
    assert_eq!(value(header::CACHE_CONTROL), Some("no-store"), "{what}");
    let policy = value(header::CONTENT_SECURITY_POLICY).unwrap();
    for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.split("; ").any(|one| one == part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
}

#[tokio::test]
async fn a_slow_head_is_closed_and_so_is_an_idle_connection() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    for sent in ["GET / HTTP/1.1\r\nHost: ", ""] {
        let mut stream = TcpStream::connect(shop.url.strip_prefix("http://").unwrap()).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let since = Instant::now();
        let end = tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut Vec::new())).await;
        assert!(end.is_ok(), "still open: {sent:?}");
        assert!(since.elapsed() > Duration::from_secs(1), "{sent:?}");
    }
}

#[tokio::test]
async fn a_slow_body_is_not_waited_for() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let own = shop.url.strip_prefix("http://").unwrap();
    let head = format!("POST /kvell/callbacks HTTP/1.1\r\nHost: {own}\r\nContent-Length: 10\r\n\r\n{{");
    assert_eq!(speak(&shop, &head).await, "HTTP/1.1 408 Request Timeout");
}

#[tokio::test]
async fn a_long_body_is_not_read() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let long = "1".repeat(65 * 1024);
    for provider in ["bank131", "kvell", "payneteasy"] {
        let address = format!("{}/{provider}/callbacks", shop.url);
        assert_eq!(shop.payer.post(&address, &[("a", &long)]).await.status, 413, "{provider}");
        assert_ne!(shop.payer.post(&address, &[("a", &long[..60 * 1024])]).await.status, 413, "{provider}");
    }
    let number = shop.number("kvell").await;
    let answer = shop.submit(&path_of("kvell", &number), &[("a", &long[..5 * 1024])]).await;
    assert_eq!(answer.status, 413);
    assert!(shop.latest().is_none());
}

#[tokio::test]
async fn callbacks_are_taken_by_the_providers_methods_only() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    for (_, name) in PROVIDERS {
        let allowed = match name {
            "vepay" => "GET",
            "payneteasy" => "GET, POST",
            _ => "POST",
        };
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ODD"] {
            let request = Request::builder().method(method).uri(format!("{}/{name}/callbacks", shop.url));
            let page = shop.payer.send_as_is(request.body(Body::empty()).unwrap()).await;
            let is_allowed = allowed.split(", ").any(|one| one == method);
            assert_eq!(page.status != 405, is_allowed, "{name} {method}: {}", page.status);
            if !is_allowed {
                assert_eq!(page.headers[header::ALLOW].to_str().unwrap(), allowed, "{name} {method}");
            }
        }
    }
}

/// Anyone can send an unsigned callback, and each has to be confirmed by Kvell.
#[tokio::test]
async fn unsigned_callbacks_query_kvell_within_a_bound() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    let claim = format!(
        "{{\"customer_key\":\"client-42\",\"customer_card_token\":\"made-up\",\"pan_mask\":\"4111****1111\",\
         \"holder\":\"A\",\"transaction\":\"{number}\"}}"
    );
    let before = card_queries(&sandbox);
    let since = Instant::now();
    for _ in 0..100 {
        let request = Request::post(format!("{}/kvell/callbacks", shop.url)).body(Body::from(claim.clone())).unwrap();
        assert_eq!(shop.payer.send_as_is(request).await.status, 503);
    }
    let queries = card_queries(&sandbox) - before;
    // Twenty at once, one a second since, and the polls of the order itself.
    let bound = 20 + 2 * usize::try_from(since.elapsed().as_secs() + 1).unwrap();
    assert!((20..=bound).contains(&queries), "{queries} > {bound}");
    assert!(shop.bookings(&number).is_empty());

    // The genuine one is not lost: it is sent again, or the order is polled.
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    shop.becomes(&number, "succeeded").await;
}

fn card_queries(sandbox: &Sandbox) -> usize {
    sandbox.kvell().received().iter().filter(|request| request.path.contains("/customers/")).count()
}

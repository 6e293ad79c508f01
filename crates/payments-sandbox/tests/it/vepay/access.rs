//! Who is let in.

use axum::http::StatusCode;
use payments_sandbox::SignatureVerdict;
use serde_json::json;

use crate::support::http;
use crate::support::lender::{Lender, read, token_by};

#[tokio::test]
async fn a_token_is_over_the_very_bytes() {
    let lender = Lender::new().await;
    // Spaces, escapes, the order of members and a line feed at the end are the client's business.
    for body in ["", "{}", "[]", "{ }", "{}\n", "{\"a\":\"\\u0423\\/\"}", "{\"a\":\"У/\"}"] {
        let reply = lender.post("/check", body).await;
        assert_eq!(reply.text(), "{\"status\":1,\"message\":\"\"}", "{body}");
    }
    let received = lender.sandbox.vepay().received();
    assert!(received.iter().all(|one| one.signature == SignatureVerdict::Valid && one.error_code.is_none()));
    assert_eq!((received[0].method.as_str(), received[0].path.as_str()), ("POST", "/mfo/check"));
}

#[tokio::test]
async fn anything_else_is_401_and_does_nothing() {
    let lender = Lender::new().await;
    let body = lender.request(1, "stranger").to_string();
    let (mfo, token) = (lender.vepay.mfo.clone(), lender.token(body.as_bytes()));
    let other = token_by("another secret", body.as_bytes());
    let cases: [(&[(&str, &str)], SignatureVerdict); 8] = [
        (&[], SignatureVerdict::Missing),
        (&[("x-mfo", &mfo)], SignatureVerdict::Missing),
        (&[("x-token", &token)], SignatureVerdict::Missing),
        (&[("x-mfo", &mfo), ("x-token", "")], SignatureVerdict::Missing),
        (&[("x-mfo", "1"), ("x-token", &token)], SignatureVerdict::Wrong),
        (&[("x-mfo", &mfo), ("x-token", &token.to_uppercase())], SignatureVerdict::Wrong),
        (&[("x-mfo", &mfo), ("x-token", &lender.token(format!("{body} ").as_bytes()))], SignatureVerdict::Wrong),
        (&[("x-mfo", &mfo), ("x-token", &other)], SignatureVerdict::Wrong),
    ];
    for (headers, verdict) in cases {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let reply = lender.post_with("/card/reg", &body, headers).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        assert_eq!(reply.text(), "{\"name\":\"Unauthorized\",\"message\":\"\",\"code\":0,\"status\":401}");
        let last = lender.sandbox.vepay().received().pop().unwrap();
        assert_eq!((last.signature, last.status, last.error_code.as_deref()), (verdict, 401, Some("401")));
    }
    assert_eq!(lender.card_of(101_464, 1).await["message"], "Ошибка запроса");
}

#[tokio::test]
async fn a_body_is_read_before_the_token() {
    let lender = Lender::new().await;
    let reply = lender.post_with("/card/reg", "{\"type\":", vec![]).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let answer = read(&reply);
    assert_eq!((&answer["name"], &answer["code"], &answer["status"]), (&json!("Bad Request"), &json!(0), &json!(400)));
    assert_eq!(lender.sandbox.vepay().received()[0].signature, SignatureVerdict::NotChecked);
}

#[tokio::test]
async fn other_methods_and_paths_are_errors_of_their_own() {
    let lender = Lender::new().await;
    let reply = http::get(&format!("{}/card/reg", lender.vepay.base_url)).await;
    assert_eq!((reply.status, read(&reply)["status"].clone()), (StatusCode::METHOD_NOT_ALLOWED, json!(405)));
    let url = format!("{}/no/such/path", lender.vepay.base_url);
    let reply = http::send("POST", &url, vec![], vec![]).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(reply.header("content-type").unwrap().starts_with("text/html"));
}

#[tokio::test]
async fn the_paths_of_the_providers_page_lead_to_the_same_calls() {
    // They lack `/mfo`.
    let lender = Lender::new().await;
    let bare = lender.vepay.base_url.trim_end_matches("/mfo").to_owned();
    for path in ["/card/reg", "/card/get"] {
        let reply = http::send("POST", &format!("{bare}{path}"), vec![], vec![]).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

//! Calls that get a response.

use payments_core::ErrorKind;
use tokio::io::AsyncWriteExt as _;

use super::server::{self, Reaction, json};
use super::{assert_unknown, pipeline};
use crate::support::provider::{Balance, Delimited, TRANSFER_BYTES, Transfer};

#[tokio::test]
async fn a_request_travels_with_its_headers_and_exactly_its_bytes() {
    let (address, received) = server::start(|_| Reaction::Response(json("200 OK", r#"{"id":7}"#))).await;
    let answer = pipeline(address).send(&Transfer::new()).await.unwrap();
    assert_eq!(answer.value.id, 7);
    assert_eq!(answer.http.headers()["content-type"], "application/json");

    let requests = received.requests();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert_eq!(body.as_bytes(), TRANSFER_BYTES);
    let mut lines: Vec<&str> = head.lines().collect();
    assert_eq!(lines.remove(0), "POST /api/v1/transfers HTTP/1.1");
    lines.sort_unstable();
    let host = format!("host: {address}");
    assert_eq!(
        lines,
        [
            "accept: application/json",
            "content-length: 59",
            "content-type: application/json",
            &host,
            "user-agent: tiny-bank-client/1.2.3",
            "x-idempotency-key: order-17",
        ]
    );
}

#[tokio::test]
async fn an_error_status_is_a_response_too() {
    let body = r#"{"code":"51","message":"no money"}"#;
    let (address, _) = server::start(|_| Reaction::Response(json("403 Forbidden", body))).await;
    let error = pipeline(address).send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.http().unwrap().status().as_u16()), (ErrorKind::Refused, 403));
}

#[tokio::test]
async fn a_body_in_chunks_is_put_together() {
    let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{\"i\r\n4\r\nd\":1\r\n2\r\n2}\r\n0\r\n\r\n";
    let (address, _) = server::start(move |_| Reaction::Response(chunked.to_owned())).await;
    assert_eq!(pipeline(address).send(&Transfer::new()).await.unwrap().value.id, 12);
}

#[tokio::test]
async fn a_body_that_ends_with_its_connection_is_read() {
    let (address, _) = server::start(|_| Reaction::AnswerAndClose("HTTP/1.0 200 OK\r\n\r\n5")).await;
    assert_eq!(pipeline(address).send(&Balance).await.unwrap().value, 5);
}

#[tokio::test]
async fn a_response_reports_whether_the_end_of_its_body_was_marked() {
    for (head, body, delimited) in [
        ("content-length: 1", "5", true),
        ("content-length: 0", "", true),
        ("content-length: 1\r\ncontent-length: 1", "5", true),
        ("transfer-encoding: chunked", "1\r\n5\r\n0\r\n\r\n", true),
        ("transfer-encoding: Chunked", "0\r\n\r\n", true),
        ("transfer-encoding: gzip, chunked", "1\r\n5\r\n0\r\n\r\n", true),
        ("transfer-encoding: gzip\r\ntransfer-encoding: chunked", "1\r\n5\r\n0\r\n\r\n", true),
        ("transfer-encoding: chunked\r\ncontent-length: 1", "1\r\n5\r\n0\r\n\r\n", true),
        ("transfer-encoding: gzip", "5", false),
        ("transfer-encoding: gzip\r\ncontent-length: 1", "5", false),
        ("content-type: text/plain", "5", false),
        ("content-type: text/plain", "", false),
        ("connection: close", "5", false),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}").leak();
        let (address, _) = server::start(|_| Reaction::AnswerAndClose(answer)).await;
        let answered = pipeline(address).send(&Delimited).await.unwrap();
        assert_eq!(answered.value, delimited, "{head}: {body}");
    }
    for status in ["204 No Content", "304 Not Modified"] {
        let answer = format!("HTTP/1.1 {status}\r\n\r\n");
        let (address, _) = server::start(move |_| Reaction::Response(answer.clone())).await;
        assert!(pipeline(address).send(&Delimited).await.unwrap().value, "{status} has no body");
    }
    let (address, _) = server::start(|_| Reaction::AnswerAndClose("HTTP/1.0 200 OK\r\n\r\n5")).await;
    assert!(!pipeline(address).send(&Delimited).await.unwrap().value);
}

#[tokio::test]
async fn connections_are_used_again() {
    let (address, received) = server::start(|_| Reaction::Response(json("200 OK", "5"))).await;
    let pipeline = pipeline(address);
    for _ in 0..10 {
        pipeline.send(&Balance).await.unwrap();
    }
    assert_eq!(received.requests().len(), 10);
    assert!(received.connections() < 10, "{} connections", received.connections());
}

#[tokio::test]
async fn a_redirect_is_a_response_and_is_not_followed() {
    for status in ["307 Temporary Redirect", "302 Found"] {
        let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        elsewhere.set_nonblocking(true).unwrap();
        let location = elsewhere.local_addr().unwrap();
        let redirect =
            format!("HTTP/1.1 {status}\r\nlocation: http://{location}/api/v1/transfers\r\ncontent-length: 0\r\n\r\n");
        let (address, received) = server::start(move |_| Reaction::Response(redirect.clone())).await;

        let error = pipeline(address).send(&Transfer::new()).await.unwrap_err();
        assert_unknown(&error, status.get(..3).unwrap().parse().ok());
        assert_eq!(received.requests().len(), 1);
        let contacted = elsewhere.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(contacted, Err(std::io::ErrorKind::WouldBlock), "nobody calls at the other address");
    }
}

#[tokio::test]
async fn an_endless_response_is_closed_at_the_limit() {
    let (address, served) = server::script(async |mut stream| {
        server::read_request(&mut stream).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        while stream.write_all(&[b'x'; 1024]).await.is_ok() {}
    })
    .await;
    let error = pipeline(address).send(&Transfer::new()).await.unwrap_err();
    assert_unknown(&error, Some(200));
    assert_eq!(error.kind(), ErrorKind::Unreadable);
    served.await.expect("the server is told to stop by a closed connection");
}

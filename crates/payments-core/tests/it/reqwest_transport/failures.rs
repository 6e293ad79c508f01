//! Calls without a response, and their outcome.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use payments_core::{Clock, Error, ErrorKind, Outcome, Sleep};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::Notify;

use super::server::{self, Reaction, json, read_request};
use super::settings::ROOT;
use super::{assert_unknown, base_url, pipeline};
use crate::support::provider::{Balance, TinyBank, Transfer};
use crate::support::wire::{self, NoAuth};

#[tokio::test]
async fn a_refused_connection_proves_that_nothing_was_sent() {
    // Bound, so that no other process gets the port, and not listening.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let error = pipeline(socket.local_addr().unwrap()).send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.recovery()), (ErrorKind::Unreachable, Outcome::NotSent, None));
}

/// Makes a transfer to a server that reacts like this once.
async fn interrupted(react: fn(usize) -> Reaction) -> Error<TinyBank> {
    let (address, received) = server::start(react).await;
    let error = pipeline(address).send(&Transfer::new()).await.unwrap_err();
    assert_eq!(received.requests().len(), 1, "the request is sent once");
    assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
    error
}

#[tokio::test]
async fn a_connection_closed_without_a_response_leaves_the_outcome_unknown() {
    assert_unknown(&interrupted(|_| Reaction::AnswerAndClose("")).await, None);
}

#[tokio::test]
async fn a_connection_reset_leaves_the_outcome_unknown() {
    assert_unknown(&interrupted(|_| Reaction::Reset).await, None);
}

#[tokio::test]
async fn a_garbled_status_line_leaves_the_outcome_unknown() {
    assert_unknown(&interrupted(|_| Reaction::AnswerAndClose("SSH-2.0-OpenSSH_9.9\r\n\r\n")).await, None);
}

#[tokio::test]
async fn a_truncated_head_leaves_the_outcome_unknown() {
    assert_unknown(&interrupted(|_| Reaction::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-")).await, None);
}

#[tokio::test]
async fn a_truncated_body_leaves_the_outcome_unknown_with_its_status() {
    let cut_short = |_| Reaction::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"id\"");
    assert_unknown(&interrupted(cut_short).await, Some(200));
    let cut_in_a_chunk =
        |_| Reaction::AnswerAndClose("HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"id\"");
    assert_unknown(&interrupted(cut_in_a_chunk).await, Some(201));
}

#[tokio::test]
async fn a_connection_closed_before_the_request_is_read_leaves_the_outcome_unknown() {
    let (address, _) = server::script(async |stream| {
        stream.readable().await.unwrap();
    })
    .await;
    assert_unknown(&pipeline(address).send(&Transfer::new()).await.unwrap_err(), None);
}

#[tokio::test]
async fn a_request_lost_on_a_connection_used_before_is_not_sent_again() {
    let (address, received) = server::start(|number| match number {
        1 => Reaction::AnswerAndClose(""),
        _ => Reaction::Response(json("200 OK", r#"{"id":7}"#)),
    })
    .await;
    let pipeline = pipeline(address);
    pipeline.send(&Transfer::new()).await.unwrap();
    assert_unknown(&pipeline.send(&Transfer::new()).await.unwrap_err(), None);
    assert_eq!(received.requests().len(), 2);
}

#[tokio::test]
async fn a_failure_on_one_connection_does_not_spoil_the_next_call() {
    let (address, _) = server::start(|number| match number {
        0 => Reaction::Reset,
        _ => Reaction::Response(json("200 OK", "5")),
    })
    .await;
    let pipeline = pipeline(address);
    pipeline.send(&Balance).await.unwrap_err();
    assert_eq!(pipeline.send(&Balance).await.unwrap().value, 5);
}

/// A clock on which every timeout passes when the test says so.
struct OnNotice(Arc<Notify>);

impl Clock for OnNotice {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        let notice = Arc::clone(&self.0);
        Box::pin(async move { notice.notified().await })
    }
}

#[tokio::test]
async fn a_timeout_after_the_request_was_read_leaves_the_outcome_unknown_and_hangs_up() {
    let notice = Arc::new(Notify::new());
    let time_is_up = Arc::clone(&notice);
    let (address, served) = server::script(|mut stream| async move {
        read_request(&mut stream).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{").await.unwrap();
        time_is_up.notify_one();
        assert_eq!(read_request(&mut stream).await, None, "the client hangs up");
    })
    .await;
    let pipeline = wire::builder().clock(OnNotice(notice)).build(base_url(address).parse().unwrap(), NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    served.await.unwrap();
}

#[tokio::test]
async fn a_server_that_never_responds_runs_into_the_timeout() {
    let notice = Arc::new(Notify::new());
    let time_is_up = Arc::clone(&notice);
    let (address, received) = server::start(move |_| {
        time_is_up.notify_one();
        Reaction::Silence
    })
    .await;
    let pipeline = wire::builder().clock(OnNotice(notice)).build(base_url(address).parse().unwrap(), NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_unknown(&error, None);
    assert_eq!(received.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_tls_handshake_proves_that_nothing_was_sent() {
    let (address, _) = server::script(async |mut stream| {
        stream.readable().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    })
    .await;
    let base_url: payments_core::BaseUrl = format!("https://{address}").parse().unwrap();
    let transport = payments_core::ReqwestTransport::builder(&base_url).trust_pem(ROOT).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent), "{error}");
}

/// The error of a call to a server that always sends these bytes.
async fn greeted_with(scheme: &str, greeting: &'static [u8]) -> Error<TinyBank> {
    let (address, _) = server::script(move |mut stream| async move {
        assert_ne!(stream.read(&mut [0; 4096]).await.unwrap(), 0);
        stream.write_all(greeting).await.unwrap();
        stream.shutdown().await.unwrap();
        // Otherwise the client may get a reset before it has read the greeting.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let base_url: payments_core::BaseUrl = format!("{scheme}://{address}").parse().unwrap();
    let transport = payments_core::ReqwestTransport::builder(&base_url).trust_pem(ROOT).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    pipeline.send(&Transfer::new()).await.unwrap_err()
}

/// The alert `unexpected_message`, which a TLS 1.2 server sends in response to anything but TLS.
const ALERT: &[u8] = b"\x15\x03\x03\x00\x02\x02\x0a";

#[tokio::test]
async fn tls_to_a_port_without_tls_gives_a_hint() {
    for greeting in ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n", "220 mail.example ESMTP\r\n"] {
        let error = greeted_with("https", greeting.as_bytes()).await;
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent), "{error}");
        let end = "InvalidContentType: the server does not speak TLS at this port";
        assert!(error.to_string().ends_with(end), "{error}");
    }
    for greeting in [ALERT, b""] {
        let error = greeted_with("https", greeting).await;
        assert!(!error.to_string().contains("does not speak"), "{error}");
    }
}

#[tokio::test]
async fn plain_http_to_a_port_without_http_gives_a_hint() {
    for greeting in [ALERT, b"SSH-2.0-OpenSSH_9.9\r\n"] {
        let error = greeted_with("http", greeting).await;
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_unknown(&error, None);
        let end = ": the server does not speak plain HTTP at this port, perhaps TLS";
        assert!(error.to_string().ends_with(end), "{error}");
    }
    for greeting in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-le"] {
        let error = greeted_with("http", greeting).await;
        assert!(!error.to_string().contains("does not speak"), "{error}");
    }
}

#[tokio::test]
async fn plain_http_to_a_tls_server_gives_a_hint() {
    let (address, _) = super::tls::script(|mut stream| stream.flush());
    let error = pipeline(address).send(&Transfer::new()).await.unwrap_err();
    assert_unknown(&error, None);
    assert!(error.to_string().ends_with("perhaps TLS"), "{error}");
}

#[tokio::test]
async fn a_host_that_does_not_exist_proves_that_nothing_was_sent() {
    // Reserved for names that never exist (RFC 6761).
    let base_url: payments_core::BaseUrl = "https://gate.invalid/api".parse().unwrap();
    let transport = payments_core::ReqwestTransport::builder(&base_url).trust_pem(ROOT).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent), "{error}");
}

/// Linux drops the first packet of a connection for which the listener has no room.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connect_timeout_that_passes_proves_that_nothing_was_sent() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(connection) =
        tokio::time::timeout(Duration::from_millis(200), tokio::net::TcpStream::connect(address)).await
    {
        waiting.push(connection.unwrap());
        assert!(waiting.len() < 100, "the listener has room without end");
    }

    let base_url: payments_core::BaseUrl = base_url(address).parse().unwrap();
    let builder = payments_core::ReqwestTransport::builder(&base_url);
    let transport = builder.connect_timeout(Duration::from_millis(100)).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent), "{error}");
    assert_eq!(listener.local_addr().unwrap(), address, "it listened all the while");
}

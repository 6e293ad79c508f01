//! Clients that send nothing, or not all.

use std::time::Duration;

use payments_sandbox::{Fault, Provider, Sandbox, Script};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const IDLE_TIMEOUT: Duration = Duration::from_millis(200);

/// What the sandbox sends until it closes a connection on which this was sent.
async fn sent_back(sandbox: &Sandbox, sent: &str) -> String {
    let address = sandbox.announcement().kvell.api_url.strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let closed = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    assert!(closed.is_ok(), "the connection stays open after {sent:?}");
    String::from_utf8(answer).unwrap()
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().idle_timeout(IDLE_TIMEOUT).start().await.unwrap()
}

#[tokio::test]
async fn a_connection_on_which_nothing_comes_is_closed() {
    let sandbox = sandbox().await;
    for sent in ["", "GET /v1/collections/banks HTT", "GET /v1/collections/banks HTTP/1.1\r\nhost: x\r\n"] {
        assert_eq!(sent_back(&sandbox, sent).await, "", "{sent:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let sandbox = sandbox().await;
    let answer = sent_back(&sandbox, "GET /v1/collections/banks HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_refused_and_its_connection_closed() {
    let sandbox = sandbox().await;
    let half = "POST /v1/orders/account2card HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{";
    let answer = sent_back(&sandbox, half).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(sandbox.kvell().received().len(), 1);
}

#[tokio::test]
async fn a_connection_with_a_fault_is_closed_too() {
    let sandbox = sandbox().await;
    for half in ["", "GET / HT", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"] {
        sandbox.set_faults(Provider::Kvell, Script::new([Some(Fault::DropAnswer)]));
        assert_eq!(sent_back(&sandbox, half).await, "", "{half:?}");
    }
}

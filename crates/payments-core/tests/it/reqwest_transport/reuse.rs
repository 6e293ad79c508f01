//! Connection reuse, also of connections that the server has closed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payments_core::{BaseUrl, Outcome, ReqwestTransport};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::server::{self, Reaction, json, read_request};
use super::{assert_unknown, base_url, pipeline};
use crate::support::provider::Transfer;
use crate::support::wire::{self, NoAuth};

const DONE: &str = r#"{"id":7}"#;

#[tokio::test]
async fn calls_one_after_the_other_share_a_connection() {
    let (address, received) = server::start(|_| Reaction::Response(json("200 OK", DONE))).await;
    let pipeline = pipeline(address);
    for _ in 0..3 {
        pipeline.send(&Transfer::new()).await.unwrap();
    }
    assert_eq!((received.requests().len(), received.connections()), (3, 1));
}

#[tokio::test]
async fn a_connection_that_was_idle_for_too_long_is_not_used_again() {
    let (address, received) = server::start(|_| Reaction::Response(json("200 OK", DONE))).await;
    let base_url: BaseUrl = base_url(address).parse().unwrap();
    let transport = ReqwestTransport::builder(&base_url).idle_timeout(Duration::from_millis(50)).build().unwrap();
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    pipeline.send(&Transfer::new()).await.unwrap();
    sleep(Duration::from_millis(150)).await;
    pipeline.send(&Transfer::new()).await.unwrap();
    assert_eq!((received.requests().len(), received.connections()), (2, 2));
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_replaced() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"id\":7}";
    let (address, received) = server::start(move |_| Reaction::AnswerAndClose(answer)).await;
    let pipeline = pipeline(address);
    pipeline.send(&Transfer::new()).await.unwrap();
    // Long enough for the close to arrive.
    sleep(Duration::from_millis(50)).await;
    pipeline.send(&Transfer::new()).await.unwrap();
    assert_eq!((received.requests().len(), received.connections()), (2, 2));
}

#[tokio::test]
async fn a_reused_connection_that_breaks_leaves_the_outcome_unknown_and_is_not_retried() {
    for breaks in [|| Reaction::AnswerAndClose(""), || Reaction::Reset] {
        let answer_the_first =
            move |number| if number == 0 { Reaction::Response(json("200 OK", DONE)) } else { breaks() };
        let (address, received) = server::start(answer_the_first).await;
        let pipeline = pipeline(address);
        pipeline.send(&Transfer::new()).await.unwrap();
        assert_unknown(&pipeline.send(&Transfer::new()).await.unwrap_err(), None);
        assert_eq!((received.requests().len(), received.connections()), (2, 1));
    }
}

/// Orders, and how often the server has read each.
type Read = Arc<Mutex<BTreeMap<String, u32>>>;

/// A server that responds, and closes each connection some microseconds later: before, during and after the next
/// request.
async fn impatient_server(patience: impl Fn(u64) -> Duration + Send + 'static) -> (SocketAddr, Read) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let read = Read::default();
    let seen = Arc::clone(&read);
    tokio::spawn(async move {
        for connection in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(answer_and_leave(stream, patience(connection), Arc::clone(&seen)));
        }
    });
    (address, read)
}

async fn answer_and_leave(mut stream: TcpStream, patience: Duration, read: Read) {
    stream.set_nodelay(true).unwrap();
    let answer_one = async {
        let Some(request) = read_request(&mut stream).await else { return };
        let order = request.split("order-").nth(1).unwrap().split(['"', '\r']).next().unwrap().to_owned();
        *read.lock().unwrap().entry(order).or_default() += 1;
        // The client may be gone.
        let _ = stream.write_all(json("200 OK", DONE).as_bytes()).await;
    };
    answer_one.await;
    sleep(patience).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_connection_never_reports_a_received_request_as_not_sent() {
    let (address, read) = impatient_server(|connection| Duration::from_micros(connection % 40 * 25)).await;
    let pipeline = pipeline(address);
    for number in 0..400 {
        let order = format!("stale-{number}");
        let transfer = Transfer { order: format!("order-{order}"), ..Transfer::new() };
        let outcome = pipeline.send(&transfer).await.map_err(|error| error.outcome());
        let times = read.lock().unwrap().get(&order).copied().unwrap_or_default();
        match outcome {
            Ok(_) => assert_eq!(times, 1, "{order}"),
            Err(Outcome::Unknown) => assert!(times <= 1, "{order} was sent twice"),
            Err(outcome) => panic!("{order} is {outcome:?}, and the server was there all the time"),
        }
    }
}

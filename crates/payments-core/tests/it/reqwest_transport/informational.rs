//! Responses before the response: `100 Continue`, `103 Early Hints`, and a server that never comes to the point.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use payments_core::{ErrorKind, Timeouts};
use tokio::io::AsyncWriteExt as _;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use super::server::{self, Reaction, json, read_request};
use super::{assert_unknown, base_url, pipeline, tls};
use crate::support::provider::{Balance, Transfer};
use crate::support::wire::{self, NoAuth};

const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const HINTS: &str = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";

fn within(attempt: Duration) -> Timeouts {
    Timeouts::new(attempt / 2, attempt, attempt).unwrap()
}

#[tokio::test]
async fn a_few_before_the_answer_are_passed_over() {
    for before in [CONTINUE.to_owned(), HINTS.to_owned(), format!("{CONTINUE}{HINTS}{HINTS}"), HINTS.repeat(20)] {
        let (address, received) =
            server::start(move |_| Reaction::Response(before.clone() + &json("200 OK", "5"))).await;
        let pipeline = pipeline(address);
        for _ in 0..2 {
            assert_eq!(pipeline.send(&Balance).await.unwrap().value, 5);
        }
        assert_eq!((received.requests().len(), received.connections()), (2, 1));
    }
}

#[tokio::test]
async fn one_after_the_other_without_end_run_into_the_timeout_and_are_hung_up_on() {
    let (address, served) = server::script(async |mut stream| {
        read_request(&mut stream).await.unwrap();
        while stream.write_all(HINTS.as_bytes()).await.is_ok() {
            sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
    let builder = wire::builder().timeouts(within(Duration::from_millis(300)));
    let pipeline = builder.build(base_url(address).parse().unwrap(), NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_unknown(&error, None);
    served.await.expect("the server is told to stop by a closed connection");
}

/// How many bytes the server gets rid of between two turns of another task, at most.
#[derive(Clone, Default)]
struct Flood {
    written: Arc<AtomicUsize>,
    turns: Arc<AtomicUsize>,
    most_in_a_turn: Arc<AtomicUsize>,
}

impl Flood {
    /// The other task.
    async fn watch(self) {
        let mut before = 0;
        loop {
            yield_now().await;
            let now = self.written.load(SeqCst);
            self.most_in_a_turn.fetch_max(now - before, SeqCst);
            self.turns.fetch_add(1, SeqCst);
            before = now;
        }
    }
}

/// What the HTTP client may take in one go, and what the kernel's buffers hold besides. Without TLS it is 50 MiB.
const AT_ONCE: usize = 32 * 1024 * 1024;

/// One thread for the flood, the timeout and everybody else. Counted in bytes, because how long they take depends on the
/// machine and on what else it does: over TLS the HTTP client takes half a mebibyte at a time (`docs/transport-failures.md`).
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_flood_of_them_keeps_neither_the_timeout_nor_other_tasks_waiting() {
    let timeout = Duration::from_secs(1);
    let flood = Flood::default();
    let written = Arc::clone(&flood.written);
    let (address, served) = tls::script(move |mut stream| {
        tls::read_request(&mut stream);
        let heads = "HTTP/1.1 103 X\r\n\r\n".repeat(500);
        while stream.write_all(heads.as_bytes()).is_ok() {
            written.fetch_add(heads.len(), SeqCst);
        }
    });
    let (base_url, transport) = tls::trusting(address);
    let builder = wire::builder().transport(transport).timeouts(within(timeout));
    let pipeline = builder.build(base_url, NoAuth).unwrap();

    let watching = tokio::spawn(flood.clone().watch());
    let start = Instant::now();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    let took = start.elapsed();
    watching.abort();

    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_unknown(&error, None);
    assert!(took < timeout * 3, "{took:?} for {timeout:?}");
    served.await.expect("the server is told to stop by a closed connection");
    let [written, turns, most] = [flood.written, flood.turns, flood.most_in_a_turn].map(|count| count.load(SeqCst));
    assert!(written > 1024 * 1024, "{written} bytes are no flood");
    assert!(turns > 2 && most < AT_ONCE, "{most} bytes in one of {turns} turns");
}

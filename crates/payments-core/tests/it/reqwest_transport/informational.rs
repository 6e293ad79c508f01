//! Informational responses before the final one: `100 Continue`, `103 Early Hints`, and a server that never sends the
//! final one.

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
async fn a_few_informational_responses_are_skipped() {
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
async fn endless_informational_responses_end_at_the_timeout() {
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

/// The maximum number of bytes the server sends between two turns of another task.
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

/// The most that the HTTP client may read at once, plus the kernel's buffers. Without TLS it is 50 MiB.
const AT_ONCE: usize = 32 * 1024 * 1024;

/// The flood, the timeout and all other tasks share one thread. Counted in bytes, because the time depends on the
/// machine and its load: over TLS the HTTP client reads half a mebibyte at a time (`docs/transport-failures.md`).
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_flood_of_informational_responses_delays_neither_the_timeout_nor_other_tasks() {
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

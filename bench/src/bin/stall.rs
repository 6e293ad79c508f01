//! What an unrelated task on the same executor feels while 64 callers sign: how late it runs when it is woken. Prints JSON, in
//! microseconds.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use payments_bench::callers::Ours;
use payments_bench::keys::Key;
use payments_bench::{Failure, print};
use payments_core::Signer;
use payments_core::signing::{RsaSigner, SignFuture};
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::{JoinSet, yield_now};

const CALLERS: usize = 64;
/// How often the task is woken.
const WAKE_UPS: usize = 3_000;
const PERIOD: Duration = Duration::from_millis(1);

/// A signer as a first attempt has it: it works on the executor's own thread.
struct Inline(RsaSigner);

impl Signer for Inline {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async move { self.0.sign_now(message) })
    }
}

fn main() -> Result<(), Failure> {
    let (short, long) = (Key::rsa2048()?, Key::rsa4096()?);
    let rows = json!({
        "idle": measure(None)?,
        "rsa-2048": measure(Some(&Ours::to_nowhere(short.signer()?)?))?,
        "rsa-2048/inline": measure(Some(&Ours::to_nowhere(Inline(short.signer()?))?))?,
        "rsa-4096": measure(Some(&Ours::to_nowhere(long.signer()?)?))?,
        "rsa-4096/inline": measure(Some(&Ours::to_nowhere(Inline(long.signer()?))?))?,
    });
    print(&rows.to_string())
}

/// How late the task runs.
fn measure(ours: Option<&Ours>) -> Result<Value, Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let mut callers = JoinSet::new();
        for ours in ours.into_iter().flat_map(|ours| std::iter::repeat_n(ours, CALLERS)) {
            callers.spawn(sign_on(ours.clone()));
        }
        let late = tokio::spawn(lateness()).await??;
        // A caller that gave up has kept nobody waiting.
        if let Some(ended) = callers.try_join_next() {
            return Err(format!("a caller has ended: {ended:?}").into());
        }
        Ok::<_, Failure>(json!({ "median": late.value_at_quantile(0.5), "p99": late.value_at_quantile(0.99) }))
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

/// Makes one call after the other, until it is dropped.
async fn sign_on(ours: Ours) -> Result<Infallible, Failure> {
    loop {
        ours.prepare().await?;
        // As a call does that waits for an answer.
        yield_now().await;
    }
}

/// Wakes a task from outside, again and again, and notes how much later it runs.
#[expect(clippy::disallowed_methods, reason = "the machine's time is what is measured")]
async fn lateness() -> Result<Histogram<u64>, Failure> {
    let (sender, mut woken) = mpsc::unbounded_channel();
    let bell = std::thread::spawn(move || {
        for _ in 0..WAKE_UPS {
            std::thread::sleep(PERIOD);
            // Nobody listens any more when the measurement has failed.
            let _ = sender.send(Instant::now());
        }
    });
    let mut late = Histogram::new(3)?;
    while let Some(rung) = woken.recv().await {
        late.record(u64::try_from(rung.elapsed().as_micros())?)?;
    }
    bell.join().map_err(|_| "the bell has broken")?;
    Ok(late)
}

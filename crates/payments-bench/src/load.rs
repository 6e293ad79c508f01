//! Many calls, one after the other or side by side.

use std::time::Instant;

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::Failure;
use crate::callers::Caller;

/// How long the calls of one run took, in nanoseconds.
pub struct Latencies(Histogram<u64>);

impl Latencies {
    /// The time within which this share of the calls was over.
    pub fn quantile(&self, share: f64) -> u64 {
        self.0.value_at_quantile(share)
    }
}

impl std::fmt::Debug for Latencies {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Latencies").field(&self.0.len()).finish()
    }
}

/// Makes this many calls, spread over callers of whom each waits for its answer.
#[expect(clippy::disallowed_methods, reason = "the machine's time is what is measured")]
pub async fn run(caller: &impl Caller, callers: usize, calls: usize) -> Result<Latencies, Failure> {
    let mut running = JoinSet::new();
    for _ in 0..callers {
        let caller = caller.clone();
        running.spawn(async move {
            let mut took = Vec::with_capacity(calls / callers);
            for _ in 0..calls / callers {
                let start = Instant::now();
                caller.call().await?;
                took.push(start.elapsed());
            }
            Ok::<_, Failure>(took)
        });
    }
    let mut latencies = Histogram::new(3)?;
    while let Some(took) = running.join_next().await {
        for took in took?? {
            latencies.record(u64::try_from(took.as_nanos())?)?;
        }
    }
    Ok(Latencies(latencies))
}

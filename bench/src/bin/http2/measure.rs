//! What is measured, by turns.

use payments_bench::callers::Caller;
use payments_bench::ratio::Ratios;
use payments_bench::{Failure, limits, load};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{Side, Speaks};
use crate::server::BREAKS;

/// Turns, of which the median counts.
const TURNS: usize = 31;
const CALLERS: usize = 64;

pub(crate) async fn all() -> Result<Value, Failure> {
    Ok(json!({
        "warm": [warm(1, 1_000).await?, warm(CALLERS, 6_400).await?],
        "cold": { "http2": cold(Speaks::Http2).await?, "chosen": cold(Speaks::Chosen).await? },
        "connections": {
            "http1": connections(Speaks::Http1).await?,
            "http2": connections(Speaks::Http2).await?,
            "chosen": connections(Speaks::Chosen).await?,
        },
        "unknown": { "http1": unknown(Speaks::Http1).await?, "http2": unknown(Speaks::Http2).await? },
    }))
}

/// Some calls: nanoseconds within which half of them, nearly all and all were over, and of processor time for each.
struct Turn {
    median: u64,
    slow: u64,
    last: u64,
    processor: u64,
}

impl Turn {
    async fn take(caller: &impl Caller, callers: usize, calls: usize) -> Result<Self, Failure> {
        let before = limits::processor_time()?;
        let latencies = load::run(caller, callers, calls).await?;
        let used = u64::try_from(limits::processor_time()? - before)?;
        Ok(Self {
            median: latencies.quantile(0.5),
            slow: latencies.quantile(0.99),
            last: latencies.quantile(1.0),
            processor: used * 1_000 / u64::try_from(calls)?,
        })
    }
}

/// Calls on connections that are there already.
async fn warm(callers: usize, calls: usize) -> Result<Value, Failure> {
    let side = Side::start(callers)?;
    let (one, two) = (side.client(Speaks::Http1)?, side.client(Speaks::Http2)?);
    let (http1, http2) = (side.caller(&one).await?, side.caller(&two).await?);
    load::run(&http1, callers, calls).await?;
    load::run(&http2, callers, calls).await?;
    let (mut median, mut slow, mut processor) = (Ratios::default(), Ratios::default(), Ratios::default());
    for _ in 0..TURNS {
        let other = Turn::take(&http1, callers, calls).await?;
        let turn = Turn::take(&http2, callers, calls).await?;
        median.add(turn.median, other.median);
        slow.add(turn.slow, other.slow);
        processor.add(turn.processor, other.processor);
    }
    side.connections(&one, Speaks::Http1).await?;
    side.connections(&two, Speaks::Http2).await?;
    Ok(json!({
        "callers": callers,
        "median": median.summary(), "p99": slow.summary(), "processor": processor.summary(),
    }))
}

/// One call of each caller, all at once, by a client without a connection.
async fn cold(speaks: Speaks) -> Result<Value, Failure> {
    let side = Side::start(CALLERS)?;
    let (mut last, mut processor) = (Ratios::default(), Ratios::default());
    for _ in 0..TURNS {
        let other = first_calls(&side, Speaks::Http1).await?;
        let turn = first_calls(&side, speaks).await?;
        last.add(turn.last, other.last);
        processor.add(turn.processor, other.processor);
    }
    Ok(json!({ "last": last.summary(), "processor": processor.summary() }))
}

async fn first_calls(side: &Side, speaks: Speaks) -> Result<Turn, Failure> {
    let caller = side.caller(&side.client(speaks)?).await?;
    Turn::take(&caller, CALLERS, CALLERS).await
}

/// How many connections it takes when all call at once.
async fn connections(speaks: Speaks) -> Result<usize, Failure> {
    let side = Side::start(CALLERS)?;
    let client = side.client(speaks)?;
    load::run(&side.caller(&client).await?, CALLERS, CALLERS).await?;
    side.connections(&client, speaks).await
}

/// How many calls end without telling whether they were carried out, when all are in flight and one connection breaks.
async fn unknown(speaks: Speaks) -> Result<usize, Failure> {
    let side = Side::start(CALLERS)?;
    let client = side.client(speaks)?;
    let mut calls = JoinSet::new();
    for _ in 0..CALLERS {
        let call = client.post(format!("{}{BREAKS}", side.address())).body("{}");
        calls.spawn(async move { call.send().await?.bytes().await });
    }
    let mut unknown = 0;
    while let Some(outcome) = calls.join_next().await {
        match outcome? {
            Ok(_) => {}
            // As payments-core classifies: only these two prove that nothing was sent.
            Err(error) if error.is_builder() || error.is_connect() => return Err(error.into()),
            Err(_) => unknown += 1,
        }
    }
    Ok(unknown)
}

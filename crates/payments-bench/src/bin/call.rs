//! Whole calls on loopback. `call` makes ours and bare reqwest's by turns and prints the ratios as JSON, with their spread;
//! `call ours|bare CALLERS CALLS` makes those, for a profiler.

use bank131_client::session::SessionMultiInit;
use payments_bench::callers::{Bare, Caller, Ours, Untyped};
use payments_bench::load;
use payments_bench::ratio::Ratios;
use payments_bench::samples::answer;
use payments_bench::server::{Manner, Server};
use payments_bench::{Failure, print};
use payments_samples::Bank131;
use serde_json::{Value, json};
use tokio::runtime::Builder;

/// Turns, of which the median counts.
const TURNS: usize = 31;

fn main() -> Result<(), Failure> {
    let answer = answer::<Bank131, SessionMultiInit>()?.body;
    let server = Server::start(&Manner::Response(String::from_utf8(answer.to_vec())?))?;
    // One thread, so that the server has the other core to itself.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    runtime.block_on(async {
        let (ours, bare) = (Ours::new(server.address())?, Bare::new(server.address()).await?);
        let untyped = Untyped::new(server.address())?;
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => {
                let rows = [
                    compare(&ours, &bare, "bare reqwest", 1, 1_000).await?,
                    compare(&ours, &bare, "bare reqwest", 64, 6_400).await?,
                    compare(&ours, &untyped, "reqwest and Value", 1, 1_000).await?,
                    compare(&ours, &untyped, "reqwest and Value", 64, 6_400).await?,
                ];
                print(&serde_json::to_string(&rows)?)
            }
            ["ours", callers, calls] => load::run(&ours, callers.parse()?, calls.parse()?).await.map(drop),
            ["bare", callers, calls] => load::run(&bare, callers.parse()?, calls.parse()?).await.map(drop),
            _ => Err("usage: call [ours|bare CALLERS CALLS]".into()),
        }
    })
}

async fn compare(
    ours: &impl Caller,
    other: &impl Caller,
    against: &str,
    callers: usize,
    calls: usize,
) -> Result<Value, Failure> {
    // Connections are made before anything counts.
    load::run(other, callers, calls).await?;
    load::run(ours, callers, calls).await?;
    let (mut median, mut slow) = (Ratios::default(), Ratios::default());
    for _ in 0..TURNS {
        let other = load::run(other, callers, calls).await?;
        let ours = load::run(ours, callers, calls).await?;
        median.add(ours.quantile(0.5), other.quantile(0.5));
        slow.add(ours.quantile(0.99), other.quantile(0.99));
    }
    Ok(json!({ "callers": callers, "against": against, "median": median.summary(), "p99": slow.summary() }))
}

//! Processor time of a whole signed call: ours on aws-lc-rs, and a client on the crate `rsa` that does the same. Prints JSON.

use payments_bench::callers::{Caller, Ours, Untyped};
use payments_bench::fixtures::bank131;
use payments_bench::keys::Key;
use payments_bench::ratio::Ratios;
use payments_bench::server::{Manner, Server};
use payments_bench::{Failure, limits, load, print};
use tokio::runtime::Builder;

/// Turns, of which the median counts.
const TURNS: usize = 11;
const CALLS: usize = 1_024;
const CALLERS: usize = 64;

fn main() -> Result<(), Failure> {
    let server = Server::start(&Manner::Response(bank131::answer()?))?;
    let key = Key::rsa2048()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let ours = Ours::new(server.address(), key.signer()?)?;
        let on_rsa = Untyped::new(server.address())?.signing_with(key.pkcs8())?;
        load::run(&ours, CALLERS, CALLS).await?;
        load::run(&on_rsa, CALLERS, CALLS).await?;
        let mut ratios = Ratios::default();
        for _ in 0..TURNS {
            let theirs = cost(&on_rsa).await?;
            ratios.add(theirs, cost(&ours).await?);
        }
        print(&ratios.summary().to_string())
    })
}

/// Processor time of one call, in nanoseconds.
async fn cost(caller: &impl Caller) -> Result<u64, Failure> {
    let before = limits::processor_time()?;
    load::run(caller, CALLERS, CALLS).await?;
    let microseconds = u64::try_from(limits::processor_time()? - before)?;
    Ok(microseconds * 1_000 / u64::try_from(CALLS)?)
}

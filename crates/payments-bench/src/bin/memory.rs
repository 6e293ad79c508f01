//! Memory of calls in flight: `memory ours|bare NUMBER` makes that many calls that are never answered, and prints the bytes on
//! the heap for each of them.

use std::alloc::System;

use payments_bench::callers::{Bare, Caller, Ours};
use payments_bench::server::{Manner, Server};
use payments_bench::{Failure, limits, print};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Failure> {
    limits::allow_many_files()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [who, number] = &arguments[..] else { return Err("usage: memory ours|bare NUMBER".into()) };
    let calls: usize = number.parse()?;
    let server = Server::start(&Manner::Hold(calls))?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let bytes = runtime.block_on(async {
        let address = server.address().to_owned();
        match who.as_str() {
            "ours" => in_flight(Ours::new(&address)?, calls, server).await,
            "bare" => in_flight(Bare::new(&address).await?, calls, server).await,
            _ => Err("there is no such caller".into()),
        }
    })?;
    print(&(bytes / calls).to_string())
}

/// Bytes on the heap when all calls wait for their answer.
async fn in_flight(caller: impl Caller, calls: usize, mut server: Server) -> Result<usize, Failure> {
    let region = Region::new(ALLOCATOR);
    let mut waiting = JoinSet::new();
    for _ in 0..calls {
        let caller = caller.clone();
        waiting.spawn(async move { caller.call().await });
    }
    let arrived = tokio::task::spawn_blocking(move || server.line().map(|_| server));
    tokio::select! {
        ended = waiting.join_next() => Err(format!("a call has ended: {ended:?}").into()),
        arrived = arrived => {
            let _server = arrived??;
            let change = region.change();
            Ok(change.bytes_allocated.saturating_sub(change.bytes_deallocated))
        }
    }
}

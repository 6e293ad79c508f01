//! Recovery: every order that has not ended is polled until it ends, including those that a crash interrupted; closely for a
//! while, then now and then. What cannot be found out in time needs a person.

use std::sync::Arc;

use payments_core::PollSchedule;
use tokio::time::{Instant, sleep};

use crate::counter::Counter;
use crate::providers::Provider;

/// How many orders are followed after a start, and how many are polled in one sweep: those that were not polled for longest.
/// The others have their turn later, so the work is bounded however many orders are open.
const AT_ONCE: u32 = 50;

/// Takes up the orders that have not ended. Called once, on start: an order that is `begun` then was begun by a process that
/// no longer runs.
pub(crate) async fn resume<P: Provider>(counter: &Arc<Counter<P>>) -> rusqlite::Result<()> {
    for number in counter.store.unfinished(P::NAME, AT_ONCE).await? {
        tracing::info!(provider = P::NAME, order = number, "taken up again");
        tokio::spawn(follow(Arc::clone(counter), number));
    }
    tokio::spawn(sweep(Arc::clone(counter)));
    Ok(())
}

/// Polls an order until it ends: after one second, then with a doubled delay up to half a minute. After a quarter of an hour
/// it is left to the sweep.
pub(crate) async fn follow<P: Provider>(counter: Arc<Counter<P>>, number: String) {
    let end = Instant::now() + counter.pace.follow_for;
    for wait in PollSchedule::default().waits() {
        if has_ended(&counter, &number).await || Instant::now() + wait > end {
            return;
        }
        sleep(wait).await;
    }
}

/// Polls the orders that nothing follows any more, one after the other, for as long as the process runs. It never gives up,
/// because as long as an order has no end, it is unknown where the money is.
async fn sweep<P: Provider>(counter: Arc<Counter<P>>) {
    loop {
        sleep(counter.pace.sweep_every).await;
        match counter.store.due(P::NAME, counter.pace.sweep_every, AT_ONCE).await {
            Ok(numbers) => {
                for number in numbers {
                    has_ended(&counter, &number).await;
                }
            }
            Err(error) => tracing::error!(%error, "the database failed"),
        }
    }
}

/// Polls once, and returns whether the order has ended.
async fn has_ended<P: Provider>(counter: &Counter<P>, number: &str) -> bool {
    ask(counter, number).await.unwrap_or_else(|error| {
        tracing::error!(order = number, %error, "the database failed");
        false
    })
}

/// The order is read from the store each time: a callback may have changed it.
async fn ask<P: Provider>(counter: &Counter<P>, number: &str) -> rusqlite::Result<bool> {
    let Some(order) = counter.store.order(P::NAME, number).await? else { return Ok(true) };
    if order.state.is_final() {
        return Ok(true);
    }
    if let Some(progress) = counter.provider.recovery(&order).await {
        let is_final = progress.state.is_final();
        counter.store.apply(number, progress).await?;
        if is_final {
            return Ok(true);
        }
    }
    if counter.store.polled(number, counter.pace.person_after).await? {
        tracing::error!(provider = P::NAME, order = number, "it has not ended in time: a person has to find out");
    }
    Ok(false)
}

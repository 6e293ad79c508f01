//! Recovery: every order that has not ended is polled until it ends, including those that a crash interrupted.

use std::sync::Arc;

use payments_core::PollSchedule;

use crate::counter::Counter;
use crate::providers::Provider;

/// Recovers every order that was begun and has not ended. Called once, on start: an order that is `begun` then was begun by a
/// process that no longer runs.
pub(crate) async fn resume<P: Provider>(counter: &Arc<Counter<P>>) -> rusqlite::Result<()> {
    for number in counter.store.unfinished(P::NAME).await? {
        tracing::info!(provider = P::NAME, order = number, "taken up again");
        tokio::spawn(follow(Arc::clone(counter), number));
    }
    Ok(())
}

/// Polls an order until it ends: after one second, then with a doubled delay up to half a minute. It never gives up, because
/// as long as an order has no end, it is unknown where the money is.
pub(crate) async fn follow<P: Provider>(counter: Arc<Counter<P>>, number: String) {
    for wait in PollSchedule::default().waits() {
        match ask(&counter, &number).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::error!(order = number, %error, "the database failed"),
        }
        tokio::time::sleep(wait).await;
    }
}

/// Polls once, and returns whether the order has ended. The order is read from the store each time: a callback may have
/// changed it.
async fn ask<P: Provider>(counter: &Counter<P>, number: &str) -> rusqlite::Result<bool> {
    let Some(order) = counter.store.order(P::NAME, number).await? else { return Ok(true) };
    if order.state.is_final() {
        return Ok(true);
    }
    let Some(progress) = counter.provider.recovery(&order).await else { return Ok(false) };
    let is_final = progress.state.is_final();
    counter.store.apply(number, progress).await?;
    Ok(is_final)
}

//! Settling: every order that is not over is asked about until it is, also those that a crash left behind.

use std::sync::Arc;

use payments_core::PollSchedule;

use crate::begin::Counter;
use crate::providers::Provider;

/// Takes up every order that was begun and is not over. Called once, on start: what is `begun` then was begun by a process
/// that is no more.
pub(crate) async fn resume<P: Provider>(counter: &Arc<Counter<P>>) -> rusqlite::Result<()> {
    for number in counter.store.unfinished(P::NAME).await? {
        tracing::info!(provider = P::NAME, order = number, "taken up again");
        tokio::spawn(follow(Arc::clone(counter), number));
    }
    Ok(())
}

/// Asks about an order until it is over: after one second, then twice as long each time up to half a minute. It never gives
/// up, because an order without an end is money of which nobody knows where it is.
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

/// Asks once, and says whether the order is over. It is read anew each time: a callback may have told more.
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

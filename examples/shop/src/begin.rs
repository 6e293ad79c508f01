//! Beginning an order: first the intent is stored, then the provider is called.

use std::sync::Arc;

use crate::order::{Progress, State};
use crate::providers::Provider;
use crate::recover;
use crate::store::{Intent, Store};

/// A provider, and the database in which its orders are.
pub(crate) struct Counter<P> {
    pub(crate) provider: P,
    pub(crate) store: Store,
}

/// Begins an order, and returns when the provider has answered. Nothing happens if there is an order with this number.
pub(crate) async fn begin<P: Provider>(
    counter: Arc<Counter<P>>,
    number: String,
    customer: String,
    typed: P::Typed,
) -> rusqlite::Result<()> {
    let intent = Intent { number, provider: P::NAME, customer, amount: P::offer().price };
    let Some(order) = counter.store.add(intent).await? else { return Ok(()) };

    // Whoever crashes from here on leaves an order that is begun: `recover` finds it.
    let progress = counter.provider.begin(&order, typed).await;
    tracing::info!(provider = P::NAME, order = order.number, state = ?progress.state, "begun");
    let applied = counter.store.apply(&order.number, progress).await;
    tokio::spawn(recover::follow(counter, order.number));
    applied.map(drop)
}

/// Begins an order again whose outcome is unknown: under its own number, on which the provider acts once.
pub(crate) async fn begin_again<P: Provider>(
    counter: Arc<Counter<P>>,
    number: String,
    typed: P::Typed,
) -> rusqlite::Result<()> {
    let Some(order) = counter.store.take_up(P::NAME, &number).await? else { return Ok(()) };
    let progress = match counter.provider.begin(&order, typed).await {
        // That is how this attempt ended. It says nothing about the first.
        Progress { state: State::Failed, note, .. } => Progress::new(State::RegisterOutcome, note).asks_payer(true),
        progress => progress,
    };
    counter.store.apply(&number, progress).await.map(drop)
}

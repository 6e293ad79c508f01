//! Beginning an order: first it is stored, then the provider is called.

use std::sync::Arc;

use crate::counter::Counter;
use crate::journal::Journal;
use crate::order::{Progress, State};
use crate::providers::Provider;
use crate::recover;
use crate::store::Intent;

/// Begins an order, and returns when the provider has responded. Does nothing if there is an order with this number, or if the
/// order that it is about does not allow it.
pub(crate) async fn begin<P: Provider>(
    counter: Arc<Counter<P>>,
    intent: Intent,
    typed: P::Typed,
) -> rusqlite::Result<()> {
    let about = intent.about.clone();
    let Some(order) = counter.store.add(intent).await? else { return Ok(()) };

    // After a crash from here on the order is begun: `recover` finds it.
    let journal = Journal::new(&counter.store, &order.number);
    let progress = counter.provider.begin(&order, typed, &journal).await;
    tracing::info!(provider = P::NAME, order = order.number, kind = ?order.kind, state = ?progress.state, "begun");
    let applied = counter.store.apply(&order.number, progress).await;
    for number in about.into_iter().chain([order.number]) {
        tokio::spawn(recover::follow(Arc::clone(&counter), number));
    }
    applied.map(drop)
}

/// Begins again an order whose outcome is unknown: under its own number, which is idempotent at the provider.
pub(crate) async fn begin_again<P: Provider>(
    counter: Arc<Counter<P>>,
    number: String,
    typed: P::Typed,
) -> rusqlite::Result<()> {
    let Some(order) = counter.store.take_up(P::NAME, &number).await? else { return Ok(()) };
    let journal = Journal::new(&counter.store, &number);
    let progress = match counter.provider.begin(&order, typed, &journal).await {
        // This is the result of this attempt only. It says nothing about the first.
        Progress { state: State::Failed, note, .. } => Progress::new(State::Begun, note).asks_payer(true),
        progress => progress,
    };
    counter.store.apply(&number, progress).await.map(drop)
}

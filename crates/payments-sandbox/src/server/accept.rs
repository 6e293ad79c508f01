//! The accept loop of a port.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::connection;
use super::port::{Next, Port};

/// How long a port that closes waits for requests in progress.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);
/// How long to wait when the operating system has no more sockets.
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until the port is closed.
pub(super) async fn run(port: Arc<Port>) {
    let mut connections = JoinSet::new();
    loop {
        match port.next().await {
            Next::Connection(stream, slot) => {
                // Finished tasks stay in the set until they are asked for.
                while connections.try_join_next().is_some() {}
                connections.spawn(connection::serve(stream, slot));
            }
            Next::Wait(until) => port.wait(until).await,
            Next::Failed(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                sleep(PAUSE).await;
            }
            Next::Again => {}
            Next::Stop => break,
        }
    }
    let _ = timeout(DRAIN_TIMEOUT, async { while connections.join_next().await.is_some() {} }).await;
}

//! The background work of a sandbox, all of which ends with it.

use std::future::Future;
use std::sync::{Mutex, PoisonError};

use tokio::task::JoinSet;

/// Timers and deliveries in progress. `None` once the sandbox has stopped, so that nothing starts afterwards.
#[derive(Debug)]
pub(crate) struct Tasks(Mutex<Option<JoinSet<()>>>);

impl Tasks {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(JoinSet::new())))
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = guard.as_mut() else {
            return;
        };
        // Finished tasks stay in the set until they are asked for.
        while running.try_join_next().is_some() {}
        running.spawn(task);
    }

    /// Aborts everything.
    pub(crate) fn stop(&self) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *guard = None;
    }
}

//! A future that stays in the Tokio runtime in which it began.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

/// Polls and drops a future within one Tokio runtime, wherever it is polled or dropped.
///
/// The HTTP client spawns tasks when it is polled, and when it is dropped with a connection to return. Outside a
/// runtime that panics, and in the second case with the connection pool locked, which breaks every later call.
pub(super) struct InRuntime<'a, T> {
    runtime: Handle,
    /// `None` only while it is dropped.
    future: Option<Pin<Box<dyn Future<Output = T> + Send + 'a>>>,
}

impl<'a, T> InRuntime<'a, T> {
    pub(super) fn new(runtime: Handle, future: impl Future<Output = T> + Send + 'a) -> Self {
        Self { runtime, future: Some(Box::pin(future)) }
    }
}

impl<T> Future for InRuntime<'_, T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let this = self.get_mut();
        let _entered = this.runtime.enter();
        match &mut this.future {
            Some(future) => future.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<T> Drop for InRuntime<'_, T> {
    fn drop(&mut self) {
        let _entered = self.runtime.enter();
        self.future = None;
    }
}

//! The shop's own HTTP server on this machine: callbacks come here, and browsers return here.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Failure;

/// Longer than any step of the sandbox takes.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Receives callbacks until dropped.
#[derive(Debug)]
pub struct Receiver<E> {
    /// Where it listens.
    pub url: String,
    events: mpsc::UnboundedReceiver<E>,
    server: JoinHandle<std::io::Result<()>>,
}

impl<E: Send + 'static> Receiver<E> {
    /// Listens on a free port, at any path. `receive` verifies what comes and says how to answer it.
    pub async fn start(
        receive: impl Fn(&Parts, &[u8]) -> (Option<E>, http::Response<Bytes>) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let (sender, events) = mpsc::unbounded_channel();
        let receive = Arc::new(receive);
        let handler = move |head: Parts, body: Bytes| async move {
            let (event, answer) = receive(&head, &body);
            if let Some(event) = event {
                // Nobody listens any more when the demo is over.
                let _ = sender.send(event);
            }
            answer.map(axum::body::Body::from).into_response() as Response
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let app = Router::new().fallback(handler);
        let server = tokio::spawn(async { axum::serve(listener, app).await });
        Ok(Self { url, events, server })
    }

    /// Waits for the next authentic callback.
    pub async fn next(&mut self) -> Result<E, Failure> {
        let event = timeout(TIMEOUT, self.events.recv()).await.map_err(|_| "no callback came in time")?;
        event.ok_or_else(|| "the callback receiver has stopped".into())
    }
}

impl<E> Drop for Receiver<E> {
    fn drop(&mut self) {
        self.server.abort();
    }
}

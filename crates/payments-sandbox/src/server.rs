//! One listening port of one provider.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long `stop` waits for requests in progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// A running server. Dropping it closes the port.
#[derive(Debug)]
pub(crate) struct Server {
    // Dropping the sender is the signal to stop.
    running: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, router: Router) -> Self {
        let (running, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let server = axum::serve(listener, router).with_graceful_shutdown(async {
                let _ = stopped.await;
            });
            if let Err(error) = server.await {
                tracing::error!(%error, "the server stopped");
            }
        });
        Self { running, task }
    }

    pub(crate) async fn stop(self) {
        drop(self.running);
        let abort = self.task.abort_handle();
        if tokio::time::timeout(PATIENCE, self.task).await.is_err() {
            abort.abort();
        }
    }
}

/// The address a client can open: the unspecified address (`0.0.0.0`) is one to listen on, not one to call.
pub(crate) fn base_url(bound: SocketAddr) -> String {
    let host = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(host, bound.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_url_can_be_opened() {
        let url = |text: &str| base_url(text.parse().unwrap());
        assert_eq!(url("127.0.0.1:80"), "http://127.0.0.1:80");
        assert_eq!(url("0.0.0.0:8131"), "http://127.0.0.1:8131");
        assert_eq!(url("[::]:8131"), "http://[::1]:8131");
    }
}

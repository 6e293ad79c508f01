//! One listening port in front of one provider, and what its connections meet.

mod accept;
mod another;
mod broken_body;
mod connection;
mod front;
mod listening;
mod port;
mod request;
mod wire_response;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Weak};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::{Exchange, Script};

pub(crate) use front::{ProviderService, SignedOrigin};

use port::Port;

/// A running server. Dropping it closes the port.
#[derive(Debug)]
pub(crate) struct Server {
    port: Arc<Port>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    /// Must be called inside a runtime.
    pub(crate) fn start(listener: TcpListener, front: ProviderService, script: Script) -> io::Result<Self> {
        let port = Arc::new(Port::new(listener, front, script)?);
        let task = tokio::spawn(accept::run(Arc::clone(&port)));
        Ok(Self { port, task: Some(task) })
    }

    pub(crate) fn play(&self, script: Script) {
        self.port.play(script);
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.port.exchanges()
    }

    pub(crate) fn handle(&self) -> Handle {
        Handle(Arc::downgrade(&self.port))
    }

    /// Closes the port, waits for requests in progress, a second at most, and tells what there was.
    pub(crate) async fn stop(mut self) -> Vec<Exchange> {
        self.port.close();
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
        self.port.exchanges()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.port.close();
    }
}

/// Closes a server that somebody else owns.
#[derive(Debug)]
pub(crate) struct Handle(Weak<Port>);

impl Handle {
    pub(crate) fn close(&self) {
        if let Some(port) = self.0.upgrade() {
            port.close();
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

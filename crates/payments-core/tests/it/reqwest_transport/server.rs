//! Scripted test servers.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The received requests as text, each with the number of its connection.
#[derive(Clone, Default)]
pub(super) struct Received(Arc<Mutex<Vec<(usize, String)>>>);

impl Received {
    pub(super) fn requests(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(_, request)| request.clone()).collect()
    }

    pub(super) fn connections(&self) -> usize {
        let mut connections: Vec<usize> = self.0.lock().unwrap().iter().map(|(connection, _)| *connection).collect();
        connections.dedup();
        connections.len()
    }
}

/// How the server reacts to a request.
pub(super) enum Reaction {
    /// Sends these bytes and keeps the connection open.
    Response(String),
    /// Sends these bytes and closes the connection cleanly.
    AnswerAndClose(&'static str),
    /// Resets the connection.
    Reset,
    /// Sends nothing.
    Silence,
}

/// A server that reads each request completely, and reacts by its number, counted over all connections.
pub(super) async fn start(react: impl Fn(usize) -> Reaction + Send + Sync + 'static) -> (SocketAddr, Received) {
    let received = Received::default();
    let (seen, react) = (received.clone(), Arc::new(react));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for connection in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(converse(stream, connection, seen.clone(), Arc::clone(&react)));
        }
    });
    (address, received)
}

async fn converse(
    mut stream: TcpStream,
    connection: usize,
    received: Received,
    react: Arc<impl Fn(usize) -> Reaction + Send + Sync + 'static>,
) {
    while let Some(request) = read_request(&mut stream).await {
        let number = {
            let mut requests = received.0.lock().unwrap();
            requests.push((connection, request));
            requests.len() - 1
        };
        match react(number) {
            Reaction::Response(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
            Reaction::AnswerAndClose(answer) => return stream.write_all(answer.as_bytes()).await.unwrap(),
            Reaction::Reset => return stream.set_zero_linger().unwrap(),
            Reaction::Silence => std::future::pending().await,
        }
    }
}

/// A server with one connection and a script for it.
pub(super) async fn script<F, A>(script: F) -> (SocketAddr, tokio::task::JoinHandle<()>)
where
    F: FnOnce(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move { script(listener.accept().await.unwrap().0).await });
    (address, served)
}

/// Reads one request to the end of its body, or nothing if the client has gone.
pub(super) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = std::str::from_utf8(&bytes).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() == length.map_or(0, |length| length.parse().unwrap()) {
            return Some(text.to_owned());
        }
    }
}

/// A complete JSON response.
pub(super) fn json(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

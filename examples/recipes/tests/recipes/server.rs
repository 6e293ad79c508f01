//! A server that records requests byte for byte, and reacts to each as a test wants.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Debug)]
pub(crate) enum Reaction {
    /// Sends this and keeps the connection.
    Respond(String),
    /// Sends this and closes the connection.
    RespondAndClose(String),
    /// Sends the head of a response, and then chunks without end.
    Endless,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
    /// Whether a client has closed the connection of an endless response.
    pub(crate) had_enough: Arc<AtomicBool>,
}

impl Server {
    /// Reacts to the requests one after another; the last reaction is for all that follow.
    pub(crate) async fn start(reactions: &[Reaction]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, requests: Arc::default(), had_enough: Arc::default() };
        let (this, reactions) = (server.clone(), reactions.to_vec());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(this.clone().serve(stream, reactions.clone()));
            }
        });
        server
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<Vec<u8>> {
        self.requests.lock().unwrap().clone()
    }

    async fn serve(self, mut stream: TcpStream, reactions: Vec<Reaction>) {
        while let Some(request) = read_request(&mut stream).await {
            let number = {
                let mut requests = self.requests.lock().unwrap();
                requests.push(request);
                requests.len() - 1
            };
            match reactions.get(number).or(reactions.last()).unwrap() {
                Reaction::Respond(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
                Reaction::RespondAndClose(answer) => return stream.write_all(answer.as_bytes()).await.unwrap(),
                Reaction::Endless => {
                    pour(&mut stream).await;
                    return self.had_enough.store(true, Ordering::Relaxed);
                }
            }
        }
    }
}

/// Sends chunks until the client closes the connection.
async fn pour(stream: &mut TcpStream) {
    let chunk = format!("400\r\n{}\r\n", " ".repeat(0x400));
    stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.unwrap();
    while stream.write_all(chunk.as_bytes()).await.is_ok() {}
}

/// Reads one request to the end of its body, or nothing if the client has gone.
async fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let (head, body) = bytes.split_at(end + 4);
        let head = String::from_utf8_lossy(head);
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() == length.map_or(0, |length| length.parse().unwrap()) {
            return Some(bytes);
        }
    }
}

/// A complete JSON response.
pub(crate) fn json(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

//! A client that is nothing but a socket.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use payments_sandbox::{Effect, Exchange, Gate, Provider, Script};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::lender::Lender;

/// A lender whose requests go through a gate, as bytes.
pub(crate) struct TestBed {
    pub(crate) lender: Lender,
    pub(crate) gate: Gate,
}

impl TestBed {
    pub(crate) async fn new(script: &str) -> Self {
        let lender = Lender::new().await;
        let gate = lender.sandbox.gate(Provider::Vepay, script.parse().unwrap()).await.unwrap();
        Self { lender, gate }
    }

    /// A signed request to register a card.
    pub(crate) fn request(&self, extid: &str) -> Vec<u8> {
        self.signed("/card/reg", &self.lender.request(1, extid))
    }

    pub(crate) fn signed(&self, path: &str, body: &Value) -> Vec<u8> {
        let body = body.to_string();
        let (mfo, token) = (&self.lender.vepay.mfo, self.lender.token(body.as_bytes()));
        format!(
            "POST /mfo{path} HTTP/1.1\r\nhost: sandbox\r\nx-mfo: {mfo}\r\nx-token: {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }

    pub(crate) fn play(&self, script: &str) {
        self.gate.play(script.parse::<Script>().unwrap());
    }

    /// What one request on one connection gets to hear, to the end of the connection.
    pub(crate) async fn ask(&self, extid: &str) -> Heard {
        self.send(&self.request(extid)).await
    }

    /// The answer to one request on a connection that is served.
    pub(crate) async fn served(&self, extid: &str) -> Heard {
        let mut wire = Connection::open(self.gate.base_url()).await.unwrap();
        wire.send(&self.request(extid)).await;
        wire.answer().await
    }

    pub(crate) async fn send(&self, bytes: &[u8]) -> Heard {
        let mut wire = Connection::open(self.gate.base_url()).await.unwrap();
        wire.send(bytes).await;
        wire.hear().await
    }

    pub(crate) fn effects(&self) -> Vec<Effect> {
        self.lender.sandbox.effects(Provider::Vepay)
    }

    /// The only exchange there was.
    pub(crate) fn exchange(&self) -> Exchange {
        let mut exchanges = self.gate.exchanges();
        assert_eq!(exchanges.len(), 1, "{exchanges:?}");
        exchanges.remove(0)
    }
}

pub(crate) fn address(base_url: &str) -> SocketAddr {
    let address = base_url.strip_prefix("http://").unwrap();
    address.split('/').next().unwrap().parse().unwrap()
}

pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn open(base_url: &str) -> Result<Self, ErrorKind> {
        TcpStream::connect(address(base_url)).await.map(Self).map_err(|error| error.kind())
    }

    /// Nobody may be left to take it.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// Everything up to the end of the connection, or for two seconds.
    pub(crate) async fn hear(&mut self) -> Heard {
        self.hear_for(Duration::from_secs(2)).await
    }

    pub(crate) async fn hear_for(&mut self, idle_timeout: Duration) -> Heard {
        let mut bytes = Vec::new();
        let mut pieces = 0;
        let end = timeout(idle_timeout, async {
            let mut piece = [0; 4096];
            loop {
                match self.0.read(&mut piece).await {
                    Ok(0) => return End::Closed,
                    Ok(read) => bytes.extend_from_slice(&piece[..read]),
                    Err(error) if error.kind() == ErrorKind::ConnectionReset => return End::Reset,
                    Err(error) => panic!("{error}"),
                }
                pieces += 1;
            }
        });
        let end = end.await.unwrap_or(End::Open);
        Heard { bytes, pieces, end }
    }

    /// One answer on a connection that stays open.
    pub(crate) async fn answer(&mut self) -> Heard {
        let mut heard = Heard { bytes: Vec::new(), pieces: 0, end: End::Open };
        while !heard.is_whole() {
            let mut byte = [0];
            assert_eq!(self.0.read(&mut byte).await.unwrap(), 1, "{:?}", String::from_utf8_lossy(&heard.bytes));
            heard.bytes.push(byte[0]);
        }
        heard
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Closed,
    Reset,
    Open,
}

pub(crate) struct Heard {
    pub(crate) bytes: Vec<u8>,
    /// In how many reads they came.
    pub(crate) pieces: usize,
    pub(crate) end: End,
}

impl Heard {
    pub(crate) fn status(&self) -> u16 {
        assert!(self.bytes.starts_with(b"HTTP/1.1 "), "{:?}", String::from_utf8_lossy(&self.bytes));
        self.head()[9..12].parse().unwrap()
    }

    fn split(&self) -> Option<usize> {
        self.bytes.windows(4).position(|window| window == b"\r\n\r\n")
    }

    pub(crate) fn head(&self) -> &str {
        str::from_utf8(&self.bytes[..self.split().expect("a whole head")]).unwrap()
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.bytes[self.split().expect("a whole head") + 4..]
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head().lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn length(&self) -> usize {
        self.header("content-length").expect("a Content-Length").parse().unwrap()
    }

    fn is_whole(&self) -> bool {
        self.split().is_some() && self.body().len() >= self.length()
    }
}

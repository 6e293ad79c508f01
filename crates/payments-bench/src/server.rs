//! A server that answers without a thought. It is a process of its own, so that nothing of it is counted.

use std::convert::Infallible;
use std::future::pending;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Failure;

/// What it does with a request that has arrived.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Answers with HTTP 200 and this text.
    Response(String),
    /// Never answers; says so when this many requests have arrived.
    Hold(usize),
}

/// Serves until the process ends. The first line of the output is the address.
pub async fn serve(manner: Manner) -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("http://{}", listener.local_addr()?))?;
    let manner = Arc::new(manner);
    let arrived = Arc::new(AtomicUsize::new(0));
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        let (manner, arrived) = (Arc::clone(&manner), Arc::clone(&arrived));
        let service = service_fn(move |request| respond(Arc::clone(&manner), Arc::clone(&arrived), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(connection), service));
    }
}

async fn respond(
    manner: Arc<Manner>,
    arrived: Arc<AtomicUsize>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    // A body that breaks off is not a request that has arrived.
    let whole = request.into_body().collect().await.is_ok();
    match &*manner {
        Manner::Response(text) => Ok(Response::new(Full::from(text.clone()))),
        Manner::Hold(all) => {
            if whole && arrived.fetch_add(1, Ordering::Relaxed) + 1 == *all {
                // Whoever waits for it sees a closed pipe if it cannot be said.
                let _ = say("all have arrived");
            }
            pending().await
        }
    }
}

/// A program of this package that lies beside the one that runs.
pub fn beside(program: &str) -> std::io::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

/// Tells whoever has started this process.
fn say(line: &str) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

/// A server that runs beside this process until it is dropped.
pub struct Server {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Server {
    /// Starts the program `server`, which lies beside this one.
    pub fn start(manner: &Manner) -> Result<Self, Failure> {
        let mut command = Command::new(beside("server")?);
        match manner {
            Manner::Response(text) => command.arg("answer").arg(text),
            Manner::Hold(all) => command.arg("hold").arg(all.to_string()),
        };
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut server = Self { process, lines: BufReader::new(output).lines(), address: String::new() };
        server.address = server.line()?;
        Ok(server)
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits for the next thing it says.
    pub fn line(&mut self) -> Result<String, Failure> {
        Ok(self.lines.next().ok_or("the server has ended")??)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Server").field(&self.address).finish()
    }
}

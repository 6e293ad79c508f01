//! Custom transports keep their duties, and carry a payment.

use std::sync::atomic::Ordering;

use bank131_client::common::{
    Body, DecodeError, Endpoint, ErrorKind, Evidence, InvalidField, RawResponse, Reads, RetryPolicy, Transport,
};
use bank131_client::session::{SessionCancel, SessionId};
use bank131_client::signing::RsaSigner;
use bank131_client::{Bank131, Client, ClientBuilder, Environment, Outcome};
use bytes::Bytes;
use http::{Method, Request};
use payments_sandbox::Sandbox;
use recipes_example::own_reqwest::OwnReqwest;
use recipes_example::own_tower;
use tokio::net::TcpListener;

use crate::bank;
use crate::server::{Reaction, Server, json};

const LIMIT: usize = 10_000;

fn reqwest_transport() -> OwnReqwest {
    // Once in a program; with reqwest's feature `rustls` not at all.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    OwnReqwest::new(reqwest::Client::builder().no_proxy()).unwrap()
}

#[tokio::test]
async fn reqwest_keeps_the_duties() {
    keeps_the_duties(reqwest_transport).await;
}

#[tokio::test]
async fn a_tower_stack_keeps_the_duties() {
    keeps_the_duties(own_tower::transport).await;
}

async fn keeps_the_duties<T: Transport>(transport: impl Fn() -> T) {
    sends_the_bytes_unchanged(transport()).await;
    follows_no_redirect(transport()).await;
    sends_once(transport()).await;
    says_what_is_proven(transport()).await;
    lets_the_client_limit_the_body(transport()).await;
    says_whether_the_end_is_marked(transport()).await;
}

async fn client_of(transport: impl Transport, address: &str) -> Client {
    let sandbox = Sandbox::start().await.unwrap();
    let announced = &sandbox.announcement().bank131;
    let signer = RsaSigner::from_pem(&announced.private_key_pem).unwrap();
    let builder: ClientBuilder = Client::builder(Environment::at(address).unwrap(), announced.project.as_str(), signer);
    builder.transport(transport).retry_policy(RetryPolicy::none()).response_limit(LIMIT).build().unwrap()
}

/// A call that may move money.
fn cancellation() -> SessionCancel {
    SessionCancel::new(SessionId::new("ps_1"))
}

/// A query whose response is whether its end was marked.
struct IsMarked;

impl Endpoint for IsMarked {
    type Provider = Bank131;
    type Response = bool;
    type Effect = Reads;

    const NAME: &'static str = "is-marked";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "is-marked";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, response: &RawResponse) -> Result<bool, DecodeError> {
        Ok(response.is_delimited())
    }
}

async fn sends_the_bytes_unchanged(transport: impl Transport) {
    let server = Server::start(&[Reaction::Respond(json("{}"))]).await;
    let body = Bytes::from_static(b"{ \"a\" :\t\"\xd0\x96\"}\r\n\0\xff");
    let request = Request::post(format!("{}/a%2Fb/?c=%20", server.base_url()));
    let request = request.header("x-partner-sign", "AbC+/==").body(body.clone()).unwrap();
    transport.send(request).await.unwrap();
    let requests = server.requests();
    let request = requests.first().unwrap();
    let (head, received) = request.split_at(request.len() - body.len());
    let head = String::from_utf8(head.to_vec()).unwrap();
    assert!(received == body && head.ends_with("\r\n\r\n"), "{requests:?}");
    assert!(
        head.starts_with("POST /a%2Fb/?c=%20 HTTP/1.1\r\n") && head.contains("x-partner-sign: AbC+/==\r\n"),
        "{head}"
    );
    assert!(!head.contains("accept-encoding"), "{head}");
}

async fn follows_no_redirect(transport: impl Transport) {
    let other = Server::start(&[Reaction::Respond(json("{}"))]).await;
    let location = format!("location: {}/\r\ncontent-length: 0", other.base_url());
    let server = Server::start(&[Reaction::Respond(format!("HTTP/1.1 307 Moved\r\n{location}\r\n\r\n"))]).await;
    let error = client_of(transport, &server.base_url()).await.send(&cancellation()).await.unwrap_err();
    assert_eq!(error.http().unwrap().status(), http::StatusCode::TEMPORARY_REDIRECT);
    assert_eq!((server.requests().len(), other.requests().len()), (1, 0));
}

/// On a connection that is used for the second time: there an HTTP client is most tempted to send again.
async fn sends_once(transport: impl Transport) {
    let reactions =
        [Reaction::Respond(json("{}")), Reaction::RespondAndClose(String::new()), Reaction::Respond(json("{}"))];
    let server = Server::start(&reactions).await;
    let client = client_of(transport, &server.base_url()).await;
    assert!(client.send(&IsMarked).await.unwrap());
    let error = client.send(&cancellation()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Interrupted, Outcome::Unknown), "{error}");
    assert_eq!(server.requests().len(), 2);
}

async fn says_what_is_proven(transport: impl Transport) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed_port = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client_of(transport, &closed_port).await.send(&cancellation()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreachable, Outcome::NotSent), "{error}");
}

async fn lets_the_client_limit_the_body(transport: impl Transport) {
    let server = Server::start(&[Reaction::Endless]).await;
    let client = client_of(transport, &server.base_url()).await;
    let error = client.send(&cancellation()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{error}");
    bank::wait_for("the end of the connection", || server.had_enough.load(Ordering::Relaxed)).await;
}

async fn says_whether_the_end_is_marked(transport: impl Transport) {
    // Each on a connection of its own: the next request must not meet one that is closing.
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let counted = format!("{head}content-length: 2\r\n\r\n{{}}");
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n");
    let open = format!("{head}\r\n{{}}");
    let server = Server::start(&[counted, chunked, open].map(Reaction::RespondAndClose)).await;
    let client = client_of(transport, &server.base_url()).await;
    let mut marked = Vec::new();
    for _ in 0..3 {
        marked.push(client.send(&IsMarked).await.unwrap());
    }
    assert_eq!(marked, [true, true, false]);
}

#[tokio::test]
async fn either_carries_a_payment() {
    let sandbox = bank::builder().start().await.unwrap();
    for builder in [
        bank::client_builder(&sandbox).transport(reqwest_transport()),
        bank::client_builder(&sandbox).transport(own_tower::transport()),
    ] {
        let client = builder.build().unwrap();
        bank::pay_in(&client, &bank::session(&client).await).await;
    }
}

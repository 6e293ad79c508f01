//! The merchant's side of callbacks that come by GET.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use url::form_urlencoded;

use super::merchant::Pairs;

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) parameters: Pairs,
}

pub(crate) struct Receiver {
    /// An address with a query of its own.
    pub(crate) url: String,
    answers: Arc<Mutex<VecDeque<u16>>>,
    arrived: UnboundedReceiver<Call>,
}

type Shared = (Arc<Mutex<VecDeque<u16>>>, UnboundedSender<Call>);

impl Receiver {
    pub(crate) async fn start() -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/paid?shop=7", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state((Arc::clone(&answers), sender));
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { url, answers, arrived }
    }

    /// The statuses of the next answers; after them every answer is 200.
    pub(crate) fn will_answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) async fn next(&mut self) -> Call {
        tokio::time::timeout(Duration::from_secs(10), self.arrived.recv())
            .await
            .expect("a callback within ten seconds")
            .unwrap()
    }

    pub(crate) fn is_quiet(&mut self) -> bool {
        self.arrived.try_recv().is_err()
    }
}

async fn receive(
    State((answers, sender)): State<Shared>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    sender.send(Call { method: method.to_string(), path: uri.path().to_owned(), query, parameters }).unwrap();
    let status = answers.lock().unwrap().pop_front().unwrap_or(200);
    (StatusCode::from_u16(status).unwrap(), [("location", "/paid")]).into_response()
}

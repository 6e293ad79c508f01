//! The partner's side of the webhooks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

pub(crate) struct Hook {
    pub(crate) signature: String,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    answers: Arc<Mutex<VecDeque<u16>>>,
    arrived: UnboundedReceiver<Hook>,
}

type Shared = (Arc<Mutex<VecDeque<u16>>>, UnboundedSender<Hook>);

impl Receiver {
    pub(crate) async fn start() -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().route("/hook", post(receive)).with_state((Arc::clone(&answers), sender));
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { url, answers, arrived }
    }

    /// The statuses of the next answers; after them every answer is 200.
    pub(crate) fn will_answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) async fn next(&mut self) -> Hook {
        tokio::time::timeout(Duration::from_secs(10), self.arrived.recv())
            .await
            .expect("a webhook within ten seconds")
            .unwrap()
    }

    pub(crate) fn is_quiet(&mut self) -> bool {
        self.arrived.try_recv().is_err()
    }
}

async fn receive(State((answers, sender)): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    sender
        .send(Hook { signature: header("x-partner-sign"), content_type: header("content-type"), body: body.to_vec() })
        .unwrap();
    let status = answers.lock().unwrap().pop_front().unwrap_or(200);
    // A redirect would lead straight back here, if anybody followed it.
    (StatusCode::from_u16(status).unwrap(), [("location", "/hook")]).into_response()
}

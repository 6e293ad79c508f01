//! The spans of a call, as an exporter of OpenTelemetry gets them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bank131_client::Client;
use bank131_client::common::RetryPolicy;
use bank131_client::session::{SessionId, SessionStatus};
use opentelemetry::Value;
use opentelemetry::trace::{SpanId, SpanKind};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use payments_sandbox::{Provider, Script};
use recipes_example::spans::subscriber;
use tracing::instrument::WithSubscriber as _;

use crate::bank;

/// Keeps the spans.
#[derive(Clone, Debug, Default)]
struct Memory(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Memory {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap().extend(spans);
        Ok(())
    }
}

impl Memory {
    fn named(&self, name: &str) -> Vec<SpanData> {
        self.0.lock().unwrap().iter().filter(|span| span.name == name).cloned().collect()
    }
}

/// The attributes by name, as `Debug` shows their values: text in quotation marks, numbers without.
fn attributes(span: &SpanData) -> BTreeMap<String, String> {
    let show = |value: &Value| match value {
        Value::String(text) => format!("{:?}", text.as_str()),
        Value::I64(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    span.attributes.iter().map(|pair| (pair.key.to_string(), show(&pair.value))).collect()
}

/// The attributes in lines of a name and a value.
fn expected(lines: &str) -> BTreeMap<String, String> {
    let pairs = lines.lines().filter_map(|line| line.trim().split_once(' '));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The spans of this query.
async fn spans_of(client: &Client, session: SessionId) -> (Memory, bool) {
    let memory = Memory::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(memory.clone()).build();
    let answer = client.send(&SessionStatus::new(session)).with_subscriber(subscriber(&provider)).await;
    provider.shutdown().unwrap();
    (memory, answer.is_ok())
}

#[tokio::test]
async fn a_call_is_a_span_and_its_attempt_a_client_span_in_it() {
    let sandbox = bank::builder().start().await.unwrap();
    let gate = sandbox.gate(Provider::Bank131, Script::default()).await.unwrap();
    let client = payments_fixtures::bank131::client(sandbox.announcement(), gate.base_url()).unwrap().build().unwrap();
    let session = bank::session(&client).await;
    let (memory, is_done) = spans_of(&client, session.clone()).await;
    assert!(is_done);

    let [call] = &memory.named("payment_call")[..] else { panic!("{memory:?}") };
    assert_eq!((&call.span_kind, call.parent_span_id), (&SpanKind::Internal, SpanId::INVALID));
    let of_call = r#"
        provider "Bank 131"
        endpoint "session/status"
        environment "other"
        http.request.method "POST"
        http.response.status_code 200
        outcome "done""#;
    assert_eq!(attributes(call), expected(of_call));

    let [attempt] = &memory.named("POST /api/{version}/session/status")[..] else { panic!("{memory:?}") };
    assert_eq!((&attempt.span_kind, attempt.parent_span_id), (&SpanKind::Client, call.span_context.span_id()));
    let base_url = gate.base_url();
    let of_attempt = format!(
        r#"
        http.request.method "POST"
        url.template "/api/{{version}}/session/status"
        server.address "127.0.0.1"
        server.port {}
        http.response.status_code 200"#,
        base_url.rsplit(':').next().unwrap()
    );
    assert_eq!(attributes(attempt), expected(&of_attempt));
    assert!(!format!("{memory:?}").contains(session.as_str()), "no value of the request");
}

#[tokio::test]
async fn a_call_that_fails_says_how_and_how_often_it_was_sent() {
    let sandbox = bank::builder().start().await.unwrap();
    let gate = sandbox.gate(Provider::Bank131, "502,502,502".parse::<Script>().unwrap()).await.unwrap();
    let builder = payments_fixtures::bank131::client(sandbox.announcement(), gate.base_url()).unwrap();
    let policy = RetryPolicy::default().attempts(2).unwrap();
    let client = builder.retry_policy(policy).build().unwrap();
    let (memory, is_done) = spans_of(&client, SessionId::new("ps_1")).await;
    assert!(!is_done);

    let [call] = &memory.named("payment_call")[..] else { panic!("{memory:?}") };
    let of_call = r#"
        provider "Bank 131"
        endpoint "session/status"
        environment "other"
        http.request.method "POST"
        http.response.status_code 502
        http.request.resend_count 1
        outcome "Unknown"
        error.type "Undecided""#;
    assert_eq!(attributes(call), expected(of_call));
    let attempts = memory.named("POST /api/{version}/session/status");
    let resends: Vec<_> = attempts.iter().map(|span| attributes(span).remove("http.request.resend_count")).collect();
    assert_eq!(resends, [None, Some("1".to_owned())]);
    assert!(attempts.iter().all(|span| attributes(span)["error.type"] == "\"502\""));
}

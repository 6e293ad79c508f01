//! Tracing spans and events of a call.

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::call;
use crate::support::provider::Transfer;
use crate::support::wire;
use crate::support::{PAN, assert_hides_card};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything `work` logs that passes the filter, spans included.
fn logged(filter: &str, work: impl FnOnce()) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// The log of one transfer with this response.
fn log_of(status: u16, body: &'static str) -> String {
    logged("trace", || drop(call(wire::answering(status, body).1, &Transfer::new())))
}

#[test]
fn a_call_is_a_span_that_names_provider_endpoint_and_environment() {
    let log = log_of(200, r#"{"id":7}"#);
    let span = r#"payment_call{provider="Tiny Bank" endpoint="transfer/create" environment="test"}: "#;
    assert!(log.contains(span), "{log}");
}

#[test]
fn a_closed_span_has_the_status_and_the_outcome() {
    let closings = [
        (200, r#"{"id":7}"#, r#"http.status=200 outcome="done"}"#),
        (400, r#"{"code":"51","message":"no money"}"#, "http.status=400 outcome=Refused}"),
        (502, "<html>", "http.status=502 outcome=Unknown}"),
    ];
    for (status, body, fields) in closings {
        let log = log_of(status, body);
        let closing = log.lines().find(|line| line.contains(": close")).unwrap();
        assert!(closing.contains(fields), "{closing}");
    }
}

#[test]
fn a_failed_call_logs_a_warning_with_its_kind_in_its_span() {
    let log = log_of(502, "<html>");
    let warning = log.lines().find(|line| line.contains("WARN")).unwrap();
    assert!(warning.contains("payment_call{") && warning.contains("the call failed kind=Undecided"), "{warning}");
    assert!(!log_of(200, r#"{"id":7}"#).contains("WARN"));
}

#[test]
fn no_value_of_the_request_or_the_response_is_logged_at_any_level() {
    let answers = [
        (200, r#"{"id":7654321,"card":"4111111111111111"}"#),
        (200, r#"{"id":"4111111111111111"}"#),
        (400, r#"{"code":"7654321","message":"4111111111111111"}"#),
        (500, r#"{"code":"7654321","message":"4111111111111111"}"#),
    ];
    for (status, body) in answers {
        let log = log_of(status, body);
        assert!(log.contains("sending") && log.contains("answered"), "the log is at its most talkative: {log}");
        assert_hides_card(std::slice::from_ref(&log));
        for value in ["order-17", "7654321", &PAN[..6]] {
            assert!(!log.contains(value), "{value} is in: {log}");
        }
    }
}

#[test]
fn a_disabled_call_span_leaves_the_callers_span_unchanged() {
    let log = logged("off,it=info", || {
        let caller = tracing::info_span!("web_request", http.status = tracing::field::Empty);
        caller.in_scope(|| drop(call(wire::answering(502, "").1, &Transfer::new())));
    });
    assert!(log.contains("web_request: it::pipeline::spans: close"), "{log}");
    assert!(!log.contains("http.status"), "{log}");
}

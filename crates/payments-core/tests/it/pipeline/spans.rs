//! Tracing spans and events of a call.

use std::io;
use std::sync::{Arc, Mutex};

use payments_core::RetryPolicy;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::call;
use crate::support::provider::{Balance, Step, Transfer};
use crate::support::wire;
use crate::support::{PAN, assert_hides_card};
use payments_core::testing::VirtualClock;

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

/// The lines that close the spans of calls, or of attempts.
fn closings(log: &str, attempts: bool) -> Vec<&str> {
    let is_closing = |line: &&str| line.contains(": close") && line.contains(":payment_attempt{") == attempts;
    log.lines().filter(is_closing).collect()
}

/// The fields of the only attempt.
fn attempt(log: &str) -> &str {
    let [closing] = closings(log, true)[..] else { panic!("{log}") };
    closing.split_once(":payment_attempt{").unwrap().1
}

#[test]
fn a_call_is_a_span_that_names_provider_endpoint_environment_and_method() {
    let log = log_of(200, r#"{"id":7}"#);
    let span = r#"payment_call{provider="Tiny Bank" endpoint="transfer/create" environment="test" http.request.method=POST}: "#;
    assert!(log.contains(span), "{log}");
}

#[test]
fn a_closed_span_has_the_status_and_the_outcome() {
    let cases = [
        (200, r#"{"id":7}"#, r#"http.response.status_code=200 outcome="done"}"#),
        (
            400,
            r#"{"code":"51","message":"no money"}"#,
            "http.response.status_code=400 outcome=Refused error.type=Refused}",
        ),
        (502, "<html>", "http.response.status_code=502 outcome=Unknown error.type=Undecided}"),
    ];
    for (status, body, fields) in cases {
        let log = log_of(status, body);
        let [closing] = closings(&log, false)[..] else { panic!("{log}") };
        assert!(closing.contains(fields), "{closing}");
    }
}

#[test]
fn an_attempt_is_a_client_span_with_the_names_of_the_conventions() {
    for (status, body, fields) in [
        (200, r#"{"id":7}"#, "http.response.status_code=200}"),
        (200, r#"{"code":"51","message":"no money"}"#, "http.response.status_code=200 error.type=Refused}"),
        (400, r#"{"code":"51","message":"no money"}"#, "http.response.status_code=400 error.type=400}"),
        (502, "<html>", "http.response.status_code=502 error.type=502}"),
    ] {
        let log = log_of(status, body);
        let span = concat!(
            r#"otel.kind="client" otel.name=POST /v1/transfers http.request.method=POST "#,
            r#"url.template=/v1/transfers server.address="gate.example" server.port=443 "#,
        );
        assert!(attempt(&log).starts_with(&format!("{span}{fields}")), "{log}");
    }
}

#[test]
fn an_attempt_without_a_response_names_its_failure() {
    let log = logged("trace", || {
        let broken = wire::failing(|| payments_core::TransportError::maybe_sent("connection reset"));
        drop(call(broken, &Transfer::new()));
    });
    assert!(attempt(&log).contains("server.port=443 error.type=Interrupted}"), "{log}");
}

#[test]
fn the_path_of_an_attempt_is_the_template_and_never_has_a_value() {
    let log = logged("trace", || {
        let step = Step { order: "order-17", step: "second" };
        drop(call(wire::answering(200, "7").1, &step));
    });
    assert!(log.contains("otel.name=GET /v1/orders/{order}/steps/{step} "), "{log}");
    assert!(!log.contains("order-17") && !log.contains("second"), "{log}");
}

#[test]
fn a_request_that_was_sent_again_says_how_often() {
    let clock = VirtualClock::default();
    let steps = [wire::Step::NotSent, wire::Step::Response(503, ""), wire::Step::Response(200, "7")];
    let builder = wire::builder().retry_policy(RetryPolicy::default()).transport(wire::scripted(steps).1);
    let pipeline = builder.clock(clock.clone()).build(wire::base_url(), wire::NoAuth).unwrap();
    let log = logged("trace", || drop(clock.run(pipeline.send(&Balance)).unwrap()));

    let attempts = closings(&log, true);
    assert_eq!(attempts.len(), 3, "{log}");
    let resends = ["error.type=Unreachable}", "resend_count=1 error.type=503}", "resend_count=2}"];
    for (attempt, fields) in attempts.iter().zip(resends) {
        assert!(attempt.contains(fields), "{attempt}");
    }
    assert!(!attempts[0].contains("resend_count"), "{}", attempts[0]);
    let [call] = closings(&log, false)[..] else { panic!("{log}") };
    assert!(call.contains(r#"http.request.resend_count=2 outcome="done"}"#), "{call}");
}

#[test]
fn the_attempts_are_for_debugging() {
    let log = logged("info", || drop(call(wire::answering(200, r#"{"id":7}"#).1, &Transfer::new())));
    assert!(log.contains("payment_call{") && !log.contains("payment_attempt"), "{log}");
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
        let caller = tracing::info_span!("web_request", http.response.status_code = tracing::field::Empty);
        caller.in_scope(|| drop(call(wire::answering(502, "").1, &Transfer::new())));
    });
    assert!(log.contains("web_request: it::pipeline::spans: close"), "{log}");
    assert!(!log.contains("http.response.status_code"), "{log}");
}

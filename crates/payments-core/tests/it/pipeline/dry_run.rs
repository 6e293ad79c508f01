//! Dry runs, and the `Accept` setting.

use payments_core::{ErrorKind, Outcome};

use super::call;
use crate::support::provider::{Balance, Step, TRANSFER_BYTES, Transfer};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, "1");
    let pipeline = wire::pipeline(&clock, transport, NoAuth);
    let transfer = Transfer::new();
    let rehearsal = pipeline.dry_run(&transfer, async |unsigned| {
        (unsigned.method.clone(), unsigned.uri.path().to_owned(), unsigned.body.clone())
    });

    let (method, path, body) = clock.run(rehearsal).unwrap();
    assert_eq!((method.as_str(), path.as_str()), ("POST", "/api/v1/transfers"));
    assert_eq!(body, TRANSFER_BYTES);
    assert_eq!(sent.count(), 0);
}

#[test]
fn a_dry_run_of_a_request_that_breaks_a_rule_fails_like_the_call() {
    let clock = VirtualClock::default();
    let pipeline = wire::pipeline(&clock, wire::silent(), NoAuth);
    let error = clock.run(pipeline.dry_run(&Step { order: "..", step: "1" }, async |_| ())).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    assert!(error.recovery().is_none());
}

#[test]
fn a_client_may_request_another_format_than_the_provider_usually_sends() {
    let clock = VirtualClock::default();
    let (sent, transport) = wire::answering(200, "1");
    let builder = wire::builder().accept("application/vnd.tiny+json").transport(transport).clock(clock.clone());
    clock.run(builder.build(wire::base_url(), NoAuth).unwrap().send(&Balance)).unwrap();
    assert_eq!(sent.only().headers()["accept"], "application/vnd.tiny+json");
}

#[test]
fn an_error_is_transient_unless_the_provider_refused_permanently_or_the_request_is_invalid() {
    let error_of = |status, body| super::error_of(status, body, &Balance);
    assert!(error_of(502, "<html>").is_transient());
    assert!(error_of(429, r#"{"code":"too_many","message":"slow down"}"#).is_transient());
    assert!(!error_of(400, r#"{"code":"no_account","message":"none"}"#).is_transient());
    assert!(!call(wire::silent(), &Step { order: "..", step: "1" }).unwrap_err().is_transient());
}

use payments_core::{EffectKind, EndpointInfo, Idempotency, Pipeline};

use crate::support::provider::{Balance, TinyBank, Transfer};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_an_http_client_a_transport_and_a_clock_must_be_given() {
    let builder = || Pipeline::<TinyBank>::builder().environment("test");
    let no_transport = builder().clock(VirtualClock::default()).build(wire::base_url(), NoAuth).unwrap_err();
    let no_clock = builder().transport(wire::silent()).build(wire::base_url(), NoAuth).unwrap_err();
    assert_eq!(
        [no_transport, no_clock].map(|error| error.to_string()),
        [
            "no transport: enable the `reqwest` feature or give one with `transport`",
            "no clock: enable the `reqwest` feature or give one with `clock`",
        ]
    );
}

#[test]
fn a_content_type_that_cannot_be_used_in_a_header_is_an_error_and_no_panic() {
    let builder = || Pipeline::<TinyBank>::builder().clock(VirtualClock::default()).transport(wire::silent());
    for content_type in ["text/plain\r\nx: y", "текст", "\u{7f}"] {
        let error = builder().accept(content_type).build(wire::base_url(), NoAuth).unwrap_err();
        assert_eq!(error.to_string(), "accept is not a valid header value");
    }
    assert!(builder().accept("text/plain;\tq=0.5, */*").build(wire::base_url(), NoAuth).is_ok());
}

#[test]
fn a_pipeline_names_itself_and_shows_nothing_else() {
    let builder = Pipeline::<TinyBank>::builder().environment("test");
    assert_eq!(
        format!("{builder:?}"),
        "PipelineBuilder { provider: \"Tiny Bank\", environment: \"test\", timeouts: Timeouts { \
         connect: 10s, attempt: 30s, total: 60s }, response_limit: 1048576, retries: RetryPolicy { \
         attempts: 3, first_wait: 500ms, longest_wait: 5s, budget: 20, retry_undocumented_keys: false }, .. }"
    );
    let pipeline = wire::pipeline(&VirtualClock::default(), wire::silent(), NoAuth);
    assert_eq!(
        format!("{:?}", pipeline.clone()),
        "Pipeline { provider: \"Tiny Bank\", base_url: \"https://gate.example/api\", environment: \"test\", .. }"
    );
}

#[test]
fn an_endpoints_declaration_is_readable_as_data() {
    let transfer = EndpointInfo::of::<Transfer>();
    assert_eq!((transfer.name, transfer.method.as_str(), transfer.path), ("transfer/create", "POST", "v1/transfers"));
    assert_eq!((transfer.effect, transfer.idempotency), (EffectKind::MovesMoney, Idempotency::Keyed));
    let balance = EndpointInfo::of::<Balance>();
    assert_eq!((balance.effect, balance.idempotency), (EffectKind::Reads, Idempotency::Safe));
}

#[cfg(all(feature = "reqwest", not(any(feature = "aws-lc-rs", feature = "ring"))))]
#[test]
fn an_http_client_without_tls_says_which_features_are_missing() {
    let error = Pipeline::<TinyBank>::builder().build(wire::base_url(), NoAuth).unwrap_err();
    assert_eq!(error.to_string(), "no TLS backend: enable the `aws-lc-rs` or the `ring` feature");
}

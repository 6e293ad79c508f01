//! Spans of calls for OpenTelemetry.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::{EnvFilter, Registry};

/// A subscriber that hands spans to this provider: those of calls and, for `payments_core`, of their attempts. Install it with
/// `tracing::subscriber::set_global_default`, and shut the provider down when the program ends.
pub fn subscriber(provider: &SdkTracerProvider) -> impl Subscriber + Send + Sync + use<> {
    let spans = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("shop"))
        // Where the span is in the source, on which thread, and for how long it was idle.
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_target(false)
        .with_filter(EnvFilter::new("info,payments_core=debug"));
    Registry::default().with(spans)
}

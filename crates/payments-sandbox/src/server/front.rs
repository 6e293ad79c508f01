//! What stands behind a port: the provider, as its requests come in.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Request};
use axum::response::Response;
use tower_service::Service as _;

use super::request::Read;
use crate::delivery::caused;

/// The scheme, host and port a request was sent to, where that is not the announced address. A signature may be over it.
#[derive(Clone, Debug)]
pub(crate) struct SignedOrigin(pub(crate) String);

/// A provider, and what its port knows about it.
#[derive(Clone, Debug)]
pub(crate) struct ProviderService {
    pub(crate) router: Router,
    /// The header with the idempotency key, if the provider has one.
    pub(crate) key: Option<HeaderName>,
    /// The members of its answers that name an operation, such as `session.payments[].id`.
    pub(crate) identifiers: &'static [&'static str],
    /// How long a peer may send nothing.
    pub(crate) idle_timeout: Duration,
    /// `None` on the provider's own port.
    pub(crate) origin: Option<SignedOrigin>,
}

impl ProviderService {
    /// Pages that are no provider's.
    pub(crate) fn pages(router: Router, idle_timeout: Duration) -> Self {
        Self { router, key: None, identifiers: &[], idle_timeout, origin: None }
    }

    /// Gives a request to the provider. One that was cut short or is too long to be kept arrives as just that.
    pub(super) async fn pass_on(&self, read: &Read) -> Option<Response> {
        let head = read.head.clone()?;
        let mut request = Request::from_parts(head, read.body());
        if let Some(origin) = &self.origin {
            request.extensions_mut().insert(origin.clone());
        }
        let Ok(response) = caused::told_first(self.router.clone().call(request)).await;
        Some(response)
    }

    pub(super) fn key_of(&self, read: &Read) -> Option<String> {
        let value = read.head.as_ref()?.headers.get(self.key.as_ref()?)?;
        value.to_str().ok().map(str::to_owned)
    }
}

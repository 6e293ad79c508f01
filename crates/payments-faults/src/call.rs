//! One endpoint under test, as the property test sees it.

use std::future::Future;

use bytes::Bytes;
use payments_core::{Effect as _, EffectKind, Endpoint, Error, Idempotency, Provider};

use crate::wire::ClientTransport;
use crate::world::TestBed;
use payments_fixtures::Failure;

pub(crate) type ProviderOf<C> = <<C as Call>::Endpoint as Endpoint>::Provider;
pub(crate) type ClientOf<C> = <ProviderOf<C> as Simulated>::Client;
pub(crate) type ErrorOf<C> = Error<ProviderOf<C>>;
pub(crate) type RecoveryOf<C> = payments_core::Recovery<<ProviderOf<C> as Provider>::Query>;

/// A provider that the sandbox simulates, with the client under test.
pub(crate) trait Simulated: Provider {
    type Client: Clone + Send + Sync + 'static;

    /// The sandbox's name for it.
    const SANDBOX: payments_sandbox::Provider;

    /// Its own address, in front of which there are no faults.
    fn address(world: &TestBed) -> &str;

    /// A client to this address.
    fn client(world: &TestBed, address: &str, wire: ClientTransport) -> Result<Self::Client, Failure>;

    /// A client that meets no faults.
    fn faultless_client(world: &TestBed) -> Result<Self::Client, Failure> {
        let address = Self::address(world);
        Self::client(world, address, ClientTransport::faultless_client(address)?)
    }
}

/// One call of one endpoint. Its value is one intent of the shop: something that must not happen twice.
pub(crate) trait Call: Clone + Send + Sync + 'static {
    type Endpoint: Endpoint<Provider: Simulated>;

    /// What the sandbox calls the effect: the name of the endpoint, or `None` if the call changes nothing.
    const EFFECT: Option<&'static str> = match <Self::Endpoint as Endpoint>::Effect::KIND {
        EffectKind::Reads => None,
        _ => Some(Self::Endpoint::NAME),
    };

    /// Whether sending the same value twice is something a shop may do.
    const KEYED: bool = matches!(
        <Self::Endpoint as Endpoint>::Effect::IDEMPOTENCY,
        Idempotency::Keyed | Idempotency::KeyedUndocumented
    );

    /// How many intents there may be at once, each of which is something of its own.
    const INTENTS: u64 = 3;

    /// Makes, without faults, whatever there must be before the call. The number is a new one.
    fn arrange(world: &TestBed, number: &str) -> impl Future<Output = Result<Self, Failure>> + Send;

    fn request(&self) -> &Self::Endpoint;

    /// The body as it is sent. It is another than the request's where the authenticator adds to it.
    fn sent_body(&self) -> Option<Bytes> {
        Some(self.request().body().ok()?.bytes().clone())
    }

    /// What the path of the request contains and no other endpoint's does.
    fn path_part(&self) -> String {
        // What follows the last parameter; the version of Bank 131's paths is one.
        Self::Endpoint::PATH.rsplit('}').next().unwrap_or_default().trim_start_matches('/').to_owned()
    }

    /// Whether an effect is this call's: by its key, or by its subject if there is no key.
    fn caused(&self, key: Option<&str>, subject: &str) -> bool;

    /// How many effects that count as this call's there were before it.
    fn effects_before(&self) -> usize {
        0
    }

    /// What the answer to a read must say it is about, as [`Done::subject`] has it.
    fn asked_about(&self) -> Option<String> {
        None
    }

    /// Makes the call. The subject of the answer is what was made or changed, as the sandbox names it, or with a read what the
    /// answer says it is about: it comes from the answer, never from the request.
    fn send(&self, client: &ClientOf<Self>) -> impl Future<Output = Result<Done, ErrorOf<Self>>> + Send;

    /// Carries out the recovery, once. Default: the call moves no money, so there is none.
    fn recover(
        &self,
        _world: &TestBed,
        _client: &ClientOf<Self>,
        _recovery: &RecoveryOf<Self>,
    ) -> impl Future<Output = Recovered> + Send {
        async { Recovered::Open("there is nothing to recover".to_owned()) }
    }
}

/// What takes a row for each call.
pub(crate) trait Rows {
    /// Takes a row.
    fn row<C: Call>(&mut self);
}

/// The answer of a call that succeeded.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) subject: Option<String>,
    pub(crate) attempts: u32,
}

/// The result of a recovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recovered {
    /// The call was carried out, and made or changed this.
    Done(String),
    /// It was not.
    NotDone,
    /// It was, and only the callback tells the rest, which it did: it is about this.
    ByCallback(String),
    /// The recovery failed, or did not find the outcome.
    Open(String),
}

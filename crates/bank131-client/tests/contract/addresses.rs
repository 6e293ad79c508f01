//! Every call goes to its address on every host.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bank131_client::{Bank131 as Provider, Client, ENDPOINTS, Environment};
use payments_contract::Checked;
use payments_core::Endpoint;
use payments_core::testing::{FakeResponse, FakeSigner, FakeTransport, VirtualClock};
use payments_samples::{Bank131, Sampled, Sampler as _, Visitor};

/// Sends every sample to one host.
struct Addresses<'a> {
    client: Client,
    clock: VirtualClock,
    transport: FakeTransport,
    host: &'a str,
    visited: usize,
}

impl Visitor<Provider> for Addresses<'_> {
    fn visit<E: Sampled + Endpoint<Provider = Provider>>(&mut self) {
        let request = E::sample().request().unwrap();
        let _ = self.clock.run(self.client.send(&request));
        let path = E::PATH.replace("{version}", "v1");
        let sent = self.transport.requests().pop().unwrap();
        assert_eq!(format!("{} {}", sent.method(), sent.uri()), format!("{} {}/{path}", E::METHOD, self.host));
        self.visited += 1;
    }
}

#[test]
fn every_call_has_its_address_on_every_host() -> Checked {
    for (environment, host) in [
        (Environment::Demo, "https://demo.bank131.ru"),
        (Environment::Live, "https://proxy.bank131.ru"),
        (Environment::at("https://proxy.example/131/")?, "https://proxy.example/131"),
        (Environment::at("http://127.0.0.1:8131")?, "http://127.0.0.1:8131"),
    ] {
        let responses = ENDPOINTS.iter().map(|_| FakeResponse::ok("{}"));
        let (transport, clock) = (FakeTransport::new(responses), VirtualClock::new());
        let builder = Client::builder(environment, "your_project_name", FakeSigner).transport(transport.clone());
        let client = builder.clock(clock.clone()).build()?;
        let mut addresses = Addresses { client, clock, transport, host, visited: 0 };
        Bank131::visit(&mut addresses);
        assert_eq!(addresses.visited, ENDPOINTS.len());
    }
    Ok(())
}

//! What every client can call: from its registry and the samples of its calls.

use std::fmt::Write as _;

use payments_core::{Endpoint, EndpointInfo, Provider};
use payments_samples::{Bank131, Kvell, PaynetEasy, Sampled, Sampler, Vepay, Visitor};
use serde::Serialize;

/// An endpoint in the words of the registries.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The provider.
    pub provider: &'static str,
    /// The name, as the provider's document writes it.
    pub name: &'static str,
    /// A request of the client, or a page for the payer's browser.
    pub kind: &'static str,
    /// The HTTP method.
    pub method: String,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Whether it reads, changes or moves money.
    pub effect: &'static str,
    /// Whether a request that may have arrived may be sent again.
    pub idempotency: &'static str,
    /// What a shop stores before it sends the sample request; empty if it moves no money.
    pub recovery: &'static str,
    /// How well it is known.
    pub evidence: &'static str,
    /// The card data that its requests can carry.
    pub card_data: &'static str,
    /// The documented exchanges that the contract tests replay.
    pub cases: Vec<&'static str>,
}

impl Row {
    fn new(provider: &'static str, endpoint: &EndpointInfo) -> Self {
        Self {
            provider,
            name: endpoint.name,
            kind: endpoint.kind.as_str(),
            method: endpoint.method.to_string(),
            path: endpoint.path,
            effect: endpoint.effect.as_str(),
            idempotency: endpoint.idempotency.as_str(),
            recovery: "",
            evidence: endpoint.evidence.as_str(),
            card_data: endpoint.card_data.as_str(),
            cases: Vec::new(),
        }
    }
}

struct Rows(Vec<Row>);

impl<P: Provider> Visitor<P> for Rows {
    fn visit<E: Sampled + Endpoint<Provider = P>>(&mut self) {
        let sample = E::sample();
        let recovery = sample.stored_recovery.map_or("", |recovery| recovery.text);
        let cases = sample.cases.iter().map(|case| case.name).collect();
        self.0.push(Row { recovery, cases, ..Row::new(P::NAME, &EndpointInfo::of::<E>()) });
    }
}

/// Every endpoint and page of every client.
pub fn rows() -> Vec<Row> {
    let mut rows = Rows(Vec::new());
    Bank131::visit(&mut rows);
    PaynetEasy::visit(&mut rows);
    Vepay::visit(&mut rows);
    Kvell::visit(&mut rows);
    rows.0.extend(kvell_client::PAGES.iter().map(|page| Row::new(kvell_client::Kvell::NAME, page)));
    rows.0
}

const TITLE: &str = "# What every client can call

Written by `UPDATE_DOCS=1 cargo test --package payments-checks --test endpoints` from the registries and the samples; the same
test without the variable fails when this page is not what the code does.

| column | meaning |
|---|---|
| effect | `reads` changes nothing, `changes` changes something, `moves-money` may move money |
| idempotency | whether a request that may have arrived may be sent again: `safe` always, `keyed` with the same key and bytes, `keyed-undocumented` likewise but no document promises it, `none` never |
| recovery | what a shop stores before it sends such a call, and what finds out after a crash what it did; the ids are those of the sample |
| evidence | how well the call is known |
| card data | what its requests can carry: the shop's PCI DSS scope |
| cases | the documented exchanges that the [contract tests](contract-tests.md) replay |
";

/// The page `docs/endpoints.md`.
pub fn page() -> String {
    let mut page = TITLE.to_owned();
    let mut provider = "";
    for row in rows() {
        if row.provider != provider {
            provider = row.provider;
            let _ = write!(page, "\n## {provider}\n\n{HEAD}");
        }
        let recovery = if row.recovery.is_empty() { String::new() } else { format!("`{}`", row.recovery) };
        let cases: Vec<String> = row.cases.iter().map(|case| format!("`{case}`")).collect();
        let _ = writeln!(
            page,
            "| `{}` | {} `/{}` | {} | {} | {recovery} | {} | {} | {} |",
            row.name,
            row.method,
            row.path,
            row.effect,
            row.idempotency,
            row.evidence,
            row.card_data,
            cases.join(", ")
        );
    }
    page
}

const HEAD: &str = "| call | request | effect | idempotency | recovery | evidence | card data | cases |
|---|---|---|---|---|---|---|---|
";

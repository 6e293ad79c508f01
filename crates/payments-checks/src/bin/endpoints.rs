//! `cargo xtask endpoints`: what every client can call, from its registry.

use payments_checks::{CLIENTS, Failure, print};
use payments_core::{EndpointInfo, Provider as _};
use serde::Serialize;

/// An endpoint in the words of the registries.
#[derive(Serialize)]
struct Row {
    provider: &'static str,
    name: &'static str,
    kind: &'static str,
    method: String,
    path: &'static str,
    effect: &'static str,
    idempotency: &'static str,
    evidence: &'static str,
    card_data: &'static str,
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
            evidence: endpoint.evidence.as_str(),
            card_data: endpoint.card_data.as_str(),
        }
    }
}

fn main() -> Result<(), Failure> {
    let pages = [(kvell_client::Kvell::NAME, kvell_client::PAGES)];
    let rows: Vec<Row> = CLIENTS
        .iter()
        .chain(&pages)
        .flat_map(|(provider, endpoints)| endpoints.iter().map(|endpoint| Row::new(provider, endpoint)))
        .collect();
    if std::env::args().any(|option| option == "--json") {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&rows)?))?);
    }
    for Row { provider, name, kind, method, path, effect, idempotency, evidence, card_data } in rows {
        let call = format!("{provider} {name}");
        print(&format!(
            "{call:<36} {kind:<5} {method:<4} {path:<50} {effect:<12} {idempotency:<19} {evidence:<11} {card_data}\n"
        ))?;
    }
    Ok(())
}

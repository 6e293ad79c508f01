//! Whether every endpoint of every client has a row on `docs/support-matrix.md`.

use payments_core::{EndpointInfo, Provider as _};

use crate::{Failure, support_matrix};

pub(crate) const CLIENTS: [(&str, &[EndpointInfo]); 4] = [
    (bank131_client::Bank131::NAME, bank131_client::ENDPOINTS),
    (payneteasy_client::PaynetEasy::NAME, payneteasy_client::ENDPOINTS),
    (vepay_client::Vepay::NAME, vepay_client::ENDPOINTS),
    (kvell_client::Kvell::NAME, kvell_client::ENDPOINTS),
];

pub(crate) fn check() -> Result<(), Failure> {
    let supported = support_matrix::supported()?;
    let mut missing = Vec::new();
    for (provider, endpoints) in CLIENTS {
        for EndpointInfo { name, path, .. } in endpoints {
            let names = [name, path].map(|name| (provider.to_owned(), (*name).to_owned()));
            if !names.iter().any(|name| supported.contains(name)) {
                missing.push(format!("{}: no row names {provider}'s {name}", support_matrix::PAGE));
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(missing.join("\n").into()) }
}

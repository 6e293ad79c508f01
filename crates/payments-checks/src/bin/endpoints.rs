//! `cargo xtask endpoints`: what every client can call, from its registry.

use payments_checks::endpoints::{Row, rows};
use payments_checks::{Failure, print};

fn main() -> Result<(), Failure> {
    let rows = rows();
    if std::env::args().any(|option| option == "--json") {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&rows)?))?);
    }
    for Row { provider, name, kind, method, path, effect, idempotency, evidence, card_data, .. } in rows {
        let call = format!("{provider} {name}");
        print(&format!(
            "{call:<36} {kind:<5} {method:<4} {path:<50} {effect:<12} {idempotency:<19} {evidence:<11} {card_data}\n"
        ))?;
    }
    Ok(())
}

//! Types and traits of other crates in public signatures. Each ties our versions to theirs.

use std::collections::BTreeSet;

use public_api::PublicApi;
use serde_json::Value;

use super::manifest::is_client;

/// What everybody may meet: the language's own, the two crates that all HTTP code shares, and serde's traits.
const COMMON: &[&str] = &["alloc", "bytes", "core", "http", "serde", "serde_core", "std"];

/// What belongs to some packages: our own core in the clients, and what a feature is named after.
fn own(package: &str) -> &'static [&'static str] {
    match package {
        "payments-core" => &["chrono", "jiff", "time"],
        _ if is_client(package) => &["payments_core"],
        _ => &[],
    }
}

/// A line for each place where a type of another crate shows.
pub(super) fn leaks(package: &str, api: &PublicApi, document: &Value) -> Vec<String> {
    let own = own(package);
    let mut lines = Vec::new();
    for item in api.items() {
        let mut crates = BTreeSet::new();
        if let Some(signature) = document.pointer(&format!("/index/{}/inner", item.id().0)) {
            collect(signature, document, &mut crates);
        }
        crates.retain(|name| !COMMON.contains(name) && !own.contains(name));
        lines.extend(crates.into_iter().map(|name| format!("{package}: {name} in `{item}`")));
    }
    lines
}

/// The crates of every path in a signature.
fn collect<'a>(part: &'a Value, document: &'a Value, crates: &mut BTreeSet<&'a str>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, document, crates)),
        Value::Object(fields) => {
            if let (Some(Value::String(_)), Some(Value::Number(id))) = (fields.get("path"), fields.get("id")) {
                crates.extend(home(&id.to_string(), document));
            }
            fields.values().for_each(|part| collect(part, document, crates));
        }
        _ => {}
    }
}

/// The crate that an item is from, if it is not the one documented.
fn home<'a>(id: &str, document: &'a Value) -> Option<&'a str> {
    let number = document.pointer(&format!("/paths/{id}/crate_id"))?.as_u64().filter(|number| *number != 0)?;
    document.pointer(&format!("/external_crates/{number}/name"))?.as_str()
}

//! What a user's build takes on board with us, counted from `cargo tree`.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Failure, cargo, clients};

/// Most crates below `payments-core` with its default features.
const CORE_LIMIT: u32 = 32;

/// What `payments-core` must not bring by default: an HTTP client, TLS, a runtime, cryptography.
const CORE_FORBIDDEN: &[&str] =
    &["aws-lc-rs", "aws-lc-sys", "hyper", "native-tls", "openssl", "reqwest", "ring", "rsa", "rustls", "sha2", "tokio"];

/// Most crates a client may add to the tree of reqwest, ours not counted.
const CLIENT_LIMITS: &[(&str, u32)] =
    &[("bank131-client", 20), ("payneteasy-client", 38), ("vepay-client", 28), ("kvell-client", 28)];

/// Crates that a client may bring in a second version. `oauth1-request`, which writes the base string and the header for
/// PaynetEasy, depends on base64 0.22, the rest of the tree on a later one.
const TWICE_ALLOWED: &[(&str, &str)] = &[("payneteasy-client", "base64")];

/// How many crates something brings, and how many it may.
#[derive(Debug)]
pub struct Count {
    /// What brings them.
    pub what: String,
    /// How many.
    pub crates: u32,
    /// At most.
    pub limit: u32,
}

/// Counts the crates; fails where one is there that must not be.
pub fn counts() -> Result<Vec<Count>, Failure> {
    let core = Tree::of("payments-core")?.below_root();
    let mut counts = vec![Count {
        what: "payments-core, default features".to_owned(),
        crates: u32::try_from(core.len())?,
        limit: CORE_LIMIT,
    }];
    if let Some(name) = CORE_FORBIDDEN.iter().find(|name| core.iter().any(|krate| krate.name == **name)) {
        return Err(format!("payments-core brings {name} by default").into());
    }
    for client in clients()? {
        let limit = CLIENT_LIMITS.iter().find(|(name, _)| *name == client);
        let (_, limit) = limit.ok_or_else(|| format!("{client} has no limit"))?;
        counts.push(check_client(&client, *limit)?);
    }
    Ok(counts)
}

fn check_client(client: &str, limit: u32) -> Result<Count, Failure> {
    let tree = Tree::of(client)?;
    let all = tree.below_root();
    let reqwest = tree.below("reqwest");
    if reqwest.is_empty() {
        return Err(format!("{client} does not bring reqwest by default").into());
    }
    let added: Vec<_> = all
        .difference(&reqwest)
        .filter(|krate| krate.name != "reqwest" && krate.name != client && krate.name != "payments-core")
        .collect();
    let count = Count {
        what: format!("{client}, default features, beyond reqwest's own {}", reqwest.len() + 1),
        crates: u32::try_from(added.len())?,
        limit,
    };
    let known = twice(&reqwest);
    let allowed = |name: &str| TWICE_ALLOWED.contains(&(client, name));
    match twice(&all).difference(&known).find(|name| !allowed(name)) {
        None => Ok(count),
        Some(name) => Err(format!("{client} brings {name} in two versions, which reqwest alone does not").into()),
    }
}

/// The names that occur in more than one version.
fn twice(crates: &BTreeSet<Crate>) -> BTreeSet<String> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for krate in crates {
        *versions.entry(&krate.name).or_default() += 1;
    }
    versions.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
}

/// A dependency tree, line by line, with how deep each line stands.
struct Tree(Vec<(usize, Crate)>);

impl Tree {
    fn of(package: &str) -> Result<Self, Failure> {
        let text = cargo(&format!(
            "tree --quiet --package {package} --edges normal,build --prefix depth --no-dedupe --format /{{p}}"
        ))?;
        text.lines()
            .map(parse_line)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or_else(|| "`cargo tree` cannot be read".into())
    }

    /// Everything below the first line.
    fn below_root(&self) -> BTreeSet<Crate> {
        self.0.iter().skip(1).map(|(_, krate)| krate.clone()).collect()
    }

    /// Everything below the lines of the crate with this name.
    fn below(&self, name: &str) -> BTreeSet<Crate> {
        let mut found = BTreeSet::new();
        let mut under: Option<usize> = None;
        for (depth, krate) in &self.0 {
            match under {
                Some(top) if *depth > top => {
                    found.insert(krate.clone());
                }
                _ => under = (krate.name == name).then_some(*depth),
            }
        }
        found
    }
}

/// Reads `3/serde v1.0.229 (proc-macro)`.
fn parse_line(line: &str) -> Option<(usize, Crate)> {
    let (depth, rest) = line.split_once('/')?;
    let mut words = rest.split(' ');
    let krate = Crate { name: words.next()?.to_owned(), version: words.next()?.to_owned() };
    Some((depth.parse().ok()?, krate))
}

//! What a user's build costs: small packages outside the workspace, one with reqwest and one with a client.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use payments_bench::Failure;

use crate::cargo::command;
use crate::row::Row;

const CLIENT: &str = "bank131-client";

/// A package that depends on this.
struct Package {
    name: &'static str,
    dependencies: String,
    main: &'static str,
}

pub(crate) fn measure() -> Result<Vec<Row>, Failure> {
    let folder = tempfile::tempdir()?;
    let mut rows = checks(folder.path())?;
    rows.push(sizes(folder.path())?);
    Ok(rows)
}

/// A clean check, with both TLS backends, against packages without a client.
fn checks(folder: &Path) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for tls in [Tls::AwsLcRs, Tls::Ring] {
        let client = check(folder, &client(tls))?;
        let (reqwest, serde) = (check(folder, &bare(tls, ""))?, check(folder, &bare(tls, SERDE))?);
        for (what, other) in [("bare reqwest", reqwest), ("reqwest and serde", serde)] {
            let name = format!("clean check of {CLIENT} ÷ {what}, {}", tls.name());
            rows.push(Row::at_most(name, client / other, 1.10).with(seconds(client, other)));
        }
    }
    Ok(rows)
}

fn seconds(one: f64, other: f64) -> String {
    format!("{one:.1} s of processor time ÷ {other:.1} s")
}

/// Stripped programs that make one call.
fn sizes(folder: &Path) -> Result<Row, Failure> {
    let kilobytes = |package: &Package| size(folder, package).map(|bytes| f64::from(bytes) / 1000.0);
    let (small, large) = (kilobytes(&bare(Tls::AwsLcRs, ""))?, kilobytes(&client(Tls::AwsLcRs))?);
    let row = Row::at_most("stripped program that makes a transfer, KB above bare reqwest's", large - small, 400.0);
    Ok(row.with(format!("{large:.0} KB, bare reqwest {small:.0} KB")))
}

#[derive(Clone, Copy)]
enum Tls {
    AwsLcRs,
    Ring,
}

impl Tls {
    const fn name(self) -> &'static str {
        match self {
            Self::AwsLcRs => "aws-lc-rs",
            Self::Ring => "ring",
        }
    }
}

/// What nobody is without who reads JSON into types.
const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// reqwest alone, or with something beside it.
fn bare(tls: Tls, beside: &str) -> Package {
    let (feature, backend) = match tls {
        Tls::AwsLcRs => ("rustls", ""),
        Tls::Ring => (
            "rustls-no-provider",
            r#"rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }"#,
        ),
    };
    let reqwest = format!(r#"reqwest = {{ version = "0.13", default-features = false, features = ["{feature}"] }}"#);
    let dependencies = format!("{reqwest}\n{backend}\n{beside}");
    Package { name: "bare", dependencies, main: include_str!("programs/bare.rs") }
}

/// The folder of the workspace's crates.
fn crates() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn client(tls: Tls) -> Package {
    let path = crates().join(CLIENT);
    let features = match tls {
        Tls::AwsLcRs => "default-features = true",
        Tls::Ring => r#"default-features = false, features = ["reqwest", "ring"]"#,
    };
    let dependencies = format!("{CLIENT} = {{ path = '{}', {features} }}", path.display());
    Package { name: "client", dependencies, main: include_str!("programs/client.rs") }
}

/// Writes a package with the workspace's own versions of everything.
fn write(folder: &Path, package: &Package) -> Result<(), Failure> {
    let Package { name, dependencies, main } = package;
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n\n[profile.release]\nstrip = true\n\n[workspace]\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), main)?;
    fs::copy(crates().join("../Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Seconds of processor time for a check of everything, from nothing.
#[expect(clippy::cast_precision_loss, reason = "microseconds of a build have far fewer digits")]
fn check(folder: &Path, package: &Package) -> Result<f64, Failure> {
    let folder = folder.join(format!("check-{}", package.name));
    write(&folder, package)?;
    // What is not on this machine yet is fetched before anything is counted.
    cargo_in(&folder, &["fetch"])?;
    let before = children()?;
    cargo_in(&folder, &["check"])?;
    let used = children()? - before;
    fs::remove_dir_all(&folder)?;
    Ok(used as f64 / 1_000_000.0)
}

/// Microseconds of processor time of all processes that have been waited for.
#[cfg(unix)]
fn children() -> Result<i64, Failure> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok(usage.user_time().num_microseconds() + usage.system_time().num_microseconds())
}

#[cfg(not(unix))]
fn children() -> Result<i64, Failure> {
    Err("processor time is counted on Unix only".into())
}

/// Bytes of the stripped program.
fn size(folder: &Path, package: &Package) -> Result<u32, Failure> {
    let own = folder.join(format!("size-{}", package.name));
    write(&own, package)?;
    // One folder for both: the larger part is the same.
    let target = folder.join("size");
    cargo_in(&own, &["build", "--release", "--target-dir", target.to_str().ok_or("a path is not UTF-8")?])?;
    Ok(u32::try_from(fs::metadata(target.join("release").join(package.name))?.len())?)
}

fn cargo_in(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let mut command = command();
    // Settings of this build are not those of a user's.
    command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    let output = command.arg("--quiet").args(arguments).current_dir(folder).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("cargo {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into())
}

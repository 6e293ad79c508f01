//! What a user's build costs: small packages outside the workspace, one with reqwest and one with a client.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use super::row::Row;
use crate::{Failure, cargo};

const CLIENT: &str = "bank131-client";

/// A package that depends on this.
struct Package {
    name: &'static str,
    dependencies: String,
    main: &'static str,
}

pub(super) fn measure() -> Result<Vec<Row>, Failure> {
    let folder = tempfile::tempdir()?;
    let check = |package: &Package| check(folder.path(), package);
    let (bare, client) = (check(&bare_on_aws_lc_rs())?, check(&ours("default-features = true"))?);
    let (bare_ring, client_ring) = (check(&bare_on_ring())?, check(&ours(r#"features = ["reqwest", "ring"]"#))?);
    let (small, large) =
        (size(folder.path(), &bare_on_aws_lc_rs())?, size(folder.path(), &ours("default-features = true"))?);
    let seconds = |client: f64, bare: f64| format!("{client:.1} s of processor time, bare reqwest {bare:.1} s");
    let kilobytes = |bytes: u32| f64::from(bytes) / 1000.0;
    Ok(vec![
        Row::at_most(format!("clean check of {CLIENT} ÷ bare reqwest's, aws-lc-rs"), client / bare, 1.10)
            .with(seconds(client, bare)),
        Row::at_most(format!("clean check of {CLIENT} ÷ bare reqwest's, ring"), client_ring / bare_ring, 1.10)
            .with(seconds(client_ring, bare_ring)),
        Row::at_most(
            "stripped program that makes a transfer, KB above bare reqwest's",
            kilobytes(large) - kilobytes(small),
            400.0,
        )
        .with(format!("{:.0} KB, bare reqwest {:.0} KB", kilobytes(large), kilobytes(small))),
    ])
}

fn bare_on_aws_lc_rs() -> Package {
    let reqwest = r#"reqwest = { version = "0.13", default-features = false, features = ["rustls"] }"#;
    Package { name: "bare", dependencies: reqwest.to_owned(), main: include_str!("programs/bare.rs") }
}

fn bare_on_ring() -> Package {
    let dependencies = r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }"#;
    Package { name: "bare-ring", dependencies: dependencies.to_owned(), main: include_str!("programs/bare.rs") }
}

fn ours(features: &str) -> Package {
    let path = cargo::root().join("crates").join(CLIENT);
    let features = if features.starts_with("default") {
        features.to_owned()
    } else {
        format!("default-features = false, {features}")
    };
    let dependencies = format!("{CLIENT} = {{ path = '{}', {features} }}", path.display());
    Package { name: "ours", dependencies, main: include_str!("programs/ours.rs") }
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
    fs::copy(cargo::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
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
fn children() -> Result<i64, Failure> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok(usage.user_time().num_microseconds() + usage.system_time().num_microseconds())
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

fn cargo_in(folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Settings of this build are not those of a user's.
    command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    let output = command.arg("--quiet").args(arguments).current_dir(folder).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("cargo {} failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into())
}

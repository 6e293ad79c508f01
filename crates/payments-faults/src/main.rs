//! `cargo xtask faults`.

use std::io::{self, Write as _};

use payments_faults::{Options, run};
use payments_fixtures::{Failure, exit_code};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    exit_code("faults", print_findings().await)
}

async fn print_findings() -> Result<(), Failure> {
    let findings = run(&Options::read(std::env::args_os().skip(1))?).await?;
    io::stdout().write_all(findings.text.as_bytes())?;
    match findings.broken {
        0 => Ok(()),
        broken => Err(format!("{broken} rules were broken").into()),
    }
}

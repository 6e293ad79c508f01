//! Whole payments against the sandbox, told step by step: `cargo xtask demo`.

mod bank131;
mod kvell;
#[cfg(test)]
mod leaks;
mod payneteasy;
mod story;
mod vepay;

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use payments_fixtures::{Failure, exit_code};
use payments_sandbox::Sandbox;
use story::{Palette, Story, print};
use tracing_subscriber::EnvFilter;

/// Real seconds of the sandbox that pass in one: a payment is over before a person loses interest.
const SPEED: std::num::NonZeroU32 = std::num::NonZeroU32::new(20).unwrap();

#[tokio::main]
async fn main() -> ExitCode {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let result = match options.as_slice() {
        [] => run(false).await,
        [option] if option == "--json" => run(true).await,
        _ => Err("the demo takes no option but --json".into()),
    };
    exit_code("demo", result)
}

async fn run(json: bool) -> Result<(), Failure> {
    start_logging();
    let palette = if json { Palette::Silent } else { Palette::for_stdout() };

    let sandbox = Sandbox::builder().speed(SPEED).start().await?;
    let stories = tell_all(&sandbox, palette).await?;
    sandbox.stop().await?;

    if json {
        print(&format!("{}\n", serde_json::to_string_pretty(&stories)?))?;
    } else {
        print(&story::summary(&stories, palette))?;
    }
    match stories.iter().filter(|story| !story.ok).count() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} flows did not end as they should", stories.len()).into()),
    }
}

async fn tell_all(sandbox: &Sandbox, palette: Palette) -> Result<Vec<Story>, Failure> {
    let mut stories = bank131::run(sandbox, palette).await?;
    stories.extend(payneteasy::run(sandbox, palette).await?);
    stories.extend(vepay::run(sandbox, palette).await?);
    stories.extend(kvell::run(sandbox, palette).await?);
    Ok(stories)
}

fn start_logging() {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("error")))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}

//! `cargo xtask demo`: whole payments against the sandbox, told step by step.

mod bank131;
pub(crate) mod browser;
mod kvell;
#[cfg(test)]
mod leaks;
mod payneteasy;
pub(crate) mod receiver;
mod story;
mod vepay;

use std::io::{self, IsTerminal as _};

use payments_sandbox::Sandbox;
use tracing_subscriber::EnvFilter;

use crate::{Failure, print};
use story::{Palette, Story};

/// Real seconds of the sandbox that pass in one: a payment is over before a person loses interest.
const SPEED: std::num::NonZeroU32 = std::num::NonZeroU32::new(20).unwrap();

#[tokio::main]
pub(crate) async fn run(json: bool) -> Result<(), Failure> {
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

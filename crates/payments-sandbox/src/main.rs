//! The command `payments-sandbox`: starts the simulators, announces them on stdout and runs until stopped.

mod args;
mod environment;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use payments_sandbox::{Announcement, Builder, StartError};
use tracing_subscriber::EnvFilter;

use args::{Announce, Command};

const BAD_ARGUMENTS: u8 = 2;

fn main() -> ExitCode {
    let command = match args::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(message) => return fail(&message, ExitCode::from(BAD_ARGUMENTS)),
    };
    let (builder, announce) = match command {
        Command::Run { builder, announce } => (builder, announce),
        Command::Help => return print(args::HELP),
        Command::Version => {
            return print(concat!("payments-sandbox ", env!("CARGO_PKG_VERSION"), "\n"));
        }
    };
    match run(*builder, announce) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let code = match error.downcast_ref() {
                Some(StartError::Callback { .. }) => ExitCode::from(BAD_ARGUMENTS),
                _ => ExitCode::FAILURE,
            };
            fail(&one_line(error.as_ref()), code)
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn run(builder: Builder, announce: Announce) -> Result<(), Box<dyn Error>> {
    start_logging();
    // Asked for before the announcement: whoever reads it may stop us at once.
    let stopped = stop_signal()?;
    let sandbox = builder.start().await?;
    write_announcement(sandbox.announcement(), announce)?;
    stopped.await;
    tracing::info!("stopping");
    sandbox.stop().await?;
    Ok(())
}

fn start_logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::IsTerminal::is_terminal(&io::stderr()))
        .init();
}

fn write_announcement(announcement: &Announcement, announce: Announce) -> io::Result<()> {
    let text = match announce {
        Announce::Text => announcement.to_string(),
        Announce::Json => serde_json::to_string(announcement)?,
        Announce::Env => environment::exports(announcement),
    };
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// Resolves at ctrl-c, and at SIGTERM where there is such a thing.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(message: &str, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "payments-sandbox: {message}");
    code
}

/// The error and its causes in one line, with the option it is about.
fn one_line(error: &(dyn Error + 'static)) -> String {
    let mut line = match error.downcast_ref() {
        Some(StartError::Callback { .. }) => format!("--callback: {error}"),
        Some(StartError::AnnouncedHost { .. }) => format!("--announce-host: {error}"),
        Some(StartError::Listen { .. }) => format!("--listen: {error}"),
        _ => error.to_string(),
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

//! What happened in a flow, for people as it happens and for machines at the end.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use payments_fixtures::Failure;

/// How a story is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Palette {
    Coloured,
    Plain,
    /// Not at all: it is told as JSON at the end.
    Silent,
}

impl Palette {
    /// Colours for a person at a terminal who has not asked for none (<https://no-color.org>).
    pub(crate) fn for_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if io::stdout().is_terminal() && !refused { Self::Coloured } else { Self::Plain }
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain | Self::Silent => text.to_owned(),
        }
    }
}

const BOLD: &str = "1";
const GREEN: &str = "32";
const RED: &str = "31";
const FAINT: &str = "2";

/// Who does something.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Actor {
    /// The shop: your code, with the client crate.
    Shop,
    /// The provider: the sandbox.
    Provider,
    /// The payer, with a browser.
    Payer,
    /// What has been proven, and by whom.
    Proof,
}

impl Actor {
    const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Shop => ("shop    ", "36"),
            Self::Provider => ("provider", "35"),
            Self::Payer => ("payer   ", "33"),
            Self::Proof => ("proof   ", GREEN),
        }
    }
}

#[derive(Serialize)]
struct Step {
    actor: Actor,
    what: String,
}

/// One flow of one provider.
#[derive(Serialize)]
pub(crate) struct Story {
    pub(crate) provider: &'static str,
    pub(crate) flow: &'static str,
    pub(crate) ok: bool,
    /// Why it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// How everything stood at the end.
    result: serde_json::Value,
    steps: Vec<Step>,
    milliseconds: u64,
    #[serde(skip)]
    palette: Palette,
    #[serde(skip)]
    start: Instant,
}

impl Story {
    /// Opens a story with a title for people.
    pub(crate) fn open(
        provider: &'static str,
        flow: &'static str,
        title: &str,
        palette: Palette,
    ) -> Result<Self, Failure> {
        if palette != Palette::Silent {
            print(&format!(
                "\n{}  {}\n",
                palette.paint(BOLD, title),
                palette.paint(FAINT, &format!("{provider} {flow}"))
            ))?;
        }
        Ok(Self {
            provider,
            flow,
            ok: false,
            error: None,
            result: serde_json::Value::Null,
            steps: Vec::new(),
            milliseconds: 0,
            palette,
            start: Instant::now(),
        })
    }

    /// Tells a step.
    pub(crate) fn tell(&mut self, actor: Actor, what: impl Into<String>) -> Result<(), Failure> {
        let what = what.into();
        if self.palette != Palette::Silent {
            let (label, colour) = actor.label();
            print(&format!("  {}  {what}\n", self.palette.paint(colour, label)))?;
        }
        self.steps.push(Step { actor, what });
        Ok(())
    }

    /// Closes the story with how everything stood at the end, or with what went wrong.
    pub(crate) fn close(mut self, result: Result<serde_json::Value, Failure>) -> Result<Self, Failure> {
        self.milliseconds = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        match result {
            Ok(result) => {
                self.ok = true;
                self.result = result;
            }
            Err(failure) => self.error = Some(failure.to_string()),
        }
        if self.palette != Palette::Silent {
            let verdict = match &self.error {
                None => self.palette.paint(GREEN, "as it should be"),
                Some(error) => self.palette.paint(RED, &format!("went wrong: {error}")),
            };
            print(&format!("  {verdict}\n"))?;
        }
        Ok(self)
    }
}

/// Fails unless what was found is what was wanted.
pub(crate) fn expect<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Result<(), Failure> {
    if found == wanted { Ok(()) } else { Err(format!("{what} is {found:?}, not {wanted:?}").into()) }
}

/// The last lines.
pub(crate) fn summary(stories: &[Story], palette: Palette) -> String {
    let good = stories.iter().filter(|story| story.ok).count();
    let time = Duration::from_millis(stories.iter().map(|story| story.milliseconds).sum());
    let colour = if good == stories.len() { GREEN } else { RED };
    let verdict = palette.paint(colour, &format!("{good} of {} flows ended as they should", stories.len()));
    let mut text = format!("\n{verdict}, in {}.{} s.\n", time.as_secs(), time.subsec_millis() / 100);
    let _ = writeln!(
        text,
        "{}",
        palette.paint(FAINT, "`--json` prints this for machines; RUST_LOG=debug shows the spans.")
    );
    text
}

/// Prints what a person or a program reads.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

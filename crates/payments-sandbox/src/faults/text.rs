//! Scripts as text, for a command line and for the message of a test that failed.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::fault::{Fault, FaultKind, RetryAfter};
use super::script::Script;

/// More steps than anybody writes by hand or can wait for.
pub(super) const LONGEST: usize = 100_000;

/// A text that is not a [`Script`], or not a [`CallbackScript`](super::CallbackScript).
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{step}` is not a step of a script: {reason}")]
#[non_exhaustive]
pub struct ScriptError {
    /// The step that cannot be read.
    pub step: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

crate::error_debug::debug_as_sentence!(ScriptError);

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps().iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            match step {
                Some(fault) => fault.fmt(f)?,
                None => f.write_str("pass")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refuse { lasting } => write!(f, "refuse:{}", Time(*lasting)),
            Self::CloseBeforeReading => f.write_str("close"),
            Self::ResetBeforeReading => f.write_str("reset"),
            Self::CloseMidRequest { after } => write!(f, "close-mid-request:{after}"),
            Self::DropAnswer => f.write_str("drop-answer"),
            Self::BadGateway { acts: false } => f.write_str("502"),
            Self::BadGateway { acts: true } => f.write_str("502:acted"),
            Self::TooManyRequests(RetryAfter::Seconds(seconds)) => write!(f, "429:{seconds}"),
            Self::TooManyRequests(RetryAfter::Date { seconds_from_now }) => write!(f, "429:date:{seconds_from_now}"),
            Self::TruncateBody => f.write_str("truncate-body"),
            Self::Drip { pause } => write!(f, "drip:{}", Time(*pause)),
            Self::Silence => f.write_str("silence"),
            Self::Oversize { bytes } => write!(f, "oversize:{bytes}"),
            Self::WrongContentType => f.write_str("wrong-content-type"),
            Self::Unreadable => f.write_str("unreadable"),
            Self::AnswersAboutAnother => f.write_str("answers-about-another"),
            Self::Redirect { to } => write!(f, "redirect:{to}"),
            Self::Stale => f.write_str("stale"),
        }
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut steps = Vec::new();
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        for step in text.split(',').map(str::trim) {
            let read = read(step).map_err(|reason| ScriptError { step: step.to_owned(), reason })?;
            steps.extend(read);
            if steps.len() > LONGEST {
                return Err(ScriptError { step: step.to_owned(), reason: "the script is too long" });
            }
        }
        Ok(Self::new(steps))
    }
}

fn read(step: &str) -> Result<Vec<Option<Fault>>, &'static str> {
    let (name, rest) = step.split_once(':').map_or((step, None), |(name, rest)| (name, Some(rest)));
    if let ("random", Some(rest)) = (name, rest) {
        return random(rest);
    }
    if let ("pass", None) = (name, rest) {
        return Ok(vec![None]);
    }
    fault(name, rest).map(|fault| vec![Some(fault)])
}

fn fault(name: &str, rest: Option<&str>) -> Result<Fault, &'static str> {
    let value = || rest.filter(|rest| !rest.is_empty()).ok_or("its value is missing");
    let fault = match name {
        "refuse" => return Ok(Fault::Refuse { lasting: time(value()?)? }),
        "close-mid-request" => return Ok(Fault::CloseMidRequest { after: number(value()?)? }),
        "429" => return retry_after(value()?).map(Fault::TooManyRequests),
        "drip" => return Ok(Fault::Drip { pause: time(value()?)? }),
        "oversize" => return Ok(Fault::Oversize { bytes: number(value()?)? }),
        "redirect" => return Ok(Fault::Redirect { to: value()?.to_owned() }),
        "502" if rest == Some("acted") => return Ok(Fault::BadGateway { acts: true }),
        "502" => Fault::BadGateway { acts: false },
        "close" => Fault::CloseBeforeReading,
        "reset" => Fault::ResetBeforeReading,
        "drop-answer" => Fault::DropAnswer,
        "truncate-body" => Fault::TruncateBody,
        "silence" => Fault::Silence,
        "wrong-content-type" => Fault::WrongContentType,
        "unreadable" => Fault::Unreadable,
        "answers-about-another" => Fault::AnswersAboutAnother,
        "stale" => Fault::Stale,
        _ => return Err("there is no such fault"),
    };
    if rest.is_some() { Err("it takes no such value") } else { Ok(fault) }
}

fn random(rest: &str) -> Result<Vec<Option<Fault>>, &'static str> {
    let (seed, length) = rest.split_once(':').ok_or("it wants random:SEED:LENGTH")?;
    let length = number(length)?;
    if length > LONGEST {
        return Err("the script is too long");
    }
    Ok(Script::random(number(seed)?, length, &FaultKind::ALL).into_steps())
}

fn retry_after(text: &str) -> Result<RetryAfter, &'static str> {
    match text.strip_prefix("date:") {
        Some(seconds) => Ok(RetryAfter::Date { seconds_from_now: number(seconds)? }),
        None => Ok(RetryAfter::Seconds(number(text)?)),
    }
}

pub(super) fn number<T: FromStr>(text: &str) -> Result<T, &'static str> {
    // `parse` would take a sign.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or("its value is not a whole number, or too great a one")
}

fn time(text: &str) -> Result<Duration, &'static str> {
    if let Some(milliseconds) = text.strip_suffix("ms") {
        return number(milliseconds).map(Duration::from_millis);
    }
    let seconds = text.strip_suffix('s').ok_or("its time is not a whole number of `ms` or `s`")?;
    number(seconds).map(Duration::from_secs)
}

/// Milliseconds, which is as exact as the text gets.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let text = "drop-answer,pass,429:2,429:date:0,drip:50ms,refuse:2000ms,close,reset,close-mid-request:100,502,\
                    502:acted,truncate-body,silence,oversize:2000000,wrong-content-type,unreadable,\
                    answers-about-another,redirect:http://127.0.0.1:9/a?b=c:d,stale";
        let script: Script = text.parse().unwrap();
        assert_eq!(script.to_string(), text);
        let random: Script = "random:7:500".parse().unwrap();
        assert_eq!(random.to_string().parse(), Ok(random.clone()));
        assert_eq!(random, Script::random(7, 500, &FaultKind::ALL));
        assert_ne!(random, Script::random(8, 500, &FaultKind::ALL));
    }

    #[test]
    fn a_time_may_be_in_seconds_and_steps_may_have_room() {
        let script: Script = "refuse:2s , pass".parse().unwrap();
        assert_eq!(script, Script::new([Some(Fault::Refuse { lasting: Duration::from_secs(2) }), None]));
    }

    #[test]
    fn a_random_script_meets_every_kind() {
        let script = Script::random(1, 1000, &FaultKind::ALL).to_string();
        for name in ["pass", "refuse", "close,", "reset", "429:date", "502:acted", "502,", "stale", "redirect"] {
            assert!(script.contains(name), "{name}");
        }
        assert_eq!(Script::random(1, 3, &[]), Script::new([None, None, None]));
    }

    #[test]
    fn a_wrong_step_is_named() {
        for wrong in [
            "",
            "no-such",
            "pass:1",
            "close:1",
            "drip",
            "drip:",
            "drip:5",
            "drip:-5ms",
            "drip:5m",
            "429:soon",
            "429:+1",
            "502:perhaps",
            "oversize:many",
            "random:1",
            "random:1:100001",
            "redirect:",
            "refuse",
        ] {
            let error = format!("pass,{wrong}").parse::<Script>().unwrap_err();
            assert_eq!(error.step, wrong);
        }
    }
}

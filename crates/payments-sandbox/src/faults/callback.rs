//! What can happen to a callback.

use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;

use super::generator::Generator;
use super::text::{LONGEST, ScriptError, number};

/// A fault of one callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackFault {
    /// Delivered once more after it was delivered, with the same bytes, whatever the response.
    Duplicate,
    /// Held back until the next callback that is not held back itself, about any subject, was delivered or given up. If there
    /// is none, it is never delivered.
    Reorder,
    /// Delivered before the response that caused it is sent: the response waits until there was an attempt to deliver the
    /// callback, ten seconds at most (divided by [`Builder::speed`](crate::Builder::speed), and never less than one).
    ///
    /// With Bank 131, the cause is the last call of the API or the payer's answer to 3-D Secure before it. The other
    /// providers send callbacks when the payer is done, so there the payer's page waits. A callback that a timer causes
    /// (Vepay's end of a registration, the card that Kvell saves later, Bank 131's way out of `error` if its first callback
    /// took another step) has no response to precede, and is delivered as usual.
    BeforeTheAnswer,
    /// Preceded by a forged copy with one digit of the signed data changed and the original signature, which is delivered
    /// once, whatever the response. Vepay does not sign its postbacks: there a digit of the body changes.
    Tamper,
    /// Followed by an earlier callback, which is delivered once more, whatever the response: the first one about the same
    /// subject, or else the first of all. If there is none, this is no fault.
    Replay,
}

impl CallbackFault {
    /// All faults.
    pub const ALL: [Self; 5] = [Self::Duplicate, Self::Reorder, Self::BeforeTheAnswer, Self::Tamper, Self::Replay];

    fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
            Self::BeforeTheAnswer => "before-the-answer",
            Self::Tamper => "tamper",
            Self::Replay => "replay",
        }
    }
}

impl fmt::Display for CallbackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The faults of a provider's consecutive callbacks, in the order in which they are created. After the last step, and with
/// the empty script, callbacks are delivered as usual.
///
/// Further attempts to deliver a callback that was not accepted are not further steps. As text its steps are `pass`,
/// `duplicate`, `reorder`, `before-the-answer`, `tamper`, `replay` and `random:SEED:LENGTH`, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CallbackScript(Vec<Option<CallbackFault>>);

impl CallbackScript {
    /// Creates a script with one step for each callback: a fault, or `None` to deliver it as usual.
    pub fn new(steps: impl IntoIterator<Item = Option<CallbackFault>>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// Creates a script of `length` random steps, each of them one of `faults` or none; none is as likely as each fault. The
    /// same seed, length and faults make the same script.
    pub fn random(seed: u64, length: usize, faults: &[CallbackFault]) -> Self {
        let mut generator = Generator::new(seed);
        Self((0..length).map(|_| generator.choose_or_none(faults)).collect())
    }

    /// The steps in their order.
    pub fn steps(&self) -> &[Option<CallbackFault>] {
        &self.0
    }

    pub(crate) fn into_queue(self) -> VecDeque<Option<CallbackFault>> {
        self.0.into()
    }
}

impl fmt::Display for CallbackScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|step| step.map_or("pass", CallbackFault::name)).collect();
        f.write_str(&names.join(","))
    }
}

impl FromStr for CallbackScript {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut steps = Vec::new();
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        for step in text.split(',').map(str::trim) {
            let read = read(step).map_err(|reason| ScriptError { step: step.to_owned(), reason })?;
            steps.extend(read.0);
            if steps.len() > LONGEST {
                return Err(ScriptError { step: step.to_owned(), reason: "the script is too long" });
            }
        }
        Ok(Self(steps))
    }
}

fn read(step: &str) -> Result<CallbackScript, &'static str> {
    if let Some(rest) = step.strip_prefix("random:") {
        let (seed, length) = rest.split_once(':').ok_or("it wants random:SEED:LENGTH")?;
        let length = number(length)?;
        if length > LONGEST {
            return Err("the script is too long");
        }
        return Ok(CallbackScript::random(number(seed)?, length, &CallbackFault::ALL));
    }
    if step == "pass" {
        return Ok(CallbackScript::new([None]));
    }
    let fault = CallbackFault::ALL.into_iter().find(|fault| fault.name() == step);
    fault.map(|fault| CallbackScript::new([Some(fault)])).ok_or("there is no such fault")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let text = "duplicate,pass,reorder,before-the-answer,tamper,replay";
        let script: CallbackScript = text.parse().unwrap();
        assert_eq!(script.to_string(), text);
        let random: CallbackScript = "random:7:100".parse().unwrap();
        assert_eq!(random, CallbackScript::random(7, 100, &CallbackFault::ALL));
        assert_eq!(random.to_string().parse(), Ok(random));
        assert_eq!("".parse(), Ok(CallbackScript::default()));
        for wrong in ["drop-answer", "pass:1", "random:1", "random:1:100001"] {
            assert_eq!(format!("pass, {wrong}").parse::<CallbackScript>().unwrap_err().step, wrong);
        }
    }
}

//! Assertions that the contract tests of every client need.

use std::fmt::{Debug, Display};

use payments_core::{Effect, Endpoint, Error, ErrorKind, Outcome};

use crate::{Checked, Failure};

/// How a call failed whose request was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The provider refused it, and says so.
    Refused,
    /// The response does not say whether the provider carried it out.
    Undecided,
    /// The provider's response cannot be read.
    Unreadable,
}

impl Failed {
    const fn kind(self) -> ErrorKind {
        match self {
            Self::Refused => ErrorKind::Refused,
            Self::Undecided => ErrorKind::Undecided,
            Self::Unreadable => ErrorKind::Unreadable,
        }
    }

    const fn outcome(self) -> Outcome {
        match self {
            Self::Refused => Outcome::Refused,
            Self::Undecided | Self::Unreadable => Outcome::Unknown,
        }
    }
}

/// Checks the error of a call to `E`: kind, outcome, whether money may have moved, whether there is a recovery, the
/// endpoint's name, and that the HTTP response is there.
///
/// # Errors
///
/// The call succeeded, or its error differs.
pub fn expect_error<E: Endpoint>(
    how: Failed,
    result: Result<E::Response, Error<E::Provider>>,
) -> Result<Error<E::Provider>, Failure> {
    let Err(error) = result else { return Err(format!("{how:?} is expected, but the call succeeded").into()) };
    let may_have_moved = E::Effect::KIND.moves_money() && how.outcome() == Outcome::Unknown;
    expect("kind", &error.kind(), &how.kind())?;
    expect("outcome", &error.outcome(), &how.outcome())?;
    expect("money_may_have_moved", &error.money_may_have_moved(), &may_have_moved)?;
    expect("recovery().is_some()", &error.recovery().is_some(), &may_have_moved)?;
    expect("endpoint", &error.endpoint(), &E::NAME)?;
    expect("http().is_some()", &error.http().is_some(), &true)?;
    Ok(error)
}

fn expect<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Checked {
    if found == expected {
        return Ok(());
    }
    Err(format!("the error's {what} is {found:?}, not {expected:?}").into())
}

/// Checks that neither `Display` nor `Debug` of a value contains any of the secrets, which are given by name and text.
///
/// # Errors
///
/// A secret is shown.
pub fn expect_hidden(value: &(impl Debug + Display), secrets: &[(&str, &str)]) -> Checked {
    let shown = format!("{value}\n{value:?}\n{value:#?}");
    for (name, secret) in secrets {
        if secret.is_empty() || shown.contains(secret) {
            return Err(format!("{name} is shown: {shown}").into());
        }
    }
    Ok(())
}

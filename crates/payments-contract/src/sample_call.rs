//! The sample call of an endpoint, and what it makes of a response.

use std::fmt;

use payments_core::{Effect as _, EffectKind, Endpoint, Error, Outcome, RawResponse, Response, RetryPolicy};
use payments_samples::Essence;

use crate::Failure;
use crate::FakeProvider;

/// A class of generated responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Echo,
    Merged,
    Odd,
    Fault,
}

impl Class {
    pub(crate) const ALL: [Self; 4] = [Self::Echo, Self::Merged, Self::Odd, Self::Fault];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Merged => "merged",
            Self::Odd => "odd",
            Self::Fault => "fault",
        }
    }
}

/// The result of a call.
pub(crate) type CallResult<E> = Result<Response<<E as Endpoint>::Response>, Error<<E as Endpoint>::Provider>>;

/// What a call resulted in.
pub(crate) enum Heard {
    Done(Essence),
    Failed(Outcome, String),
}

/// A call that is over.
pub(crate) struct Called {
    pub(crate) heard: Heard,
    pub(crate) attempts: u32,
}

type Send = Box<dyn Fn(&FakeProvider, RetryPolicy) -> Result<Called, Failure>>;

/// The sample call of an endpoint: the request of a success case.
pub(crate) struct SampleCall {
    pub(crate) endpoint: &'static str,
    pub(crate) effect: EffectKind,
    pub(crate) case: &'static str,
    /// The names of its tests, in the order of [`Class::ALL`].
    names: [String; 4],
    pub(crate) required: &'static [&'static str],
    pub(crate) not_applicable: Vec<(Class, &'static str)>,
    send: Send,
}

impl SampleCall {
    /// Creates the sample from the success case of this name. `send` makes the call over the given transport, and `essence`
    /// returns the values of the response that must not change, by their place in the document: `session.payments[0].status`.
    pub(crate) fn new<E: Endpoint>(
        case: &'static str,
        send: impl Fn(&FakeProvider, RetryPolicy) -> Result<CallResult<E>, Failure> + 'static,
        essence: impl Fn(&E::Response) -> Essence + 'static,
    ) -> Self {
        let send = move |wire: &FakeProvider, retries| {
            Ok(match send(wire, retries)? {
                Ok(response) => Called { heard: Heard::Done(essence(&response.value)), attempts: response.attempts },
                Err(error) => {
                    let heard = Heard::Failed(error.outcome(), error.to_string());
                    Called { heard, attempts: error.attempts() }
                }
            })
        };
        Self {
            endpoint: E::NAME,
            effect: E::Effect::KIND,
            case,
            names: Class::ALL.map(|class| format!("{} of {case}", class.name())),
            required: &[],
            not_applicable: Vec::new(),
            send: Box::new(send),
        }
    }

    /// Sets the required members of the response. Neither they nor their parents are changed into another kind.
    #[must_use]
    pub(crate) const fn required(mut self, members: &'static [&'static str]) -> Self {
        self.required = members;
        self
    }

    /// Sets the reason why no response names an id of the request.
    #[must_use]
    pub(crate) fn without_echo(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Echo, reason));
        self
    }

    /// Sets the reason why no success names an operation.
    #[must_use]
    pub(crate) fn names_no_operation(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Merged, reason));
        self
    }

    /// Sets the reason why no member is optional.
    #[must_use]
    pub(crate) fn without_optional_members(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Odd, reason));
        self
    }

    pub(crate) fn name(&self, class: Class) -> &str {
        let [echo, merged, odd, fault] = &self.names;
        match class {
            Class::Echo => echo,
            Class::Merged => merged,
            Class::Odd => odd,
            Class::Fault => fault,
        }
    }

    /// Makes the call.
    pub(crate) fn call(&self, wire: &FakeProvider, retries: RetryPolicy) -> Result<Called, String> {
        (self.send)(wire, retries).map_err(|failure| failure.to_string())
    }

    /// What the call makes of this response.
    pub(crate) fn hear(&self, answer: &RawResponse) -> Result<Heard, String> {
        Ok(self.call(&FakeProvider::new(answer.clone().into()), RetryPolicy::none())?.heard)
    }
}

impl fmt::Debug for SampleCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SampleCall").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

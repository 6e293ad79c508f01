//! The sample call of an endpoint, and what it makes of a response.

use std::fmt;

use http::{HeaderMap, StatusCode};
use payments_core::{Effect as _, EffectKind, Endpoint, Error, Outcome};

use crate::case_file::ResponseFile;
use crate::failure::Failure;
use crate::leaks::{FakeResponse, FakeTransport};

/// A class of generated responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Echo,
    Merged,
    Odd,
}

impl Class {
    pub(crate) const ALL: [Self; 3] = [Self::Echo, Self::Merged, Self::Odd];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Merged => "merged",
            Self::Odd => "odd",
        }
    }
}

/// The values of a response that must not change: their places, and the texts that were read there.
pub type Essence = Vec<(String, String)>;

/// The result of a call.
pub type CallResult<E> = Result<<E as Endpoint>::Response, Error<<E as Endpoint>::Provider>>;

/// What a call resulted in.
pub(crate) enum Heard {
    Done(Essence),
    Failed(Outcome, String),
}

type Send = Box<dyn Fn(&FakeTransport) -> Result<Heard, Failure>>;

/// The sample call of an endpoint: the request of a success case.
pub struct Sample {
    pub(crate) endpoint: &'static str,
    pub(crate) effect: EffectKind,
    pub(crate) case: &'static str,
    /// The names of its tests, in the order of [`Class::ALL`].
    names: [String; 3],
    pub(crate) required: &'static [&'static str],
    pub(crate) not_applicable: Vec<(Class, &'static str)>,
    pub(crate) send: Send,
}

impl Sample {
    /// Creates the sample from the success case of this name. `send` makes the call over the given transport, and `essence`
    /// returns the values of the response that must not change, by their place in the document: `session.payments[0].status`.
    pub fn new<E: Endpoint>(
        case: &'static str,
        send: impl Fn(&FakeTransport) -> Result<CallResult<E>, Failure> + 'static,
        essence: impl Fn(&E::Response) -> Essence + 'static,
    ) -> Self {
        let send = move |wire: &FakeTransport| {
            Ok(match send(wire)? {
                Ok(response) => Heard::Done(essence(&response)),
                Err(error) => Heard::Failed(error.outcome(), error.to_string()),
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
    pub const fn required(mut self, members: &'static [&'static str]) -> Self {
        self.required = members;
        self
    }

    /// Sets the reason why no response names an id of the request.
    #[must_use]
    pub fn without_echo(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Echo, reason));
        self
    }

    /// Sets the reason why no success names an operation.
    #[must_use]
    pub fn names_no_operation(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Merged, reason));
        self
    }

    /// Sets the reason why no member is optional.
    #[must_use]
    pub fn without_optional_members(mut self, reason: &'static str) -> Self {
        self.not_applicable.push((Class::Odd, reason));
        self
    }

    pub(crate) fn name(&self, class: Class) -> &str {
        let [echo, merged, odd] = &self.names;
        match class {
            Class::Echo => echo,
            Class::Merged => merged,
            Class::Odd => odd,
        }
    }

    pub(crate) fn hear(&self, answer: &ResponseFile) -> Result<Heard, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in &answer.headers {
            let name: http::HeaderName = name.parse().map_err(|_| format!("`{name}` is no header"))?;
            headers.append(name, value.parse().map_err(|_| format!("`{value}` is no header value"))?);
        }
        let status = StatusCode::from_u16(answer.status).map_err(|error| error.to_string())?;
        let wire = FakeTransport::new(FakeResponse::Response(status, headers, answer.body.clone().into()));
        (self.send)(&wire).map_err(|failure| failure.to_string())
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sample").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

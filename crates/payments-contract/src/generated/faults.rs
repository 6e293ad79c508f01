//! What broken connections, proxies and busy servers make of a documented response.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request};
use payments_core::testing::FakeResponse;
use payments_core::{Outcome, RawResponse, RetryPolicy, Timeouts};

use super::{Made, successes};
use crate::FakeProvider;
use crate::sample_call::{Called, Heard, SampleCall};
use crate::suite::Suite;

/// Into so many parts a body is cut: one byte more each time would prove little more, and take a minute.
const CUTS: usize = 64;
/// More than a client reads.
const TOO_LONG: usize = 2 * 1024 * 1024;
/// Nothing may be sent to it.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// A fault, and what a call may come to that meets nothing else.
struct Fault {
    name: String,
    response: FakeResponse,
    left: Left,
    /// What may be proven, other than nothing.
    proves: Option<Outcome>,
}

/// What a fault leaves of the response.
enum Left {
    Nothing,
    /// A form may end after any of its values: those before are read, the others are missing.
    Part,
    Whole,
}

impl Fault {
    fn new(name: impl Into<String>, response: FakeResponse) -> Self {
        Self { name: name.into(), response, left: Left::Nothing, proves: None }
    }

    fn leaves(self, left: Left) -> Self {
        Self { left, ..self }
    }

    fn proves(self, outcome: Outcome) -> Self {
        Self { proves: Some(outcome), ..self }
    }

    /// Whether a call may come to this: to what the document says, or to an error that claims no more than is proven.
    fn allows(&self, heard: &Heard, documented: &Heard, document_came: bool) -> bool {
        match (heard, documented) {
            (Heard::Done(read), Heard::Done(whole)) => match self.left {
                Left::Nothing => document_came && read == whole,
                Left::Part => read.iter().all(|value| value.1.is_empty() || whole.contains(value)),
                Left::Whole => read == whole,
            },
            (Heard::Done(_), Heard::Failed(..)) => false,
            (Heard::Failed(Outcome::Unknown, _), _) => true,
            (Heard::Failed(outcome, _), _) => self.proves == Some(*outcome),
        }
    }
}

/// Every fault in place of every success, again and again and once, with and without automatic retries.
pub(super) fn faults(suite: &Suite, sample: &SampleCall) -> Result<Made, String> {
    let mut made = Made::default();
    for (file, answer) in successes(suite, sample)? {
        let documented = sample.hear(&answer)?;
        for fault in of(&answer) {
            let once = [fault.response.clone(), answer.clone().into()];
            for (retries, responses) in [
                (RetryPolicy::none(), &once[..1]),
                (RetryPolicy::default(), &once[..1]),
                (RetryPolicy::default(), &once),
            ] {
                let provider = FakeProvider::in_order(responses.to_vec());
                let Called { heard, attempts } = sample.call(&provider, retries)?;
                let sent = provider.requests();
                let document_came = responses.len() > 1 && sent.len() > 1;
                made.expect(
                    || format!("{file}, {}, sent {} times, {attempts} attempts", fault.name, sent.len()),
                    &heard,
                    |heard| {
                        fault.allows(heard, &documented, document_came)
                            && usize::try_from(attempts) == Ok(sent.len())
                            && sent.iter().all(|one| is_first(one, &sent))
                            && provider.clock().elapsed() <= Timeouts::default().total()
                    },
                );
            }
        }
    }
    Ok(made)
}

/// Whether a request is the one that was sent first: to the same address, with the same bytes.
fn is_first(one: &Request<Bytes>, sent: &[Request<Bytes>]) -> bool {
    sent.first()
        .is_some_and(|first| (one.method(), one.uri(), one.body()) == (first.method(), first.uri(), first.body()))
}

/// The faults, one after another.
fn of(answer: &RawResponse) -> Vec<Fault> {
    let whole = FakeResponse::from(answer.clone());
    let body = |bytes: Vec<u8>| whole.clone().bytes(bytes);
    let page = "<html><body>Service unavailable</body></html>";
    let mut picture = answer.clone();
    picture.headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    let padded = [&answer.body, vec![b' '; TOO_LONG].as_slice()].concat();
    let mut faults = vec![
        Fault::new("no connection", FakeResponse::unreachable()).proves(Outcome::NotSent),
        Fault::new("a broken connection", FakeResponse::broken()),
        Fault::new("silence", FakeResponse::silent()),
        Fault::new("a body that breaks off", whole.clone().cut_off()),
        Fault::new("a body that is no text", body(vec![0xff, 0xfe, 0x00, 0x80])),
        Fault::new("a body that is too long", body(padded)),
        Fault::new("no body", body(Vec::new())),
        Fault::new("a page", FakeResponse::ok(page).header("content-type", "text/html")),
        Fault::new("a picture", picture.into()).leaves(Left::Whole),
        Fault::new("HTTP 502", FakeResponse::http(502, page).header("content-type", "text/html")),
        Fault::new("HTTP 503", FakeResponse::http(503, "").header("retry-after", "1")),
        Fault::new("HTTP 429", FakeResponse::http(429, "").header("retry-after", "1")).proves(Outcome::Refused),
        Fault::new("a redirect", FakeResponse::http(307, "").header("location", ELSEWHERE)),
    ];
    let cuts: BTreeSet<usize> = (1..CUTS).map(|part| answer.body.len() * part / CUTS).collect();
    faults.extend(cuts.into_iter().map(|length| {
        let cut = answer.body.iter().copied().take(length).collect();
        Fault::new(format!("a body without its end, after {length} bytes"), body(cut).undelimited()).leaves(Left::Part)
    }));
    faults
}

//! Generated responses: responses that no document shows, made from those that it does, none of which may be misread.
//!
//! A client provides a [`SampleCall`] of each endpoint: the request of one success case, and the values of its response that must
//! not change. From the case files the suite generates:
//!
//! | class | the response | what must hold |
//! |---|---|---|
//! | `echo` | a success case in which an id of the request is replaced by another | the call is not done |
//! | `merged` | a refusal that also has the members of a success, an operation's id above all | a call that changes or moves something is not refused; a call that reads is not done |
//! | `fault` | a success case cut off, replaced by a proxy's page, or lost with its connection | the call is done with the same values, or it claims no more than is proven |
//! | `odd` | a success case with one member of another JSON kind | the call is done, and the values that must not change are the same |

mod document;
mod faults;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;

use payments_core::{EffectKind, Outcome, RawResponse, RetryPolicy, percent_decode};
use serde_json::Value;

use crate::FakeProvider;
use crate::sample_call::{Class, Heard, SampleCall};
use crate::suite::{Kind, Registered, Suite};
use document::{Document, another, has_place, other_kinds, text_of};
use payments_core::testing::FakeResponse;
use payments_samples::case_file::{RequestFile, parse_response};

/// Runs a class over an endpoint; returns the number of responses, or everything that is wrong.
pub(crate) fn run(suite: &Suite, sample: &SampleCall, class: Class) -> Result<usize, Vec<String>> {
    let made = match class {
        Class::Echo => echo(suite, sample),
        Class::Merged => merged(suite, sample),
        Class::Odd => odd(suite, sample),
        Class::Fault => faults::faults(suite, sample),
    };
    let Made { number, problems } = made.map_err(|problem| vec![problem])?;
    let reason = sample.not_applicable.iter().find(|(named, _)| *named == class);
    match (number, reason) {
        _ if !problems.is_empty() => Err(problems),
        (0, None) => Err(vec!["no answer could be made: say why there is none".to_owned()]),
        (1.., Some((_, reason))) => Err(vec![format!("{number} answers were made, although {reason}")]),
        _ => Ok(number),
    }
}

/// The number of generated responses, and the failures.
#[derive(Default)]
struct Made {
    number: usize,
    problems: Vec<String>,
}

impl Made {
    fn expect(&mut self, what: impl FnOnce() -> String, heard: &Heard, holds: impl FnOnce(&Heard) -> bool) {
        self.number += 1;
        if !holds(heard) {
            let came_to = match heard {
                Heard::Done(_) => "done".to_owned(),
                Heard::Failed(outcome, sentence) => format!("{outcome:?}: {sentence}"),
            };
            self.problems.push(format!("{}: {came_to}", what()));
        }
    }
}

/// Replaces every id of the request, one after the other, by another one.
fn echo(suite: &Suite, sample: &SampleCall) -> Result<Made, String> {
    let asked = values_of(&request(suite, sample)?);
    let mut made = Made::default();
    for (file, answer) in successes(suite, sample)? {
        for (place, document) in Document::read(&answer.body).variants(|place, value| {
            if is_echo(suite, &asked, place, value) { vec![another(value)] } else { Vec::new() }
        }) {
            let heard = sample.hear(&document.written(&answer))?;
            made.expect(
                || format!("{file} about another {place}"),
                &heard,
                |heard| matches!(heard, Heard::Failed(Outcome::Unknown, _)),
            );
        }
    }
    Ok(made)
}

/// Whether a member is an id of the request.
fn is_echo(suite: &Suite, asked: &BTreeSet<String>, place: &str, value: &Value) -> bool {
    let names = suite.echoes.iter().any(|name| place == *name || place.ends_with(&format!(".{name}")));
    names && asked.contains(&text_of(value))
}

/// Merges every success that names an operation into every refusal.
fn merged(suite: &Suite, sample: &SampleCall) -> Result<Made, String> {
    let mut made = Made::default();
    let reads = sample.effect == EffectKind::Reads;
    for (file, answer) in successes(suite, sample)? {
        let success = Document::read(&answer.body);
        if !suite.operations.iter().any(|name| success.has(name)) {
            continue;
        }
        for (refusal_file, refusal) in answers(suite, sample, Kind::Refusal)? {
            for both in Document::read(&refusal.body).merged_with(&success) {
                let heard = sample.hear(&both.written(&refusal))?;
                made.expect(
                    || format!("{refusal_file} with {file}"),
                    &heard,
                    |heard| match heard {
                        Heard::Done(_) => !reads,
                        Heard::Failed(outcome, _) => reads || *outcome == Outcome::Unknown,
                    },
                );
            }
        }
    }
    Ok(made)
}

/// Replaces every member that is neither required nor an id of the request by every other kind of JSON value.
fn odd(suite: &Suite, sample: &SampleCall) -> Result<Made, String> {
    let asked = values_of(&request(suite, sample)?);
    let mut made = Made::default();
    for (file, answer) in successes(suite, sample)? {
        let Document::Json(whole) = Document::read(&answer.body) else { continue };
        let Heard::Done(before) = sample.hear(&answer)? else { return Err(format!("{file} is not read")) };
        let is_fixed = |place: &str, value: &Value| {
            let is_required = sample.required.iter().any(|member| is_within(member, place));
            is_required || is_echo(suite, &asked, place, value)
        };
        let change = |place: &str, value: &Value| if is_fixed(place, value) { Vec::new() } else { other_kinds(value) };
        for (place, document) in Document::Json(whole.clone()).variants(change) {
            let expected = before.iter().filter(|(line, _)| has_place(&whole, line) && !touches(line, &place));
            let expected: Vec<_> = expected.collect();
            let heard = sample.hear(&document.written(&answer))?;
            let survives = |heard: &Heard| match heard {
                Heard::Done(after) => expected.iter().all(|line| after.contains(line)),
                Heard::Failed(..) => false,
            };
            made.expect(|| format!("{file} with an odd {place}"), &heard, survives);
        }
    }
    Ok(made)
}

/// The successful responses to the sample's request.
fn successes(suite: &Suite, sample: &SampleCall) -> Result<Vec<(String, RawResponse)>, String> {
    answers(suite, sample, Kind::Success)
}

/// The responses of this kind to the sample's request, without duplicates.
fn answers(suite: &Suite, sample: &SampleCall, kind: Kind) -> Result<Vec<(String, RawResponse)>, String> {
    let request = &success_case(suite, sample)?.request;
    let cases = cases(suite, sample).filter(|case| case.kind == kind && case.request == *request);
    let files: BTreeSet<&String> = cases.map(|case| &case.answer).collect();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read(suite.root.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))?;
            Ok((file.clone(), parse_response(&text).map_err(|problem| format!("{file}: {problem}"))?))
        })
        .collect()
}

fn cases<'a>(suite: &'a Suite, sample: &SampleCall) -> impl Iterator<Item = &'a Registered> {
    suite.rows.get(sample.endpoint).into_iter().flat_map(|row| &row.cases)
}

fn success_case<'a>(suite: &'a Suite, sample: &SampleCall) -> Result<&'a Registered, String> {
    let is_it = |case: &&Registered| case.kind == Kind::Success && case.name == sample.case;
    cases(suite, sample).find(is_it).ok_or_else(|| format!("there is no success case `{}`", sample.case))
}

/// The request of the sample's case. The request that is sent must be the same.
fn request(suite: &Suite, sample: &SampleCall) -> Result<RequestFile, String> {
    let file = &success_case(suite, sample)?.request;
    let text = fs::read(suite.root.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let request = RequestFile::parse(&text, &suite.variables).map_err(|problem| format!("{file}: {problem}"))?;
    let wire = FakeProvider::new(FakeResponse::ok(""));
    sample.call(&wire, RetryPolicy::none())?;
    let target = |sent: &http::Request<_>| sent.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    match wire.requests().as_slice() {
        [sent] if sent.body() == request.body.as_slice() && request.target.ends_with(&target(sent)) => Ok(request),
        _ => Err(format!("the sample does not send {file}")),
    }
}

/// Every value that the request names, in its path and in its body.
fn values_of(request: &RequestFile) -> BTreeSet<String> {
    let mut values: BTreeSet<String> = request.path().split('/').map(percent_decode).collect();
    let body = Document::read(&request.body);
    for (_, value) in body.places() {
        values.insert(text_of(&value));
    }
    values
}

/// Whether `place` is `inner` or contains it.
fn is_within(inner: &str, place: &str) -> bool {
    inner == place || inner.strip_prefix(place).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// Whether a change at one of the places changes the other.
fn touches(line: &str, place: &str) -> bool {
    is_within(line, place) || is_within(place, line)
}

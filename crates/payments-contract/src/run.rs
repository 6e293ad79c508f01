//! Running one case.

use std::fs;
use std::time::Duration;

use payments_core::EndpointInfo;

use crate::compare::differences;
use crate::exchange::Exchange;
use crate::panics::Kept;
use crate::suite::{Registered, Suite};
use payments_samples::case_file::{RequestFile, parse_response};

/// The maximum duration of a call.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs a case. The text lists everything that is wrong, the request first.
pub(crate) async fn run(suite: &Suite, case: &Registered, panics: &Kept) -> Result<(), String> {
    let request = RequestFile::parse(&read(suite, &case.request)?, &suite.variables)
        .map_err(|problem| format!("{}: {problem}", case.request))?;
    let answer =
        parse_response(&read(suite, &case.answer)?).map_err(|problem| format!("{}: {problem}", case.answer))?;
    if let Some(endpoint) = suite.endpoints.iter().find(|endpoint| endpoint.name == case.endpoint)
        && !is_for(suite, case, &request, endpoint)
    {
        return Err(format!("{} is not a request to `{} /{}`", case.request, endpoint.method, endpoint.path));
    }

    let exchange = Exchange::start(suite.base_path, &request, &answer).await;
    let mut call = tokio::spawn((case.call)(exchange.clone()));
    let called = tokio::time::timeout(LIMIT, &mut call).await;
    call.abort();
    // Before the checks run, which may also fail by an assertion.
    let failed = match called {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(failure))) => Some(failure.to_string()),
        Ok(Err(failure)) => Some(panics.explain(failure)),
        Err(_) => Some(format!("the call did not end within {} seconds", LIMIT.as_secs())),
    };
    let mut problems = match exchange.received().await {
        Ok(sent) => differences(&request, &sent, &suite.checks),
        Err(problem) => vec![problem.to_string()],
    };
    if !problems.is_empty() {
        problems.insert(0, format!("{} is not what was sent (- expected, + sent)", case.request));
    }
    problems.extend(failed);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn read(suite: &Suite, file: &str) -> Result<Vec<u8>, String> {
    fs::read(suite.root.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))
}

/// Whether the request goes to the case's endpoint: its method, and below the base path its path or one of the others.
fn is_for(suite: &Suite, case: &Registered, request: &RequestFile, endpoint: &EndpointInfo) -> bool {
    let other_paths = suite.rows.get(case.endpoint).map(|row| row.other_paths.as_slice()).unwrap_or_default();
    let Some(path) = request.path().strip_prefix(suite.base_path).and_then(|path| path.strip_prefix('/')) else {
        return false;
    };
    request.method == endpoint.method
        && (fits(path, endpoint.path) || other_paths.iter().any(|declared| fits(path, declared)))
}

/// Compares segment by segment; `{parameters}` match anything.
fn fits(path: &str, declared: &str) -> bool {
    let same = |(actual, declared): (&str, &str)| actual == declared || declared.starts_with('{');
    path.split('/').count() == declared.split('/').count() && path.split('/').zip(declared.split('/')).all(same)
}

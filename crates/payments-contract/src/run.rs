//! Running one case.

use std::any::Any;
use std::fs;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use payments_core::EndpointInfo;
use tokio::task::JoinError;

use crate::case_file::{RequestFile, ResponseFile};
use crate::compare::differences;
use crate::exchange::Exchange;
use crate::suite::{Registered, Suite};

/// A call that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs a case. The text says everything that is wrong, the request first.
pub(crate) async fn run(suite: &Suite, case: &Registered, panics: &Panics) -> Result<(), String> {
    let request = RequestFile::parse(&read(suite, &case.request)?, &suite.variables)
        .map_err(|problem| format!("{}: {problem}", case.request))?;
    let answer =
        ResponseFile::parse(&read(suite, &case.answer)?).map_err(|problem| format!("{}: {problem}", case.answer))?;
    if let Some(endpoint) = suite.endpoints.iter().find(|endpoint| endpoint.name == case.endpoint)
        && !is_for(&request, endpoint)
    {
        return Err(format!("{} is not a request to `{} /{}`", case.request, endpoint.method, endpoint.path));
    }

    let exchange = Exchange::start(&request, &answer).await;
    let called = tokio::time::timeout(LIMIT, tokio::spawn((case.call)(exchange.clone()))).await;
    let mut problems = match exchange.received().await {
        Ok(sent) => differences(&request, &sent, &suite.checks),
        Err(problem) => vec![problem.to_string()],
    };
    if !problems.is_empty() {
        problems.insert(0, format!("{} is not what was sent (- expected, + sent)", case.request));
    }
    match called {
        Ok(Ok(Ok(()))) => {}
        Ok(Ok(Err(failure))) => problems.push(failure.to_string()),
        Ok(Err(failure)) => problems.push(panics.explain(failure)),
        Err(_) => problems.push(format!("the call did not end within {} seconds", LIMIT.as_secs())),
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn read(suite: &Suite, file: &str) -> Result<Vec<u8>, String> {
    fs::read(suite.root.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))
}

/// Whether the request goes to this endpoint: method, and path segment by segment, `{parameters}` being anything.
fn is_for(request: &RequestFile, endpoint: &EndpointInfo) -> bool {
    let path = request.path().trim_start_matches('/');
    let fits = |(actual, declared): (&str, &str)| actual == declared || declared.starts_with('{');
    request.method == endpoint.method
        && path.split('/').count() == endpoint.path.split('/').count()
        && path.split('/').zip(endpoint.path.split('/')).all(fits)
}

/// Keeps what failed assertions say, which would otherwise be printed between the results.
#[derive(Clone, Default)]
pub(crate) struct Panics(Arc<Mutex<Option<String>>>);

impl Panics {
    /// Keeps them from now on, for the whole program.
    pub(crate) fn keep() -> Self {
        let panics = Self::default();
        let kept = panics.clone();
        panic::set_hook(Box::new(move |info| {
            let place =
                info.location().map_or_else(String::new, |place| format!("{}:{}: ", place.file(), place.line()));
            *kept.last() = Some(format!("{place}{}", words(info.payload())));
        }));
        panics
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn explain(&self, failure: JoinError) -> String {
        let said = self.last().take();
        said.unwrap_or_else(|| match failure.try_into_panic() {
            Ok(payload) => words(&*payload),
            Err(error) => error.to_string(),
        })
    }
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".to_owned())
}

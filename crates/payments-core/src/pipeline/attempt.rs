//! One attempt of a call: authenticate, send, read.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::response::Parts;
use http::{HeaderMap, Method, Request, StatusCode, Uri};

use super::builder::constant_header;
use super::{Pipeline, proof};
use crate::authenticate::UnsignedRequest;
use crate::download::Download;
use crate::endpoint::Endpoint;
use crate::error::Problem;
use crate::http_context::HttpContext;
use crate::json::DecodeError;
use crate::provider::Provider;
use crate::raw_response::RawResponse;
use crate::retry::Failed;
use crate::timeouts::within;
use crate::transport::{ReadError, ResponseBody, TransportError};
use crate::url::BaseUrl;
use crate::validation::InvalidField;

/// The request before authentication headers are added: the same for every attempt.
pub(super) struct Prepared<'e, P: Provider> {
    pub(super) method: Method,
    pub(super) uri: Uri,
    /// The path without the values of its parameters, and without the query.
    pub(super) template: &'static str,
    headers: HeaderMap,
    body: Bytes,
    auth: P::Auth<'e>,
}

/// Why an attempt failed, before the outcome of the call is known.
pub(super) struct Failure<P: Provider> {
    pub(super) problem: Problem<P::Refusal>,
    pub(super) http: Option<Box<HttpContext>>,
    /// Whether a part of the response was passed on already, so that another attempt would pass it on twice.
    pub(super) passed_on: bool,
}

impl<P: Provider> Failure<P> {
    /// Whether another attempt may help.
    pub(super) fn failed(&self) -> Failed<'_> {
        match (&self.problem, &self.http) {
            _ if self.passed_on => Failed::Permanent,
            (Problem::Transport(error), _) if error.lacks_runtime() => Failed::Permanent,
            (Problem::Transport(error), _) if !error.may_have_been_sent() => Failed::Unreachable,
            (Problem::Transport(_) | Problem::TimeoutAfterSending, _) => Failed::Unanswered,
            (Problem::Undecided(_), Some(http)) => Failed::Answered(http.status(), http.headers()),
            (Problem::Refused(_), Some(http)) if http.status() == StatusCode::TOO_MANY_REQUESTS => {
                Failed::Answered(http.status(), http.headers())
            }
            _ => Failed::Permanent,
        }
    }
}

impl<P: Provider> From<Problem<P::Refusal>> for Failure<P> {
    fn from(problem: Problem<P::Refusal>) -> Self {
        Self { problem, http: None, passed_on: false }
    }
}

impl<P: Provider> Pipeline<P> {
    /// Validates and encodes the request: the part that is the same for every attempt.
    pub(super) fn prepare<'e, E: Endpoint<Provider = P>>(
        &self,
        endpoint: &'e E,
    ) -> Result<Prepared<'e, P>, Problem<P::Refusal>> {
        endpoint.validate()?;
        let auth = endpoint.auth();
        let body = self.authenticator.complete_body(endpoint.body()?, &auth).map_err(Problem::Signing)?;
        let path = endpoint.path();
        let uri = self.base_url(endpoint.host())?.join(&path)?;
        let template = path.template();
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(USER_AGENT, self.shared.user_agent.clone());
        headers.insert(ACCEPT, self.shared.accept.clone());
        if let Some(content_type) = body.content_type() {
            headers.insert(CONTENT_TYPE, constant_header("content-type", content_type)?);
        }
        endpoint.headers(&mut headers)?;
        Ok(Prepared { method: endpoint.method(), uri, template, headers, body: body.bytes().clone(), auth })
    }

    fn base_url(&self, host: P::Host) -> Result<&BaseUrl, InvalidField> {
        let known = self.shared.hosts.iter().find(|(known, _)| *known == host);
        known
            .map(|(_, base_url)| base_url)
            .ok_or_else(|| InvalidField::new("host", format!("is {host:?}, which has no address in this environment")))
    }

    /// Authenticates, sends and reads, within `limit`, and classifies the response.
    pub(super) async fn attempt<E: Endpoint<Provider = P>>(
        &self,
        endpoint: &E,
        request: &Prepared<'_, P>,
        limit: Duration,
    ) -> Result<(E::Response, HttpContext), Failure<P>> {
        let response = self.exchange(request, limit).await?;
        match proof::read(endpoint, &response) {
            Ok(value) => Ok((value, context(response))),
            Err(problem) => Err(failure(problem, response)),
        }
    }

    /// Like [`attempt`](Self::attempt), but passes a file on to `write` in chunks. Returns its size.
    pub(super) async fn attempt_download<E: Download<Provider = P>>(
        &self,
        endpoint: &E,
        request: &Prepared<'_, P>,
        limit: Duration,
        write: &mut (impl FnMut(&[u8]) -> io::Result<()> + Send),
    ) -> Result<(u64, HttpContext), Failure<P>> {
        let Opened { head, body, deadline } = self.open(request, limit).await?;
        let response = RawResponse::new(head.status, head.headers.clone(), Bytes::new());
        if !endpoint.is_file(&response)
            || response.status == StatusCode::PARTIAL_CONTENT
            || proof::is_encoded(&response)
        {
            let response = self.read(Opened { head, body, deadline }).await?;
            return Err(match proof::read(endpoint, &response) {
                Ok(_) => failure(Problem::Undecided(None), response),
                Err(problem) => failure(problem, response),
            });
        }
        let mut written = 0;
        match self.pass_on::<E>(body, deadline, &mut written, write).await {
            Ok(()) => Ok((written, context(response))),
            Err(problem) => Err(Failure { passed_on: written > 0, ..failure(problem, response) }),
        }
    }

    async fn pass_on<E: Download<Provider = P>>(
        &self,
        mut body: ResponseBody,
        deadline: Duration,
        written: &mut u64,
        write: &mut (impl FnMut(&[u8]) -> io::Result<()> + Send),
    ) -> Result<(), Problem<P::Refusal>> {
        let clock = &*self.shared.clock;
        let unreadable = |what| Problem::Unreadable(DecodeError::new(".", what));
        loop {
            let left = deadline.saturating_sub(clock.elapsed());
            let chunk = within(clock, left, body.next()).await.ok_or(Problem::TimeoutAfterSending)?;
            let Some(chunk) = chunk.map_err(Problem::Transport)? else { break };
            *written = written.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if *written > E::MAX_BYTES {
                return Err(Problem::TooLarge { limit: usize::try_from(E::MAX_BYTES).unwrap_or(usize::MAX) });
            }
            write(&chunk).map_err(|_| unreadable("a chunk that could not be written"))?;
        }
        // Nothing tells its end from a broken connection.
        if body.is_delimited() { Ok(()) } else { Err(unreadable("a file whose end is not marked: it may be cut")) }
    }

    async fn exchange(&self, request: &Prepared<'_, P>, limit: Duration) -> Result<RawResponse, Failure<P>> {
        let opened = self.open(request, limit).await?;
        self.read(opened).await
    }

    /// Authenticates and sends, and waits for the head of the response.
    async fn open(&self, request: &Prepared<'_, P>, limit: Duration) -> Result<Opened, Failure<P>> {
        let clock = &*self.shared.clock;
        clock.can_sleep().map_err(|error| Problem::Transport(TransportError::not_sent(error)))?;
        let deadline = clock.elapsed().saturating_add(limit);
        let left = || deadline.saturating_sub(clock.elapsed());
        let signed = within(clock, limit, self.authenticate(request)).await.ok_or(Problem::TimeoutBeforeSending)??;
        if left().is_zero() {
            return Err(Problem::TimeoutBeforeSending.into());
        }
        let response = within(clock, left(), self.shared.transport.send(signed)).await;
        let response = response.ok_or(Problem::TimeoutAfterSending)?.map_err(Problem::Transport)?;
        let (head, body) = response.into_parts();
        Ok(Opened { head, body, deadline })
    }

    /// Reads a body up to the limit.
    async fn read(&self, Opened { head, body, deadline }: Opened) -> Result<RawResponse, Failure<P>> {
        let (clock, response_limit) = (&*self.shared.clock, self.shared.response_limit);
        let delimited = body.is_delimited();
        let left = deadline.saturating_sub(clock.elapsed());
        let problem = match within(clock, left, body.read(response_limit)).await {
            Some(Ok(body)) => {
                tracing::debug!(body_bytes = body.len(), "answered");
                let response = RawResponse::new(head.status, head.headers, body);
                return Ok(if delimited { response } else { response.undelimited() });
            }
            Some(Err(ReadError::TooLarge)) => Problem::TooLarge { limit: response_limit },
            Some(Err(ReadError::Transport(error))) => Problem::Transport(error),
            None => Problem::TimeoutAfterSending,
        };
        Err(failure(problem, RawResponse::new(head.status, head.headers, Bytes::new())))
    }

    async fn authenticate(&self, prepared: &Prepared<'_, P>) -> Result<Request<Bytes>, Problem<P::Refusal>> {
        let auth =
            self.authenticator.authenticate(self.unsigned(prepared), &prepared.auth).await.map_err(Problem::Signing)?;
        let mut request = Request::new(prepared.body.clone());
        *request.method_mut() = prepared.method.clone();
        *request.uri_mut() = prepared.uri.clone();
        *request.headers_mut() = prepared.headers.clone();
        request.headers_mut().extend(auth);
        tracing::debug!(body_bytes = request.body().len(), "sending");
        Ok(request)
    }

    pub(super) fn unsigned<'a>(&'a self, prepared: &'a Prepared<'_, P>) -> UnsignedRequest<'a> {
        UnsignedRequest {
            method: &prepared.method,
            uri: &prepared.uri,
            headers: &prepared.headers,
            body: &prepared.body,
            now: self.shared.clock.now(),
            randomness: &*self.shared.randomness,
        }
    }
}

/// A response whose body is still to be read, and when the attempt has to end.
struct Opened {
    head: Parts,
    body: ResponseBody,
    deadline: Duration,
}

fn failure<P: Provider>(problem: Problem<P::Refusal>, response: RawResponse) -> Failure<P> {
    Failure { problem, http: Some(Box::new(context(response))), passed_on: false }
}

fn context(response: RawResponse) -> HttpContext {
    HttpContext::new(response.status, response.headers, response.body)
}

//! The leak test for all clients: canaries are planted wherever a value can be, and must not be shown.
//!
//! A client registers how each of its endpoints is called and how each of its callbacks is received. The rest is generated:
//! for each response of the contract cases, and for each callback, a card number in every place, one after the other and in
//! all at once, under several HTTP statuses, whole and truncated; secrets in the places that hold secrets. The output of
//! `Debug`, of `Display`, of `tracing` at every level and the messages of panics are searched.
//!
//! ```no_run
//! use payments_contract::leaks::{Leaks, TOKEN};
//! # use payments_core::EndpointInfo;
//! # const ENDPOINTS: &[EndpointInfo] = &[];
//!
//! let mut leaks = Leaks::new("tests/contract/cases", ENDPOINTS);
//! leaks.hides("card_token", TOKEN); // the place `card_token` of an answer holds a secret
//! leaks.secret_header("x-signature"); // so does this header of a request
//! leaks.request("payment/status", &[TOKEN], |wire, shown| {
//!     // let request = PaymentStatus::new(Token::new(TOKEN));
//!     // shown.debug("the request", &request);
//!     // shown.call(wire.run(client(wire).send_with_http(&request)));
//! });
//! leaks.assert_none();
//! ```

#![allow(clippy::panic, reason = "a test that cannot go on fails")]

mod canary;
mod log;
mod plant;
mod shown;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use payments_core::testing::FakeResponse;
use payments_core::{EndpointInfo, RawResponse};
use payments_samples::case_file::parse_response;

use crate::FakeProvider;
use canary::Canaries;
use plant::{Document, EVERYWHERE};

pub use canary::{CARD, PERSONAL, SECURITY_CODE, TOKEN};
pub use shown::Shown;

/// The statuses of every response: each takes another path through a client.
const STATUSES: [u16; 6] = [200, 302, 400, 403, 422, 500];

/// Parts of a header of at least this length are not names of algorithms.
const SHORTEST_SIGNATURE: usize = 20;

type Call = Box<dyn Fn(&FakeProvider, &mut Shown)>;
type Show = Box<dyn Fn(&mut Shown)>;
type Receive = Box<dyn Fn(&[u8], &mut Shown)>;

/// The leak test of one client.
pub struct Leaks {
    cases: PathBuf,
    endpoints: Vec<EndpointInfo>,
    canaries: Canaries,
    hidden: Vec<(String, String)>,
    secret_headers: Vec<&'static str>,
    more_answers: Vec<RecordedResponse>,
    requests: Vec<Request>,
    callbacks: Vec<Callback>,
    values: Vec<Show>,
    identifiers: BTreeSet<&'static str>,
}

/// A request of an endpoint.
struct Request {
    endpoint: &'static str,
    /// The canaries in it.
    carries: Vec<String>,
    call: Call,
}

/// A callback of a provider.
struct Callback {
    name: &'static str,
    body: Vec<u8>,
    receive: Receive,
}

/// A response, usually of the contract cases.
#[derive(Clone)]
struct RecordedResponse {
    file: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    /// Its endpoint; every endpoint, if `None`.
    endpoint: Option<&'static str>,
}

impl Leaks {
    /// Creates the test of a client, with the directory of its contract cases and its endpoint registry.
    pub fn new(cases: impl Into<PathBuf>, endpoints: &[EndpointInfo]) -> Self {
        Self {
            cases: cases.into(),
            endpoints: endpoints.to_vec(),
            canaries: Canaries::of_cards(),
            hidden: Vec::new(),
            secret_headers: Vec::new(),
            more_answers: Vec::new(),
            requests: Vec::new(),
            callbacks: Vec::new(),
            values: Vec::new(),
            identifiers: BTreeSet::new(),
        }
    }

    /// Registers a secret place of responses and callbacks, such as `token` or `recurrent/token`, and the canary that is
    /// planted there.
    pub fn hides(&mut self, place: &str, canary: &str) -> &mut Self {
        self.canaries.add(canary);
        self.hidden.push((place.to_owned(), canary.to_owned()));
        self
    }

    /// Registers a text that must not be shown: a key, a secret, the canary of a request.
    pub fn secret(&mut self, text: &str) -> &mut Self {
        self.canaries.add(text);
        self
    }

    /// Names the types whose `Display` is their text unchanged, and therefore exempt: identifiers only. Exactly these types
    /// must be [shown](Shown::identifier).
    pub fn identifiers(&mut self, names: &[&'static str]) -> &mut Self {
        self.identifiers.extend(names);
        self
    }

    /// Registers a request header that has a signature or a token.
    pub fn secret_header(&mut self, name: &'static str) -> &mut Self {
        self.secret_headers.push(name);
        self
    }

    /// Adds a request of an endpoint, by its name in the registry, with the canaries in it and the call that sends it.
    pub fn request(
        &mut self,
        endpoint: &'static str,
        carries: &[&str],
        call: impl Fn(&FakeProvider, &mut Shown) + 'static,
    ) -> &mut Self {
        let carries: Vec<String> = carries.iter().map(|&canary| canary.to_owned()).collect();
        for canary in carries.iter().filter(|canary| !CARD.contains(canary.as_str())) {
            self.canaries.add(canary);
        }
        self.requests.push(Request { endpoint, carries, call: Box::new(call) });
        self
    }

    /// Adds a response that is not among the contract cases.
    pub fn answer(&mut self, endpoint: &'static str, name: &str, body: impl Into<Vec<u8>>) -> &mut Self {
        let (headers, status) = (HeaderMap::new(), StatusCode::OK);
        let answer =
            RecordedResponse { file: name.to_owned(), status, headers, body: body.into(), endpoint: Some(endpoint) };
        self.more_answers.push(answer);
        self
    }

    /// Adds a callback: an authentic body, and how it is received. It has to be signed again after a canary was planted.
    pub fn callback(
        &mut self,
        name: &'static str,
        body: impl Into<Vec<u8>>,
        receive: impl Fn(&[u8], &mut Shown) + 'static,
    ) -> &mut Self {
        self.callbacks.push(Callback { name, body: body.into(), receive: Box::new(receive) });
        self
    }

    /// Adds values that no call produces: a builder, a client, a form.
    pub fn values(&mut self, show: impl Fn(&mut Shown) + 'static) -> &mut Self {
        self.values.push(Box::new(show));
        self
    }

    /// Plants canaries, makes the calls, and searches the output.
    ///
    /// # Panics
    ///
    /// A canary is shown; or the test is incomplete, because an endpoint or a canary is missing.
    pub fn assert_none(&self) {
        self.assert_complete();
        let mut found = Found::default();
        self.check_values(&mut found);
        self.check_requests(&mut found);
        self.check_answers(&mut found);
        self.check_callbacks(&mut found);
        assert_eq!(found.exempt, self.identifiers, "types whose Display is exempt, and those that are named");
        found.assert_empty();
    }

    /// Without this, an endpoint without a test could leak unnoticed.
    fn assert_complete(&self) {
        let registered: BTreeSet<&str> = self.endpoints.iter().map(|endpoint| endpoint.name).collect();
        let tested: BTreeSet<&str> = self.requests.iter().map(|request| request.endpoint).collect();
        assert_eq!(tested, registered, "endpoints with a request in the leak test, and endpoints in the registry");
        assert!(!self.answers().is_empty(), "there are no answers in {}", self.cases.display());
    }

    fn check_values(&self, found: &mut Found) {
        for show in &self.values {
            found.add("a value", "", &Shown::by(|shown| show(shown)), &self.canaries);
        }
    }

    fn check_requests(&self, found: &mut Found) {
        let mut signed: BTreeSet<&str> = BTreeSet::new();
        for request in &self.requests {
            for raw in
                [FakeResponse::ok("{}"), FakeResponse::unreachable(), FakeResponse::broken(), FakeResponse::silent()]
            {
                let wire = FakeProvider::new(raw);
                let shown = Shown::by(|shown| (request.call)(&wire, shown));
                let sent = sent_text(&wire);
                for canary in &request.carries {
                    assert!(
                        sent.contains(canary.as_str()),
                        "{} does not carry {canary}: {sent} {shown:?}",
                        request.endpoint
                    );
                }
                found.add(request.endpoint, "its request", &shown, &self.with_signatures(&wire));
                let has = |name: &str| wire.requests().iter().any(|sent| sent.headers().contains_key(name));
                signed.extend(self.secret_headers.iter().copied().filter(|name| has(name)));
            }
        }
        assert_eq!(signed.len(), self.secret_headers.len(), "of the secret headers, only these are sent: {signed:?}");
    }

    /// The signature of this very call is a secret too.
    fn with_signatures(&self, wire: &FakeProvider) -> Canaries {
        let mut canaries = self.canaries.clone();
        for sent in wire.requests() {
            for name in &self.secret_headers {
                let value = sent.headers().get(*name).and_then(|value| value.to_str().ok());
                let Some(value) = value else { continue };
                let parts = value.split(['"', ',', ' ']).filter(|part| part.len() >= SHORTEST_SIGNATURE);
                let parts: Vec<&str> = parts.collect();
                assert!(!parts.is_empty(), "{name} holds nothing secret");
                for part in parts {
                    canaries.add(part);
                    canaries.add(&payments_core::percent_decode(part));
                }
            }
        }
        canaries
    }

    fn check_answers(&self, found: &mut Found) {
        for answer in self.answers() {
            let own = |request: &&Request| answer.endpoint.is_none_or(|endpoint| endpoint == request.endpoint);
            for request in self.requests.iter().filter(own) {
                self.check_answer(&answer, request, found);
            }
        }
    }

    fn check_answer(&self, answer: &RecordedResponse, request: &Request, found: &mut Found) {
        let ask = |status: StatusCode, body: &[u8]| {
            let wire = FakeProvider::new(RawResponse::new(status, answer.headers.clone(), body.to_vec().into()).into());
            let shown = Shown::by(|shown| (request.call)(&wire, shown));
            (shown, self.with_signatures(&wire))
        };
        Document::read(&answer.body).planted(&self.hidden, |one| {
            let others = STATUSES.iter().filter(|_| one.place == EVERYWHERE);
            for status in others.filter_map(|status| StatusCode::from_u16(*status).ok()) {
                let (shown, canaries) = ask(status, &one.body);
                found.add(&format!("{} {}", request.endpoint, answer.file), &one.place, &shown, &canaries);
            }
            let (shown, canaries) = ask(answer.status, &one.body);
            found.add(&format!("{} {}", request.endpoint, answer.file), &one.place, &shown, &canaries);
            shown.was_read()
        });
    }

    fn check_callbacks(&self, found: &mut Found) {
        for callback in &self.callbacks {
            let receive = |body: &[u8]| Shown::by(|shown| (callback.receive)(body, shown));
            let untouched = receive(&callback.body);
            assert!(untouched.was_read(), "{} is not received as it is: {untouched:?}", callback.name);
            Document::read(&callback.body).planted(&self.hidden, |one| {
                let shown = receive(&one.body);
                found.add(callback.name, &one.place, &shown, &self.canaries);
                shown.was_read()
            });
        }
    }

    /// Every response, with a card number in each of the headers that name no format.
    fn answers(&self) -> Vec<RecordedResponse> {
        let mut answers = self.more_answers.clone();
        for directory in entries(&self.cases) {
            for file in entries(&directory) {
                let name = file.strip_prefix(&self.cases).unwrap_or(&file).display().to_string();
                let Some(directory) = name.strip_suffix(".response.http").and_then(|name| name.split('/').next())
                else {
                    continue;
                };
                let endpoint = self.endpoints.iter().map(|endpoint| endpoint.name);
                let endpoint = endpoint.clone().find(|endpoint| endpoint.replace('/', "-") == directory);
                answers.push(answer(&file, name.clone(), endpoint));
            }
        }
        answers
    }
}

fn answer(path: &Path, file: String, endpoint: Option<&'static str>) -> RecordedResponse {
    let parsed = fs::read(path).map_err(|error| error.to_string()).and_then(|text| parse_response(&text));
    let parsed = parsed.unwrap_or_else(|problem| panic!("{file}: {problem}"));
    let RawResponse { status, mut headers, body, .. } = parsed;
    for (name, value) in &mut headers {
        if name != CONTENT_TYPE {
            *value = HeaderValue::from_static(CARD);
        }
    }
    headers.insert("x-request-id", HeaderValue::from_static(CARD));
    RecordedResponse { file, status, headers, body: body.into(), endpoint }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Everything that was sent, as it was sent and unescaped.
fn sent_text(wire: &FakeProvider) -> String {
    let sent = |request: &http::Request<bytes::Bytes>| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let escaped = format!("{} {:?} {body}", request.uri(), request.headers());
        let unescaped = payments_core::percent_decode(&body.replace('+', " "));
        format!("{escaped} {unescaped} {}", payments_core::percent_decode(&request.uri().to_string()))
    };
    wire.requests().iter().map(sent).collect()
}

impl fmt::Debug for Leaks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Leaks").field("endpoints", &self.endpoints.len()).finish_non_exhaustive()
    }
}

/// The leaks, each kind once.
#[derive(Default)]
struct Found {
    leaks: BTreeMap<String, String>,
    /// Hashes of the texts that were searched: most texts are shown many times.
    searched: BTreeSet<u64>,
    /// The types whose `Display` was not searched.
    exempt: BTreeSet<&'static str>,
}

impl Found {
    fn add(&mut self, subject: &str, place: &str, shown: &Shown, canaries: &Canaries) {
        self.exempt.extend(shown.exempt());
        for (what, text) in shown.texts() {
            if !self.searched.insert(canaries.fingerprint(text)) {
                continue;
            }
            let Some(canary) = canaries.found_in(text) else { continue };
            let kind = format!("{what} shows {canary} of {}", place.split([',', '=']).next().unwrap_or(place).trim());
            self.leaks.entry(kind).or_insert_with(|| format!("{subject}, {place}: {text}"));
        }
    }

    fn assert_empty(&self) {
        assert!(!self.searched.is_empty(), "nothing was searched");
        let lines: Vec<String> = self.leaks.iter().map(|(kind, example)| format!("{kind}\n    {example}")).collect();
        assert!(lines.is_empty(), "{} kinds of leak:\n{}", lines.len(), lines.join("\n"));
    }
}

//! The bank without sockets, and its partner, whose time only passes when it says so.

use std::time::{Duration, SystemTime};

use axum::http::{Request, Response, StatusCode};
use bytes::Bytes;
use payments_sandbox::{Builder, Provider, Sandbox, Simulation};
use serde_json::{Value, json};

use super::Partner;

pub(crate) struct SimulatedBank {
    pub(crate) simulation: Simulation,
    pub(crate) partner: Partner,
    pub(crate) now: SystemTime,
}

impl SimulatedBank {
    pub(crate) fn new(seed: u8) -> Self {
        Self::with(Sandbox::builder(), seed)
    }

    pub(crate) fn with(builder: Builder, seed: u8) -> Self {
        let simulation = builder.simulate([seed; 32]).unwrap();
        let partner = Partner::new(simulation.announcement());
        Self { simulation, partner, now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) }
    }

    /// A signed request with these bytes and headers besides.
    pub(crate) fn send(&mut self, method: &str, path: &str, body: &str, more: &[(&str, &str)]) -> Response<Bytes> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in self.partner.headers(body.as_bytes()) {
            request = request.header(name, value);
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
        self.simulation.respond(Provider::Bank131, &request, self.now)
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Value {
        let response = self.send("POST", path, &body.to_string(), &[]);
        serde_json::from_slice(response.body()).unwrap()
    }

    /// The answer to a good request.
    pub(crate) fn answer(&mut self, path: &str, body: &Value) -> Value {
        let answer = self.post(path, body);
        assert_eq!(answer["status"], "ok", "{path}: {answer}");
        answer
    }

    pub(crate) fn session(&mut self, path: &str, body: &Value) -> Value {
        self.answer(path, body)["session"].take()
    }

    /// The code of a refusal and its description.
    pub(crate) fn refused(&mut self, path: &str, body: &Value) -> (String, String) {
        let answer = self.post(path, body);
        assert_eq!(answer["status"], "error", "{path}: {answer}");
        let text = |name: &str| answer["error"][name].as_str().unwrap().to_owned();
        (text("code"), text("description"))
    }

    pub(crate) fn status(&mut self, session: &Value) -> Value {
        self.session("/api/v2/session/status", &json!({"session_id": session["id"]}))
    }

    /// Lets this time pass, and gives the type of each webhook and all of it.
    pub(crate) fn webhooks(&mut self, seconds: u64) -> Vec<(String, Value)> {
        self.now += Duration::from_secs(seconds);
        self.simulation.run_until(Provider::Bank131, self.now);
        let callbacks = self.simulation.take_callbacks(Provider::Bank131);
        callbacks
            .iter()
            .map(|callback| {
                let signature = callback.request.headers()["x-partner-sign"].to_str().unwrap();
                assert!(self.partner.bank_signed(callback.request.body(), signature));
                let event: Value = serde_json::from_slice(callback.request.body()).unwrap();
                assert_eq!(event["type"], *callback.event);
                assert_eq!(event["session"]["id"], *callback.subject);
                (callback.event.clone(), event)
            })
            .collect()
    }

    /// The same with the sessions alone.
    pub(crate) fn pass(&mut self, seconds: u64) -> Vec<(String, Value)> {
        self.webhooks(seconds).into_iter().map(|(event, mut hook)| (event, hook["session"].take())).collect()
    }

    /// Lets a minute pass, in which there is one webhook, of this type.
    pub(crate) fn told(&mut self, event: &str) -> Value {
        let mut told = self.pass(60);
        assert_eq!(told.iter().map(|(event, _)| event.as_str()).collect::<Vec<_>>(), [event]);
        told.remove(0).1
    }

    /// Opens a payer's page by GET.
    pub(crate) fn open(&mut self, url: &str) -> Response<Bytes> {
        let request = Request::get(url.strip_prefix(&self.partner.base_url).unwrap()).body(Bytes::new()).unwrap();
        self.simulation.respond(Provider::Bank131, &request, self.now)
    }

    /// Presses a button of a payer's page.
    pub(crate) fn press(&mut self, url: &str, answer: &str) -> StatusCode {
        let (path, query) = url.strip_prefix(&self.partner.base_url).unwrap().split_once('?').unwrap();
        let form = Request::post(format!("{path}/answer?{query}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(format!("answer={answer}")))
            .unwrap();
        self.simulation.respond(Provider::Bank131, &form, self.now).status()
    }
}

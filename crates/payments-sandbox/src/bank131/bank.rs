//! The bank: its sessions and tokens, what it does by itself, and what it tells the partner.

use std::time::Duration;

use axum::http::{HeaderName, Request, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::OnDuplicate;
use super::answer::ApiResponse;
use super::auth::{IDEMPOTENCY_KEY, Partner};
use super::error::Refusal;
use super::kept::{Check, Kept};
use super::session::{Outcome, Session, Step};
use super::webhook;
use crate::clock::{self, Clock};
use crate::diagnosis::SignatureDiagnosis;
use crate::keys::BodySigner;
use crate::ledger::{Ledger, NotFound, Transition};
use crate::machine::{Log, Machine, machine_with};
use crate::random::Random;
use crate::record::{Balance, Effect};
use crate::summary::{SUMMARISED, Summary};

/// How long a step of processing takes.
const STEP: Duration = Duration::from_secs(1);
/// How long a session stays in `error`.
const RESOLUTION: Duration = Duration::from_secs(15);

/// The number of the first session.
const FIRST_SESSION: u64 = 1001;

/// What a session's id begins with.
pub(super) const SESSION_PREFIX: &str = "ps_";

/// What names an operation in an answer.
const IDENTIFIERS: &[&str] = &[
    "session.id",
    "session.payments[].id",
    "session.payments[].customer.reference",
    "session.payments[].transaction_info.rrn",
    "session.acquiring_payments[].id",
    "session.acquiring_payments[].customer.reference",
    "session.acquiring_payments[].transaction_info.rrn",
    "session.acquiring_payments[].refunds[].id",
    "session.payout_list[].id",
    "session.payout_list[].customer.reference",
    "session.payout_list[].transaction_info.rrn",
    "session.payment_list[].id",
    "session.payment_list[].customer.reference",
    "session.payment_list[].transaction_info.rrn",
    "session.payment_list[].refunds[].id",
    "recurrent.token",
    "account_number",
    "method.account_statement.account_number",
    "request_id",
];

/// The simulated bank.
pub(crate) struct Bank {
    pub(super) base_url: String,
    pub(super) partner: Partner,
    pub(super) signer: BodySigner,
    pub(super) on_duplicate: OnDuplicate,
    pub(super) clock: Clock,
    pub(super) random: Random,
    pub(super) sessions: Ledger<Session, Step, ApiResponse>,
    pub(super) kept: Ledger<Kept>,
    pub(super) checks: Ledger<Check>,
    pub(super) log: Log,
}

impl Machine for Bank {
    machine_with!(sessions, IDENTIFIERS);

    fn diagnose(&self, request: &Request<Bytes>, _now: Timestamp) -> Option<SignatureDiagnosis> {
        Some(self.partner.diagnose(request))
    }

    fn step(&mut self, now: Timestamp) -> bool {
        let Some((number, step, at)) = self.sessions.take_due(now) else { return false };
        let Some((session, postings)) = self.sessions.change(number) else { return true };
        let mut transition = Transition { now: at, postings: postings.at(at), random: &mut self.random };
        let outcome = session.run(step, &mut transition);
        tracing::debug!(session = session.id, ?step, ?outcome, "step");
        self.follow_up(number, outcome, at);
        true
    }

    fn key_header(&self) -> Option<HeaderName> {
        Some(IDEMPOTENCY_KEY)
    }
}

impl Bank {
    pub(crate) fn new(
        base_url: &str,
        partner: Partner,
        signer: BodySigner,
        on_duplicate: OnDuplicate,
        clock: Clock,
        random: Random,
    ) -> Self {
        Self {
            base_url: base_url.to_owned(),
            partner,
            signer,
            on_duplicate,
            clock,
            random,
            sessions: Ledger::new(FIRST_SESSION),
            kept: Ledger::new(0),
            checks: Ledger::new(0),
            log: Log::default(),
        }
    }

    /// What a change of a session leads to: the partner is told, and the next step is due.
    pub(super) fn follow_up(&mut self, number: u64, outcome: Outcome, now: Timestamp) {
        let delay = |step| self.clock.real(if step == Step::Resolve { RESOLUTION } else { STEP });
        let next = outcome.next.map(|step| (clock::after(now, delay(step)), step));
        self.sessions.set_due(number, next);
        let Some(session) = self.sessions.get(number) else { return };
        if let Some(event) = outcome.event.filter(|_| session.has_webhooks) {
            let callback = webhook::callback(session, event, &self.base_url, &self.signer);
            if callback.is_none() {
                tracing::error!(session = session.id, "a webhook could not be made");
            }
            self.log.tell(callback);
        }
        if next.is_some() && session.has_webhooks {
            self.log.expect(&session.id);
        }
        let requests = session.payments.iter().filter_map(|payment| payment.request.as_ref());
        for page in requests.map(|request| request.key.clone()).collect::<Vec<_>>() {
            self.sessions.open_page(number, &page);
        }
        self.keep(number);
    }

    /// Runs every step of a session at once, but for the way out of `error`.
    pub(super) fn run_at_once(&mut self, number: u64, mut outcome: Outcome, now: Timestamp) -> Outcome {
        while let Some(step) = outcome.next.filter(|step| *step != Step::Resolve) {
            let Some((session, postings)) = self.sessions.change(number) else { break };
            let mut transition = Transition { now, postings: postings.at(now), random: &mut self.random };
            outcome = session.run(step, &mut transition);
        }
        outcome
    }

    /// A session of this project.
    pub(super) fn find(&self, id: &str, project: &str) -> Result<u64, Refusal> {
        let number = id.strip_prefix(SESSION_PREFIX).and_then(|number| number.parse().ok());
        let number = number.filter(|number| self.sessions.get(*number).is_some_and(|session| session.id == id));
        self.sessions.find(number, project).map_err(|error| match error {
            NotFound::Foreign => Refusal::authorization("the session belongs to another project"),
            NotFound::Unknown | NotFound::Several => Refusal::no_session(),
        })
    }
}

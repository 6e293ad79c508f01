//! The bank: its sessions and tokens, what it does by itself, and what it tells the partner.

use std::time::Duration;

use axum::http::{HeaderName, Request, Response};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::OnDuplicate;
use super::auth::{IDEMPOTENCY_KEY, Partner};
use super::call::ApiResponse;
use super::cards::{CardFace, PaymentPlan};
use super::error::Refusal;
use super::request::{Init, Initiator, Instrument};
use super::session::{IssuedToken, Operation, Outcome, Payment, Payout, Session, ShownInstrument, Step, Terms};
use super::webhook;
use crate::clock::{self, Clock, iso8601};
use crate::keys::BodySigner;
use crate::ledger::{Ledger, NotFound, Transition};
use crate::machine::{Log, Machine, machine_with};
use crate::random::Random;
use crate::record::Effect;

/// How long a step of processing takes.
const STEP: Duration = Duration::from_secs(1);
/// How long a session stays in `error`.
const RESOLUTION: Duration = Duration::from_secs(15);

/// The number of the first session.
const FIRST_SESSION: u64 = 1001;

/// What a session's id begins with.
const SESSION_PREFIX: &str = "ps_";

/// What names an operation in an answer.
const IDENTIFIERS: &[&str] = &[
    "session.id",
    "session.payments[].id",
    "session.payments[].customer.reference",
    "session.payments[].transaction_info.rrn",
    "session.acquiring_payments[].id",
    "session.acquiring_payments[].customer.reference",
    "session.acquiring_payments[].transaction_info.rrn",
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
    pub(super) tokens: Ledger<SavedCard>,
    pub(super) log: Log,
}

/// The card of a recurrent token.
#[derive(Clone)]
pub(super) struct SavedCard {
    face: CardFace,
    plan: PaymentPlan,
    issued: IssuedToken,
}

impl Machine for Bank {
    machine_with!(sessions, IDENTIFIERS);

    fn step(&mut self, now: Timestamp) -> bool {
        let Some((number, step, at)) = self.sessions.take_due(now) else { return false };
        let Some((session, postings)) = self.sessions.change(number) else { return true };
        let outcome = session.run(step, &mut Transition { now: at, postings, random: &mut self.random });
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
            tokens: Ledger::new(0),
            log: Log::default(),
        }
    }

    /// What a change of a session leads to: the partner is told, and the next step is due.
    pub(super) fn follow_up(&mut self, number: u64, outcome: Outcome, now: Timestamp) {
        let delay = |step| self.clock.real(if step == Step::Resolve { RESOLUTION } else { STEP });
        let next = outcome.next.map(|step| (clock::after(now, delay(step)), step));
        self.sessions.set_due(number, next);
        let Some(session) = self.sessions.get(number) else { return };
        if let Some(event) = outcome.event {
            let callback = webhook::callback(session, event, &self.base_url, &self.signer);
            if callback.is_none() {
                tracing::error!(session = session.id, "a webhook could not be made");
            }
            self.log.tell(callback);
        }
        if next.is_some() {
            self.log.expect(&session.id);
        }
        let page = session.payment.three_ds.as_ref().map(|three_ds| three_ds.key.clone());
        let token = session.payment.token.clone();
        let card = (session.payment.card.clone(), session.payment.plan);
        if let Some(page) = page {
            self.sessions.open_page(number, &page);
        }
        if let Some(issued) = token {
            self.keep_token(number, issued, card);
        }
    }

    /// Makes an issued token good for payments.
    fn keep_token(&mut self, number: u64, issued: IssuedToken, (face, plan): (CardFace, PaymentPlan)) {
        let token = issued.token.clone();
        if let (Some(owner), Err(NotFound::Unknown)) =
            (self.sessions.owner(number), self.tokens.find_by_reference(&token))
        {
            self.tokens.open(owner, Some(&token), SavedCard { face, plan, issued });
        }
    }

    /// Opens a session as a request asks. Returns its number.
    pub(super) fn open(&mut self, project: &str, init: Init, now: Timestamp) -> Result<u64, Refusal> {
        let (shown, face, plan) = self.instrument(init.instrument)?;
        let number = self.sessions.next_number();
        let payment = Payment {
            id: format!("pm_{number}"),
            shown,
            card: face,
            plan,
            state: Operation::new(now),
            three_ds: None,
            held: false,
            token: None,
        };
        let payout = init.payout.map(|payout| Payout {
            id: format!("po_{number}"),
            card: payout.face,
            plan: payout.plan,
            state: Operation::new(clock::shifted(now, 82)),
        });
        let terms = Terms {
            source: init.source,
            amount: init.amount,
            participants: init.participants,
            customer: init.customer,
            return_url: init.return_url,
            wants_token: init.recurrent,
        };
        let session = Session::new(format!("{SESSION_PREFIX}{number}"), terms, payment, payout, now);
        Ok(self.sessions.open(project, None, session))
    }

    fn instrument(&self, instrument: Instrument) -> Result<(ShownInstrument, CardFace, PaymentPlan), Refusal> {
        match instrument {
            Instrument::Card { face, plan } => Ok((ShownInstrument::Card, face, plan)),
            Instrument::Recurrent { token, initiator } => {
                let saved = self.tokens.find_by_reference(&token).ok().and_then(|number| self.tokens.get(number));
                let SavedCard { face, plan, .. } = saved.cloned().ok_or_else(|| {
                    Refusal::invalid("payment_details_multi[0].recurrent.token: was not issued by this sandbox")
                })?;
                // Only a payment the payer started himself can ask him anything.
                let plan = PaymentPlan { three_ds: initiator == Initiator::Client, ..plan };
                Ok((ShownInstrument::Recurrent { token, initiator }, face, plan))
            }
        }
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

    /// The state of a token that was issued to this project.
    pub(super) fn token_status(&self, token: &str, project: &str) -> Result<Value, Refusal> {
        let number = self.tokens.find_by_reference(token).and_then(|number| self.tokens.find(Some(number), project));
        let saved = number.ok().and_then(|number| self.tokens.get(number));
        let SavedCard { issued, .. } =
            saved.ok_or_else(|| Refusal::invalid("recurrent.token: there is no such token"))?;
        let (from, to) = (iso8601(issued.created_at), iso8601(issued.finished_at));
        let recurrent = json!({"token": token, "created_at": from, "finished_at": to, "is_active": true});
        Ok(json!({"status": "ok", "recurrent": recurrent}))
    }
}

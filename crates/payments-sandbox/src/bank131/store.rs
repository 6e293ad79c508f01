//! Everything the bank remembers, in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::OnDuplicate;
use super::cards::{CardFace, PaymentPlan};
use super::error::Refusal;
use super::operation::{ApiResponse, Operation};
use super::request::{Init, Initiator, Instrument};
use super::session::{self, Outcome, Payment, Payout, Session, ShownInstrument, Terms};
use crate::clock::{self, iso8601};
use crate::record::Effect;

#[derive(Default)]
pub(super) struct Store {
    sessions: BTreeMap<String, Session>,
    tokens: BTreeMap<String, SavedCard>,
    used_keys: BTreeMap<(String, String), FirstUse>,
    pub(super) effects: Vec<Effect>,
}

/// What a recurrent token stands for.
#[derive(Clone)]
struct SavedCard {
    face: CardFace,
    plan: PaymentPlan,
}

/// The request that used an idempotency key, and its answer.
struct FirstUse {
    request: [u8; 32],
    answer: ApiResponse,
}

/// An idempotency key together with the request that carries it.
pub(super) struct KeyUse {
    scope: (String, String),
    request: [u8; 32],
}

impl KeyUse {
    pub(super) fn new(project: &str, key: String, operation: Operation, body: &[u8]) -> Self {
        let request = Sha256::new().chain_update(operation.path()).chain_update([0]).chain_update(body).finalize();
        Self { scope: (project.to_owned(), key), request: request.into() }
    }
}

impl Store {
    /// `None` when the key is new; otherwise what the policy says to answer.
    pub(super) fn repeated(&self, key: &KeyUse, policy: OnDuplicate) -> Option<Result<ApiResponse, Refusal>> {
        let first = self.used_keys.get(&key.scope)?;
        // The same key on another request is a mistake under either policy.
        if policy == OnDuplicate::SameAnswer && first.request == key.request {
            return Some(Ok(first.answer.clone()));
        }
        Some(Err(Refusal::key_exists()))
    }

    /// Something was done at the partner's request.
    pub(super) fn record(&mut self, operation: Operation, key: Option<&KeyUse>, session_id: String) {
        let key = key.map(|key| key.scope.1.clone());
        self.effects.push(Effect { endpoint: operation.name(), key, subject: session_id });
    }

    pub(super) fn remember(&mut self, key: KeyUse, answer: &ApiResponse) {
        self.used_keys.insert(key.scope, FirstUse { request: key.request, answer: answer.clone() });
    }

    pub(super) fn open(
        &mut self,
        project: String,
        init: Init,
        now: Timestamp,
    ) -> Result<(&mut Session, Outcome), Refusal> {
        let number = 1001 + self.sessions.len();
        let (shown, card) = self.instrument(init.instrument)?;
        let payment = Payment {
            id: format!("pm_{number}"),
            shown,
            card: card.face,
            plan: card.plan,
            state: session::Operation::new(now),
            three_ds: None,
            held: false,
            token: None,
        };
        let payout = init.payout.map(|payout| Payout {
            id: format!("po_{number}"),
            card: payout.face,
            plan: payout.plan,
            state: session::Operation::new(clock::shifted(now, 82)),
        });
        let terms = Terms {
            source: init.source,
            amount: init.amount,
            participants: init.participants,
            customer: init.customer,
            return_url: init.return_url,
            wants_token: init.recurrent,
        };
        let id = format!("ps_{number}");
        let (session, outcome) = Session::new(id.clone(), project, terms, payment, payout, now);
        Ok((self.sessions.entry(id).or_insert(session), outcome))
    }

    fn instrument(&self, instrument: Instrument) -> Result<(ShownInstrument, SavedCard), Refusal> {
        match instrument {
            Instrument::Card { face, plan } => Ok((ShownInstrument::Card, SavedCard { face, plan })),
            Instrument::Recurrent { token, initiator } => {
                let mut card = self.tokens.get(&token).cloned().ok_or_else(|| {
                    Refusal::invalid("payment_details_multi[0].recurrent.token: was not issued by this sandbox")
                })?;
                // Only a payment the payer started himself can ask him anything.
                card.plan.three_ds = initiator == Initiator::Client;
                Ok((ShownInstrument::Recurrent { token, initiator }, card))
            }
        }
    }

    /// A session of this project.
    pub(super) fn session(&mut self, id: &str, project: &str) -> Result<&mut Session, Refusal> {
        let session =
            self.sessions.get_mut(id).ok_or_else(|| Refusal::invalid("session_id: there is no such session"))?;
        if session.project != project {
            return Err(Refusal::authorization("the session belongs to another project"));
        }
        Ok(session)
    }

    pub(super) fn any_session(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.get_mut(id)
    }

    /// The session whose 3-D Secure page has this address.
    pub(super) fn by_page(&mut self, payment_id: &str, key: &str) -> Option<&mut Session> {
        self.sessions.values_mut().find(|session| {
            let three_ds = session.payment.three_ds.as_ref();
            session.payment.id == payment_id && three_ds.is_some_and(|page| page.key == key)
        })
    }

    /// The state of a token that was issued to this project.
    pub(super) fn token_status(&self, token: &str, project: &str) -> Result<Value, Refusal> {
        let own = self.sessions.values().filter(|session| session.project == project);
        let mut issued = own.filter_map(|session| session.payment.token.as_ref());
        let issued = issued.find(|issued| issued.token == token);
        let issued = issued.ok_or_else(|| Refusal::invalid("recurrent.token: there is no such token"))?;
        let (from, to) = (iso8601(issued.created_at), iso8601(issued.finished_at));
        let recurrent = json!({"token": token, "created_at": from, "finished_at": to, "is_active": true});
        Ok(json!({"status": "ok", "recurrent": recurrent}))
    }

    /// Makes the token of a session, if it has one by now, good for payments.
    pub(super) fn keep_token(&mut self, session_id: &str) {
        let Some(session) = self.sessions.get(session_id) else {
            return;
        };
        let Some(issued) = &session.payment.token else {
            return;
        };
        let card = SavedCard { face: session.payment.card.clone(), plan: session.payment.plan };
        self.tokens.insert(issued.token.clone(), card);
    }
}

//! What the bank keeps for later payments: tokens and subscriptions.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bank::Bank;
use super::call::Call;
use super::card::GivenCard;
use super::cards::{CardFace, PaymentPlan};
use super::error::Refusal;
use super::kept::Kept;
use super::operation::{IssuedToken, Lifetime, Payment, Subscription};
use super::request::{checked, is_digits};
use crate::clock::iso8601;
use crate::json::Object;
use crate::ledger::NotFound;

impl Bank {
    /// Makes what a payment issued good for later calls.
    pub(super) fn keep(&mut self, number: u64) {
        let (Some(owner), Some(session)) = (self.sessions.owner(number), self.sessions.get(number)) else { return };
        let of = |payment: &Payment| {
            (payment.token.clone(), payment.shown.face().cloned(), payment.plan, payment.subscription.clone())
        };
        let issued: Vec<_> = session.payments.iter().map(of).collect();
        let (owner, session) = (owner.to_owned(), session.id.clone());
        for (token, face, plan, subscription) in issued {
            if let Some(issued) = token {
                let token = issued.token.clone();
                let session = session.clone();
                self.keep_once(&owner, &token, Kept::Recurrent { face, plan, issued, is_active: true, session });
            }
            if let Some(Subscription { id, .. }) = subscription {
                self.keep_once(&owner, &id, Kept::Subscription { is_active: true });
            }
        }
    }

    fn keep_once(&mut self, owner: &str, name: &str, kept: Kept) {
        if self.kept.find_by_reference(name) == Err(NotFound::Unknown) {
            self.kept.open(owner, Some(name), kept);
        }
    }

    fn kept(&self, name: &str) -> Option<&Kept> {
        self.kept.get(self.kept.find_by_reference(name).ok()?)
    }

    /// The same if it was issued to this project.
    fn own(&mut self, name: &str, project: &str) -> Option<&mut Kept> {
        let number = self.kept.find_by_reference(name).ok()?;
        let number = self.kept.find(Some(number), project).ok()?;
        Some(self.kept.change(number)?.0)
    }

    /// What a token charges that is good for payments: the card, if it is one, and what happens.
    pub(super) fn saved(&self, token: &str, member: &str) -> Result<(Option<CardFace>, PaymentPlan), Refusal> {
        match self.kept(token) {
            Some(Kept::Recurrent { face, plan, is_active: true, .. }) => Ok((face.clone(), *plan)),
            Some(Kept::Recurrent { .. }) => Err(Refusal::invalid(&format!("{member}: is disabled"))),
            _ => Err(Refusal::invalid(&format!("{member}: was not issued by this sandbox"))),
        }
    }

    /// A token that a payout names: of an account, or of a card.
    pub(super) fn check_payout_token(&self, token: &str, member: &str) -> Result<(), Refusal> {
        match self.kept(token) {
            Some(Kept::Account) => Ok(()),
            _ => match self.saved(token, member)? {
                (Some(_), _) => Ok(()),
                (None, _) => Err(Refusal::invalid(&format!("{member}: is neither of a card nor of an account"))),
            },
        }
    }

    /// `recurrent/status`, `recurrent/disable`. Gives the session the token comes from.
    pub(super) fn recurrent(
        &mut self,
        call: Call,
        body: &Object<'_>,
        project: &str,
    ) -> Result<(Value, String), Refusal> {
        let recurrent = body.object("recurrent")?;
        let token = recurrent.string("token")?;
        let Some(Kept::Recurrent { issued, is_active, session, .. }) = self.own(token, project) else {
            return Err(Refusal::invalid("recurrent.token: there is no such token"));
        };
        if call == Call::RecurrentDisable {
            *is_active = false;
        }
        Ok((json!({"status": "ok", "recurrent": token_object(issued, *is_active)}), session.clone()))
    }

    /// `subscription/cancel`, `subscription/restore`. Gives the id of the subscription.
    pub(super) fn subscription(
        &mut self,
        call: Call,
        body: &Object<'_>,
        project: &str,
    ) -> Result<(Value, String), Refusal> {
        let id = body.string("subscription_id")?;
        let Some(Kept::Subscription { is_active }) = self.own(id, project) else {
            return Err(Refusal::invalid("subscription_id: there is no such subscription"));
        };
        *is_active = call == Call::SubscriptionRestore;
        Ok((json!({"status": "ok"}), id.to_owned()))
    }

    /// `token`, for the widgets of a browser. Returns the number of the token too: the token itself is no subject of an effect.
    pub(super) fn public_token(
        &mut self,
        body: &Object<'_>,
        project: &str,
        now: Timestamp,
    ) -> Result<(Value, String), Refusal> {
        let acquiring = body.optional_object("acquiring_widget")?;
        let self_employed = body.optional_object("self_employed_widget")?;
        let tokenize = body.optional_object("tokenize_widget")?;
        if acquiring.is_none() && self_employed.is_none() && tokenize.is_none() {
            return Err(body.missing("acquiring_widget, self_employed_widget or tokenize_widget").into());
        }
        if let Some(widget) = acquiring {
            self.find(widget.string("session_id")?, project)?;
            widget.optional_boolean("success_on_hold")?;
        }
        if let Some(widget) = self_employed {
            checked(&widget, "tax_reference", |text| is_digits(text, 12, 12), "must be 12 digits")?;
        }
        if let Some(widget) = tokenize {
            widget.optional_boolean("access")?;
        }
        let issued = IssuedToken::new(now, Lifetime::Day, &mut self.random);
        let token = issued.token.clone();
        let number = self.kept.open(project, Some(&token), Kept::Public(issued));
        Ok((json!({"status": "ok", "public_token": token}), number.to_string()))
    }

    /// `token/info`.
    pub(super) fn token_info(&mut self, body: &Object<'_>, project: &str, now: Timestamp) -> Result<Value, Refusal> {
        let info = match body.string("type")? {
            "card" => {
                // The object `card` stands here as in an instrument.
                let card = GivenCard::read(body)?;
                let face = card.face();
                let mut info = json!({"brand": face.brand, "last4": face.last4, "country_iso3": face.country_iso3});
                info.as_object_mut().into_iter().for_each(|info| {
                    info.insert("type".to_owned(), json!("card"));
                    let name = if card.kind == "tokenized_card" { "token" } else { "number_hash" };
                    info.extend(card.stand_in.map(|text| (name.to_owned(), json!(text))));
                });
                info
            }
            kind @ ("public_token" | "recurrent_token") => {
                let token = body.object(kind)?.string("token")?.to_owned();
                match self.own(&token, project) {
                    Some(Kept::Recurrent { issued, is_active, .. }) if kind == "recurrent_token" => {
                        shown(issued, *is_active)
                    }
                    Some(Kept::Public(issued)) if kind == "public_token" => shown(issued, issued.finished_at > now),
                    _ => return Err(Refusal::invalid(&format!("{kind}.token: there is no such token"))),
                }
            }
            _ => return Err(Refusal::invalid("type: must be card, public_token or recurrent_token")),
        };
        Ok(json!({"status": "ok", "info": info}))
    }

    /// `tokenize`, of a bank account.
    pub(super) fn tokenize(&mut self, body: &Object<'_>, project: &str) -> Result<(Value, String), Refusal> {
        let kind = checked(body, "type", |kind| kind == "bank_account_ru", "must be bank_account_ru")?;
        let details = body.object(kind)?;
        checked(&details, "bik", |bik| is_digits(bik, 9, 9), "must be 9 digits")?;
        let account = checked(&details, "account", |text| is_digits(text, 20, 20), "must be 20 digits")?;
        let (begin, end) = (account.get(..5).unwrap_or_default(), account.get(16..).unwrap_or_default());
        let token = self.random.token();
        let number = self.kept.open(project, Some(&token), Kept::Account);
        let answer = json!({"status": "ok", "token": token, "data": {"masked_account": format!("{begin}***{end}")}});
        Ok((answer, number.to_string()))
    }
}

fn shown(issued: &IssuedToken, is_active: bool) -> Value {
    let (from, to) = (iso8601(issued.created_at), iso8601(issued.finished_at));
    json!({"token": issued.token, "created_at": from, "finished_at": to, "is_active": is_active})
}

/// The object of a token that repeats a payment.
fn token_object(issued: &IssuedToken, is_active: bool) -> Value {
    let mut shown = shown(issued, is_active);
    shown.as_object_mut().into_iter().for_each(|shown| {
        shown.insert("type".to_owned(), json!("recurrent_token"));
    });
    shown
}

//! A payout to a card: the body of `orders/account2card`, and the order it makes.

use jiff::Timestamp;
use serde_json::Value;

use super::error::Refusal;
use crate::json::{Malformed, Object};
use crate::ledger::{Account, Postings, Sum};
use crate::pan;
use crate::random::Random;
use crate::record::Effect;

/// A body that keeps all the rules. The number of the card is gone: only what is going to happen is kept.
#[derive(Debug)]
pub(super) struct Instruction {
    pub(super) transaction: String,
    pub(super) description: String,
    /// In kopecks.
    pub(super) amount: u64,
    pub(super) recipient: Recipient,
}

#[derive(Debug)]
pub(super) enum Recipient {
    Number(Plan),
    Saved { customer_key: String, token: String },
}

/// What a payout comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Pay,
    PayLater,
    Decline,
    AskForPassword,
}

impl Plan {
    fn of(number: &str) -> Option<Self> {
        if !(13..=19).contains(&number.len()) || !pan::passes_luhn(number) {
            return None;
        }
        Some(match number {
            "4000000000000002" => Self::Decline,
            "4000000000000119" => Self::PayLater,
            "2200000000000004" => Self::AskForPassword,
            _ => Self::Pay,
        })
    }
}

impl Instruction {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::unreadable("body"))?;
        Self::of(&body)
    }

    fn of(body: &Value) -> Result<Self, Refusal> {
        let members = Object::of(body, "")?;
        // The provider's backend reads it into an unsigned number.
        let amount = members.value("amount").ok_or_else(|| Refusal::missing("amount"))?;
        let amount = amount.as_u64().ok_or_else(|| Refusal::unreadable("amount"))?;
        if amount == 0 {
            return Err(Refusal::field("amount", "must be above zero"));
        }
        for name in ["extra_data", "fiscal_data"] {
            members.optional_object(name)?;
        }
        members.optional_string("customer")?;
        Ok(Self {
            transaction: text(&members, "transaction")?,
            description: text(&members, "description")?,
            amount,
            recipient: Recipient::read(&members)?,
        })
    }
}

impl Recipient {
    fn read(members: &Object<'_>) -> Result<Self, Refusal> {
        match (members.optional_string("recipient_pan")?, members.optional_object("customer_card")?) {
            (Some(number), None) => {
                let plan = Plan::of(number).ok_or_else(|| Refusal::field("recipient_pan", "is no card number"))?;
                Ok(Self::Number(plan))
            }
            (None, Some(card)) => Ok(Self::Saved {
                customer_key: text(&card, "customer_key")?,
                token: text(&card, "customer_card_token")?,
            }),
            (None, None) => Err(Refusal::missing("recipient_pan")),
            (Some(_), Some(_)) => Err(Refusal::field("customer_card", "stands instead of recipient_pan")),
        }
    }
}

fn text(members: &Object<'_>, name: &str) -> Result<String, Refusal> {
    match members.string(name)? {
        "" => Err(Refusal::field(&members.path_of(name), "must not be empty")),
        text => Ok(text.to_owned()),
    }
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::malformed(&malformed)
    }
}

/// The order of a payout.
#[derive(Debug)]
pub(super) struct Payout {
    /// The id of the order.
    pub(super) id: String,
    pub(super) transaction: String,
    pub(super) description: String,
    pub(super) amount: u64,
    pub(super) created_at: Timestamp,
    state: Plan,
}

impl Payout {
    pub(super) fn new(instruction: Instruction, created_at: Timestamp, random: &mut Random) -> Self {
        let Instruction { transaction, description, amount, recipient } = instruction;
        let state = match recipient {
            Recipient::Number(plan) => plan,
            Recipient::Saved { .. } => Plan::Pay,
        };
        Self { id: random.uuid(), transaction, description, amount, created_at, state }
    }

    /// The word for it in an order.
    pub(super) const fn status(&self) -> &'static str {
        match self.state {
            Plan::Pay => "completed",
            Plan::PayLater => "processing",
            Plan::Decline => "canceled",
            Plan::AskForPassword => "wait_confirm",
        }
    }

    pub(super) fn is_processing(&self) -> bool {
        self.state == Plan::PayLater
    }

    pub(super) fn waits_for_password(&self) -> bool {
        self.state == Plan::AskForPassword
    }

    /// What took its time is done.
    pub(super) fn finish(&mut self, postings: Postings<'_>) {
        if self.is_processing() {
            self.state = Plan::Pay;
            self.transfer_money(postings);
        }
    }

    /// From the shop's money at the gateway to the card, unless the payout is declined or waits.
    pub(super) fn transfer_money(&self, mut postings: Postings<'_>) {
        if self.state == Plan::Pay {
            let sum = Sum::new(self.amount, "RUB");
            postings.debit(Account::Shop, sum.clone());
            postings.pay_out(&sum);
        }
    }

    pub(super) fn effect(&self) -> Effect {
        Effect { endpoint: "orders/account2card", key: Some(self.transaction.clone()), subject: self.id.clone() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn good() -> Value {
        json!({"recipient_pan": "4111111111111111", "amount": 100, "description": "d", "transaction": "t"})
    }

    #[test]
    fn a_refusal_names_the_field() {
        assert!(Instruction::of(&good()).is_ok());
        for (name, value, code, status) in [
            ("amount", json!(-1), 20099, 400),
            ("amount", json!("100"), 20099, 400),
            ("amount", json!(1.5), 20099, 400),
            ("amount", json!(0), 20098, 422),
            ("amount", json!(null), 20098, 422),
            ("recipient_pan", json!("4111111111111112"), 20098, 422),
            ("recipient_pan", json!(null), 20098, 422),
            ("description", json!(""), 20098, 422),
            ("description", json!(7), 20098, 422),
            ("transaction", json!(""), 20098, 422),
            ("customer", json!(7), 20098, 422),
            ("extra_data", json!([7]), 20098, 422),
            ("fiscal_data", json!("x"), 20098, 422),
            ("customer_card", json!({"customer_key": "c", "customer_card_token": "t"}), 20098, 422),
        ] {
            let mut body = good();
            body[name] = value.clone();
            let refusal = Instruction::of(&body).unwrap_err();
            assert_eq!((refusal.code, refusal.status.as_u16()), (code, status), "{name} {value}");
            assert!(refusal.message.contains(name), "{name} {value}: {}", refusal.message);
        }
        assert_eq!(Instruction::read(b"{").unwrap_err().code, 20099);
        assert_eq!(Instruction::read(b"[7]").unwrap_err().code, 20098);
    }

    #[test]
    fn a_saved_card_stands_instead_of_a_number() {
        let mut body = good();
        body["recipient_pan"] = json!(null);
        body["customer_card"] = json!({"customer_key": "c", "customer_card_token": ""});
        let refusal = Instruction::of(&body).unwrap_err();
        assert!(refusal.message.starts_with("customer_card.customer_card_token: "), "{}", refusal.message);
        body["customer_card"]["customer_card_token"] = json!("t");
        assert!(matches!(Instruction::of(&body).unwrap().recipient, Recipient::Saved { .. }));
    }
}

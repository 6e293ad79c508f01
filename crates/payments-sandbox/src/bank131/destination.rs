//! Where a payout goes.

use serde_json::Value;

use super::call::Version;
use super::card::GivenCard;
use super::cards::{CardFace, PayoutPlan};
use super::request::{check_optional, checked, is_digits};
use crate::json::{Malformed, Object};

/// A destination of a request. The number of a card is gone.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    pub(super) kind: PaidTo,
    pub(super) plan: PayoutPlan,
    /// A token that the bank has to have issued, and the member in which it stands.
    pub(super) token: Option<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) enum PaidTo {
    Card(CardFace),
    Account { shown: Value, system: System, number: String },
    Other { shown: Value },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Ru,
    Iban,
    FasterPayments,
    Verification,
}

impl Destination {
    /// The instrument of a payout under either of its names, if it is there.
    pub(super) fn optional(body: &Object<'_>) -> Result<Option<Self>, Malformed> {
        for name in [Version::V2, Version::V1].map(Version::payout_member) {
            if let Some(details) = body.optional_object(name)? {
                return Self::read(&details).map(Some);
            }
        }
        Ok(None)
    }

    pub(super) fn read(details: &Object<'_>) -> Result<Self, Malformed> {
        match details.string("type")? {
            "card" => {
                let card = GivenCard::read(details)?;
                let plan = PayoutPlan::of_card(&card.number);
                Ok(Self { kind: PaidTo::Card(card.face()), plan, token: None })
            }
            name @ "bank_account" => bank_account(details, &details.object(name)?),
            name @ "wallet" => wallet(details, &details.object(name)?),
            name @ "recurrent" => {
                let inner = details.object(name)?;
                let token = Some((inner.string("token")?.to_owned(), inner.path_of("token")));
                let kind = PaidTo::Other { shown: details.shown() };
                Ok(Self { kind, plan: PayoutPlan::Success, token })
            }
            _ => Err(Malformed::new(details.path_of("type"), "is none of the payouts that the sandbox knows")),
        }
    }

    pub(super) fn system(&self) -> Option<System> {
        if let PaidTo::Account { system, .. } = &self.kind { Some(*system) } else { None }
    }

    /// The account's number, for the confirmation.
    pub(super) fn account(&self) -> &str {
        if let PaidTo::Account { number, .. } = &self.kind { number } else { "" }
    }

    pub(super) fn shown(&self) -> Option<&Value> {
        match &self.kind {
            PaidTo::Card(_) => None,
            PaidTo::Account { shown, .. } | PaidTo::Other { shown } => Some(shown),
        }
    }

    pub(super) fn face(&self) -> Option<&CardFace> {
        if let PaidTo::Card(face) = &self.kind { Some(face) } else { None }
    }
}

fn bank_account(details: &Object<'_>, account: &Object<'_>) -> Result<Destination, Malformed> {
    let mut token = None;
    let name = account.string("system_type")?;
    let (system, number) = match name {
        "ru" => {
            let ru = account.object(name)?;
            token = ru.optional_string("token")?.map(|token| (token.to_owned(), ru.path_of("token")));
            (System::Ru, ru_account(&ru, token.is_some())?)
        }
        "iban" => (System::Iban, account.object(name)?.string("account")?),
        "faster_payment_system" => (System::FasterPayments, phone(&account.object(name)?)?),
        "faster_payment_system_verification" => (System::Verification, phone(&account.object(name)?)?),
        _ => return Err(Malformed::new(account.path_of("system_type"), "is none that the sandbox knows")),
    };
    let number = number.to_owned();
    let plan = PayoutPlan::of_account(&number);
    Ok(Destination { kind: PaidTo::Account { shown: details.shown(), system, number }, plan, token })
}

/// By BIC and number, or by a token.
fn ru_account<'a>(ru: &Object<'a>, has_token: bool) -> Result<&'a str, Malformed> {
    for name in ["full_name", "description"] {
        ru.string(name)?;
    }
    for name in ["inn", "kpp"] {
        ru.optional_string(name)?;
    }
    ru.optional_boolean("is_fast")?;
    if has_token {
        return Ok("");
    }
    checked(ru, "bik", |bik| is_digits(bik, 9, 9), "must be 9 digits")?;
    checked(ru, "account", |account| is_digits(account, 20, 20), "must be 20 digits")
}

/// Source: Bank 131, payouts by the faster payment system: a purpose has at most 140 characters.
fn phone<'a>(from: &Object<'a>) -> Result<&'a str, Malformed> {
    from.string("bank_id")?;
    check_optional(from, "description", |text| text.chars().count() <= 140, "must have at most 140 characters")?;
    checked(from, "phone", |phone| is_digits(phone, 10, 15), "must be 10 to 15 digits")
}

fn wallet(details: &Object<'_>, wallet: &Object<'_>) -> Result<Destination, Malformed> {
    let known = |kind: &str| matches!(kind, "qiwi" | "yoomoney" | "moneta" | "steam" | "telegram");
    let kind = checked(wallet, "type", known, "must be qiwi, yoomoney, moneta, steam or telegram")?;
    let inner = wallet.object(kind)?;
    inner.optional_string("description")?;
    let plan = PayoutPlan::of_account(inner.string("account")?);
    Ok(Destination { kind: PaidTo::Other { shown: details.shown() }, plan, token: None })
}

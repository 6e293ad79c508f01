//! How the payer pays.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::card::{GivenCard, named_card};
use super::cards::{Asks, CardFace, NO_3DS, PaymentPlan};
use super::request::{check_optional, checked, is_digits};
use crate::json::{Malformed, Object};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Initiator {
    Merchant,
    Client,
}

/// An instrument of a request. The number of a card is gone: only what is shown and what is going to happen is kept.
#[derive(Clone, Debug)]
pub(super) struct Instrument {
    pub(super) kind: PaidBy,
    /// Where it stands in the request.
    path: String,
}

#[derive(Clone, Debug)]
pub(super) enum PaidBy {
    Card { face: CardFace, plan: PaymentPlan },
    Recurrent { token: String, initiator: Initiator },
    Other { shown: Value, plan: PaymentPlan, wants: Wants },
}

/// What the rest of the request has to have, or not to have, because of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    Nothing,
    /// `payment_options.platform_details`.
    Platform,
    /// A call that pays out from an account.
    Account,
}

impl Instrument {
    /// The instrument in `payment_details`, if it is there.
    pub(super) fn optional(body: &Object<'_>, now: Timestamp) -> Result<Option<Self>, Malformed> {
        body.optional_object("payment_details")?.map(|details| Self::read(&details, now)).transpose()
    }

    pub(super) fn read(details: &Object<'_>, now: Timestamp) -> Result<Self, Malformed> {
        let other = |plan, wants| Ok(PaidBy::Other { shown: details.shown(), plan, wants });
        let kind = match details.string("type")? {
            "card" => {
                let card = GivenCard::read(details)?;
                Ok(PaidBy::Card { face: card.face(), plan: card.payment_plan(now) })
            }
            "recurrent" => read_recurrent(&details.object("recurrent")?),
            "secured_card" => other(secured_card(&details.object("secured_card")?)?, Wants::Nothing),
            name @ ("faster_payment_system" | "faster_payment_system_binding") => {
                if let Some(inner) = details.optional_object(name)? {
                    inner.optional_string("description")?;
                }
                other(PaymentPlan::after(Asks::Qr), Wants::Nothing)
            }
            name @ "internet_banking" => {
                let (plan, wants) = internet_banking(&details.object(name)?)?;
                other(plan, wants)
            }
            name @ "wallet" => {
                checked(&details.object(name)?, "type", |kind| kind == "yoomoney", "must be yoomoney in the sandbox")?;
                other(PaymentPlan::after(Asks::Redirect), Wants::Nothing)
            }
            name @ "crypto_wallet" => other(PaymentPlan::after(crypto_wallet(&details.object(name)?)?), Wants::Nothing),
            name @ "bank_account" => {
                let account = details.object(name)?;
                let kind = checked(&account, "system_type", |kind| kind == "upi", "must be upi in a payment")?;
                account.optional_object(kind)?;
                other(PaymentPlan::after(Asks::Redirect), Wants::Nothing)
            }
            name @ "internal_transfer" => {
                internal_transfer(&details.object(name)?)?;
                other(PaymentPlan::after(Asks::Nothing), Wants::Account)
            }
            _ => Err(Malformed::new(details.path_of("type"), "is none of the payments that the sandbox knows")),
        }?;
        Ok(Self { kind, path: details.path().to_owned() })
    }

    pub(super) fn wants(&self) -> Wants {
        if let PaidBy::Other { wants, .. } = &self.kind { *wants } else { Wants::Nothing }
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }
}

fn read_recurrent(from: &Object<'_>) -> Result<PaidBy, Malformed> {
    let initiator = match from.optional_string("initiator")? {
        None | Some("merchant") => Initiator::Merchant,
        Some("client") => Initiator::Client,
        Some(_) => {
            return Err(Malformed::new(from.path_of("initiator"), "must be merchant or client"));
        }
    };
    check_optional(from, "security_code", |text| is_digits(text, 3, 4), "must be three or four digits")?;
    Ok(PaidBy::Recurrent { token: from.string("token")?.to_owned(), initiator })
}

/// The owner of the phone has unlocked it: nothing more is asked, unless the token names a card.
fn secured_card(from: &Object<'_>) -> Result<PaymentPlan, Malformed> {
    let kind =
        checked(from, "type", |kind| matches!(kind, "google_pay" | "apple_pay"), "must be google_pay or apple_pay")?;
    let token = from.object(kind)?.string("token")?;
    let names_one = token.bytes().filter(u8::is_ascii_digit).count() >= 14;
    let card = if names_one { named_card(token) } else { NO_3DS.to_owned() };
    Ok(PaymentPlan { asks: Asks::Nothing, ..PaymentPlan::of_card(&card) })
}

fn internet_banking(from: &Object<'_>) -> Result<(PaymentPlan, Wants), Malformed> {
    let kind = from.string("type")?;
    let inner = from.optional_object(kind)?;
    let required = || inner.clone().ok_or_else(|| from.missing(kind));
    let (asks, wants) = match kind {
        "sber_pay" => (sber_pay(&required()?)?, Wants::Nothing),
        "tpay" => (Asks::Redirect, Wants::Platform),
        "alipay" | "alipay_hk" | "dana" | "gcash" | "kakaopay" | "wechatpay" | "china_unionpay" | "tamara" => {
            (Asks::Redirect, Wants::Nothing)
        }
        "phone_ident" => (with_texts(&required()?, &["phone"])?, Wants::Nothing),
        "pix" => (with_texts(&required()?, &["document", "name", "email"])?, Wants::Nothing),
        "country_ewallet" => (with_texts(&required()?, &["country_iso2"])?, Wants::Nothing),
        _ => return Err(Malformed::new(from.path_of("type"), "is none of the bank's internet banks")),
    };
    Ok((PaymentPlan::after(asks), wants))
}

/// Both spellings of the channel on a mobile phone.
fn sber_pay(from: &Object<'_>) -> Result<Asks, Malformed> {
    check_optional(from, "phone", |phone| is_digits(phone, 10, 15), "must be 10 to 15 digits")?;
    match from.string("channel")? {
        "app" | "mobile_web" | "web_mobile" => Ok(Asks::Redirect),
        "web" => Ok(Asks::Push),
        _ => Err(Malformed::new(from.path_of("channel"), "must be app, web or mobile_web")),
    }
}

/// Source: Bank 131, the bank's client library.
fn crypto_wallet(from: &Object<'_>) -> Result<Asks, Malformed> {
    let kind = checked(from, "type", |kind| kind == "ton", "must be ton")?;
    with_texts(&from.object(kind)?, &["address", "product_id", "product_name"])
}

fn with_texts(from: &Object<'_>, names: &[&str]) -> Result<Asks, Malformed> {
    names.iter().try_for_each(|name| from.string(name).map(drop))?;
    Ok(Asks::Redirect)
}

fn internal_transfer(from: &Object<'_>) -> Result<(), Malformed> {
    let known = |kind: &str| matches!(kind, "transfer_from_nominal_account" | "transfer_from_bank_account");
    let rule = "must be transfer_from_nominal_account or transfer_from_bank_account";
    let kind = checked(from, "type", known, rule)?;
    purpose(&from.object(kind)?, "description")
}

/// Of a payout from an account.
///
/// Source: Bank 131, payouts from an escrow account.
pub(super) fn purpose(from: &Object<'_>, name: &str) -> Result<(), Malformed> {
    let fits = |text: &str| text.chars().count() <= 210 && !text.contains(['?', '!']);
    checked(from, name, fits, "must have at most 210 characters, and neither ? nor !").map(drop)
}

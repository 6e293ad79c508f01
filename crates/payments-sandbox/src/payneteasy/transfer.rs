//! What a `transfer-form` request asks for.

use super::cards::{CardFace, Decision, Expiry, Plan};
use super::fields::Fields;
use super::refusal::Refusal;
use super::scenario::Scenario;
use crate::callback_url::CallbackUrl;

/// A request that keeps all the rules.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) client_orderid: String,
    pub(super) amount: String,
    pub(super) currency: String,
    pub(super) description: String,
    pub(super) payer: Payer,
    pub(super) source: Source,
    pub(super) destination: Destination,
    pub(super) redirect: Redirect,
    /// Where the request wants its callbacks, when that is an address the sandbox calls.
    pub(super) callback_url: Option<CallbackUrl>,
    /// True when the request names an address, callable or not.
    pub(super) wants_callback: bool,
    /// True when that address is to be told of later changes too.
    pub(super) all_updates: bool,
    /// What fraud control or a broken gateway makes of the transfer, whatever the card says.
    pub(super) intervention: Option<Decision>,
}

/// What is told about the payer wherever it is known.
#[derive(Debug)]
pub(super) struct Payer {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
}

/// Where the money comes from.
#[derive(Debug)]
pub(super) enum Source {
    Form,
    Card { face: CardFace, holder: Option<String>, plan: Plan },
    Deposit,
}

/// Where it goes.
#[derive(Debug)]
pub(super) enum Destination {
    Form,
    Card(CardFace),
}

/// Where the payer's browser goes in the end.
#[derive(Debug)]
pub(super) enum Redirect {
    Single(String),
    Split { success: String, fail: String },
}

impl Redirect {
    pub(super) fn after(&self, verdict: Decision) -> &str {
        match (self, verdict) {
            (Self::Single(url), _) | (Self::Split { success: url, .. }, Decision::Approved) => url,
            (Self::Split { fail, .. }, _) => fail,
        }
    }
}

const REQUIRED: [&str; 6] = ["client_orderid", "order_desc", "amount", "currency", "ipaddress", "deposit2card"];

impl Transfer {
    /// `recurring_payment` finds the card an id stands for.
    pub(super) fn read(fields: &Fields, recurring_payment: impl Fn(&str) -> Option<CardFace>) -> Result<Self, Refusal> {
        for name in REQUIRED {
            fields.require(name)?;
        }
        fields.check_shapes()?;
        let scenario = Scenario::recognize(fields)?;
        check_state(fields)?;
        let redirect = redirect(fields)?;
        let callback = callback(fields)?;
        let find = |name: &str| {
            let id = fields.require(name)?;
            recurring_payment(id).ok_or_else(Refusal::no_recurring_payment)
        };
        let destination = destination(scenario, fields, find)?;
        let source = source(scenario, fields, find)?;
        Ok(Self {
            client_orderid: fields.require("client_orderid")?.to_owned(),
            amount: with_hundredths(fields.require("amount")?),
            currency: fields.require("currency")?.to_owned(),
            description: fields.require("order_desc")?.to_owned(),
            payer: payer(fields),
            source,
            destination,
            redirect,
            callback_url: callback.and_then(|url| url.parse().ok()),
            wants_callback: callback.is_some(),
            all_updates: fields.has("notify_url"),
            intervention: intervention(fields),
        })
    }
}

fn check_state(fields: &Fields) -> Result<(), Refusal> {
    match fields.get("country") {
        Some("US" | "CA" | "AU") => fields.require("state").map(drop),
        _ => Ok(()),
    }
}

fn redirect(fields: &Fields) -> Result<Redirect, Refusal> {
    let pair = ["redirect_success_url", "redirect_fail_url"];
    if let Some(url) = fields.get("redirect_url") {
        return match pair.into_iter().find(|name| fields.has(name)) {
            Some(name) => Err(Refusal::invalid(name, "cannot be used together with redirect_url")),
            None => Ok(Redirect::Single(url.to_owned())),
        };
    }
    if !pair.into_iter().any(|name| fields.has(name)) {
        return Err(Refusal::required("redirect_url"));
    }
    let [success, fail] = pair.map(|name| fields.require(name).map(str::to_owned));
    Ok(Redirect::Split { success: success?, fail: fail? })
}

fn callback(fields: &Fields) -> Result<Option<&str>, Refusal> {
    match (fields.get("server_callback_url"), fields.get("notify_url")) {
        (Some(_), Some(_)) => Err(Refusal::invalid("notify_url", "cannot be used together with server_callback_url")),
        (url, None) | (None, url) => Ok(url),
    }
}

fn destination(
    scenario: Scenario,
    fields: &Fields,
    find: impl Fn(&str) -> Result<CardFace, Refusal>,
) -> Result<Destination, Refusal> {
    match scenario {
        Scenario::FormToPan => {
            let name = if fields.has("destination") { "destination" } else { "destination-card-no" };
            card(fields, name).map(Destination::Card)
        }
        Scenario::FormToRpi => find("destination_card_recurring_payment_id").map(Destination::Card),
        Scenario::PanToForm | Scenario::RpiToForm | Scenario::FormToForm | Scenario::DepositToForm => {
            Ok(Destination::Form)
        }
    }
}

fn source(
    scenario: Scenario,
    fields: &Fields,
    find: impl Fn(&str) -> Result<CardFace, Refusal>,
) -> Result<Source, Refusal> {
    match scenario {
        Scenario::PanToForm => Ok(Source::Card {
            face: card(fields, "credit_card_number")?,
            holder: Some(fields.require("card_printed_name")?.to_owned()),
            plan: Plan::of_cvv2(fields.require("cvv2")?)
                .until(Expiry::read(fields.require("expire_month")?, fields.require("expire_year")?)),
        }),
        Scenario::RpiToForm => {
            let face = find("card_recurring_payment_id")?;
            let cvv2 = fields.get("cvv2").ok_or_else(|| match fields.require("client_orderid") {
                Ok(id) => Refusal::no_cvv2(id),
                Err(missing) => missing,
            })?;
            Ok(Source::Card { face, holder: None, plan: Plan::of_cvv2(cvv2) })
        }
        Scenario::DepositToForm => Ok(Source::Deposit),
        Scenario::FormToPan | Scenario::FormToRpi | Scenario::FormToForm => Ok(Source::Form),
    }
}

fn card(fields: &Fields, name: &str) -> Result<CardFace, Refusal> {
    CardFace::of(fields.require(name)?).ok_or_else(|| Refusal::invalid(name, "must be a card number"))
}

fn payer(fields: &Fields) -> Payer {
    let text = |name: &str| fields.get(name).map(str::to_owned);
    Payer {
        first_name: text("first_name"),
        last_name: text("last_name"),
        email: text("email"),
        phone: text("phone").or_else(|| text("cell_phone")),
    }
}

/// The way to the two outcomes that no documented card leads to: fraud control reads `purpose`.
fn intervention(fields: &Fields) -> Option<Decision> {
    match fields.get("purpose") {
        Some("sandbox-filtered") => Some(Decision::Filtered),
        Some("sandbox-error") => Some(Decision::Error),
        _ => None,
    }
}

/// `100` and `100.5` become `100.00` and `100.50`, as the gateway writes amounts. Finer ones stay as they are.
fn with_hundredths(amount: &str) -> String {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    format!("{whole}.{fraction:0<2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_with_hundredths() {
        let shown: Vec<String> = ["100", "100.5", "0.94", "1.234"].map(with_hundredths).into();
        assert_eq!(shown, ["100.00", "100.50", "0.94", "1.234"]);
    }
}

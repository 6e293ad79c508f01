//! `confirm_information`: what the partner checks and sends back to let a payout from an account go on.

use serde_json::{Value, json};

use super::call::{Source, Version};
use super::given::Given;
use super::request::Money;

/// The account of a project from which is paid if the request names none.
const SETTLEMENT: &str = "40702810000000000131";
const ESCROW: &str = "40701810000000000131";

/// The account that a payout comes from.
pub(super) fn account(given: &Given, source: Source) -> &str {
    let named = given.participants.as_ref().and_then(|participants| participants.of_sender("account"));
    named.unwrap_or(if source == Source::Escrow { ESCROW } else { SETTLEMENT })
}

/// `None` for payouts from the balance, which have none.
pub(super) fn information(given: &Given, source: Source, version: Version) -> Option<Value> {
    if source == Source::Balance {
        return None;
    }
    let participants = given.participants.as_ref();
    let name_of = |found: Option<&str>| found.unwrap_or("ООО «Песочница»").to_owned();
    let sender = name_of(participants.and_then(|both| both.of_sender("full_name").or(both.of_sender("company_name"))));
    let to = given.destination.as_ref()?;
    let named = participants.and_then(|both| both.of_recipient("full_name"));
    let inner = inner(to.shown());
    let recipient = name_of(named.or_else(|| inner.get("full_name").and_then(Value::as_str)));
    let purpose = inner.get("description").and_then(Value::as_str).unwrap_or("Перевод на карту");
    let party = |account: &str, name: &str, bik: &str| {
        json!({
            "account_number": account,
            "name": name,
            "bank_name": if bik == OWN_BIK { "Банк 131" } else { "Банк получателя" },
            "bik": bik,
            "correspondent_account_number": "30101810000000000131",
        })
    };
    let bik = inner.get("bik").and_then(Value::as_str).unwrap_or(OWN_BIK);
    let customer = party(account(given, source), &sender, OWN_BIK);
    let recipient = party(to.account(), &recipient, bik);
    let mut details = json!({
        "customer": customer,
        "recipient": recipient,
        "purpose": purpose,
        "amount": given.amount.as_ref().map(|Money { amount, currency }| json!({"amount": amount, "currency": currency})),
    });
    // The instrument itself stands here, without its wrapper.
    let instrument = match to.face() {
        Some(face) => json!(face),
        None => inner,
    };
    if let Some(members) = details.as_object_mut() {
        members.insert(version.payout_member().to_owned(), instrument);
    }
    Some(json!({"transfer_details": details, "account_details": {"sender": customer, "recipient": recipient}}))
}

const OWN_BIK: &str = "049205131";

/// The innermost object of an instrument, such as that of `bank_account.ru`.
fn inner(shown: Option<&Value>) -> Value {
    let mut value = shown.cloned().unwrap_or_default();
    for _ in 0..2 {
        let name = value.get("system_type").or(value.get("type")).and_then(Value::as_str);
        let Some(found) = name.and_then(|name| value.get(name)).cloned() else { break };
        value = found;
    }
    value
}

//! What the merchant is told about the end of an order: by a callback from server to server, and by the payer's browser.

use std::time::Duration;

use axum::http::StatusCode;
use url::form_urlencoded;

use super::cards::CardFace;
use super::order::{End, Order};
use super::reversal;
use crate::delivery::{Callback, Message, Recipient, Redelivery};
use crate::digest::sha1_hex;

/// Thirty attempts in fourteen days are documented, and that the intervals grow. Doubling from a minute up to sixteen
/// hours makes just that: 29 repetitions, the last of them in the middle of the fourteenth day.
const REDELIVERY: Redelivery = Redelivery {
    first_interval: Duration::from_secs(60),
    longest_interval: Duration::from_secs(16 * 3600),
    give_up_after: Duration::from_secs(14 * 24 * 3600),
    answer_timeout: Duration::from_secs(20),
    accepts: |status| status == StatusCode::OK,
    acknowledged_by: None,
};

type Parameters = Vec<(&'static str, String)>;

/// The checksum: not over the amount, the currency or anything else than these three.
fn control(status: &str, orderid: &str, merchant_order: &str, merchant_control: &str) -> String {
    sha1_hex([status, orderid, merchant_order, merchant_control].concat())
}

/// The callback about a finished order. It comes at every end, whatever the status.
///
/// Source: PaynetEasy, Merchant callback parameters.
pub(super) fn callback(order: &Order, transaction_type: &str, merchant_control: &str) -> Option<Callback> {
    let end = order.end()?;
    let mut parameters = common(order, end, transaction_type);
    parameters.push(("currency", order.transfer.currency.clone()));
    let payer = &order.transfer.payer;
    optional(&mut parameters, "name", holder(order));
    optional(&mut parameters, "email", payer.email.clone());
    optional(&mut parameters, "approval-code", end.approval_code.clone());
    parameters.push(("processor-rrn", end.rrn.clone()));
    sign(&mut parameters, order, end.verdict.status(), merchant_control);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    Some(Callback {
        subject: order.id.to_string(),
        event: end.verdict.status(),
        to: recipient(order, order.transfer.wants_callback),
        redelivery: REDELIVERY,
        message: Message::Get { query, signed: "orderid" },
    })
}

/// The callback about the latest return.
///
/// Source: PaynetEasy, Merchant callback parameters.
pub(super) fn reversal(order: &Order, merchant_control: &str) -> Option<Callback> {
    let (end, reversal) = (order.end()?, order.reversals.last()?);
    let mut parameters = common(order, end, reversal::TYPE);
    for (name, value) in &mut parameters {
        match *name {
            "amount" => value.clone_from(&reversal.amount),
            "status" => reversal.status().clone_into(value),
            _ => {}
        }
    }
    parameters.push(("currency", order.transfer.currency.clone()));
    optional(&mut parameters, "comment", reversal.comment.clone());
    sign(&mut parameters, order, reversal.status(), merchant_control);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    Some(Callback {
        subject: order.id.to_string(),
        event: reversal.status(),
        to: recipient(order, order.transfer.all_updates),
        redelivery: REDELIVERY,
        message: Message::Get { query, signed: "orderid" },
    })
}

/// To whom a callback goes that the request asked for or did not.
fn recipient(order: &Order, asked_for: bool) -> Recipient {
    if asked_for { Recipient::SetOr(order.transfer.callback_url.clone()) } else { Recipient::Set }
}

/// Where the browser takes what, after the end.
pub(super) fn final_redirect<'a>(
    order: &'a Order,
    transaction_type: &str,
    merchant_control: &str,
) -> Option<(&'a str, Parameters)> {
    let end = order.end()?;
    let mut parameters = common(order, end, transaction_type);
    sign(&mut parameters, order, end.verdict.status(), merchant_control);
    Some((order.transfer.redirect.after(end.verdict), parameters))
}

fn common(order: &Order, end: &End, transaction_type: &str) -> Parameters {
    let merchant_order = &order.transfer.client_orderid;
    let mut parameters = vec![
        ("type", transaction_type.to_owned()),
        ("status", end.verdict.status().to_owned()),
        ("amount", order.transfer.amount.clone()),
        ("orderid", order.id.to_string()),
        ("merchant_order", merchant_order.clone()),
        ("client_orderid", merchant_order.clone()),
        ("descriptor", "SANDBOX".to_owned()),
    ];
    if let Some(reason) = end.verdict.reason() {
        parameters.push(("error_code", reason.code.to_string()));
        parameters.push(("error_message", reason.message.to_owned()));
    }
    let names = ["last-four-digits", "bin", "card-type"];
    card(&mut parameters, names, order.source.as_ref().map(|source| &source.face));
    card(&mut parameters, ["dest-last-four-digits", "dest-bin", "dest-card-type"], order.destination.as_ref());
    optional(&mut parameters, "card-holder-name", holder(order));
    optional(&mut parameters, "phone", order.transfer.payer.phone.clone());
    parameters.push(("processor-tx-id", end.processor_tx_id.clone()));
    parameters.push(("gate-partial-reversal", "enabled".to_owned()));
    parameters.push(("gate-partial-capture", "disabled".to_owned()));
    parameters
}

fn holder(order: &Order) -> Option<String> {
    order.source.as_ref().and_then(|source| source.holder.clone())
}

fn card(parameters: &mut Parameters, names: [&'static str; 3], face: Option<&CardFace>) {
    if let Some(face) = face {
        parameters.extend(names.into_iter().zip([face.last4.clone(), face.bin.clone(), face.brand.to_owned()]));
    }
}

fn optional(parameters: &mut Parameters, name: &'static str, value: Option<String>) {
    parameters.extend(value.map(|value| (name, value)));
}

fn sign(parameters: &mut Parameters, order: &Order, status: &str, merchant_control: &str) {
    let checksum = control(status, &order.id.to_string(), &order.transfer.client_orderid, merchant_control);
    parameters.push(("control", checksum));
}

#[cfg(test)]
mod tests {
    use super::super::oauth::vectors;
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        let vectors = vectors();
        let vectors = vectors["control_callback"].as_array().unwrap();
        assert_eq!(vectors.len(), 7);
        for vector in vectors {
            let part = |position: usize| vector["parts"][position].as_str().unwrap();
            assert_eq!(control(part(0), part(1), part(2), part(3)), vector["control"].as_str().unwrap());
        }
    }

    #[test]
    fn thirty_attempts_in_fourteen_days() {
        let intervals: Vec<Duration> = REDELIVERY.intervals().collect();
        assert_eq!(intervals.len(), 29);
        assert!(intervals.is_sorted());
        let days = intervals.iter().sum::<Duration>().as_secs() / (24 * 3600);
        assert_eq!(days, 13);
    }
}

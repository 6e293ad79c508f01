//! What `status` tells about an order.

use super::answer::ApiResponse;
use super::cards::CardFace;
use super::fields::Fields;
use super::order::{End, Order};
use super::refusal::Refusal;
use super::reversal::{self, Reversal};

/// `by-request-sn` asks for the stage a request began: the one that made the order, or one that returned money of it.
pub(super) fn check_stage<'a>(order: &Order, fields: &'a Fields) -> Result<Option<&'a str>, Refusal> {
    let Some(serial_number) = fields.get("by-request-sn") else { return Ok(None) };
    if serial_number == order.serial_number || order.reversals.iter().any(|one| one.serial_number == serial_number) {
        return Ok(Some(serial_number));
    }
    Err(Refusal::invalid("by-request-sn", "is not the serial number of a request that made or changed this order"))
}

/// The return that is told of: the latest, or that of the stage.
fn reversal<'a>(order: &'a Order, stage: Option<&str>) -> Option<&'a Reversal> {
    match stage {
        None => order.reversals.last(),
        Some(stage) => order.reversals.iter().find(|reversal| reversal.serial_number == stage),
    }
}

pub(super) fn answer(
    order: &Order,
    serial_number: &str,
    stage: Option<&str>,
    transaction_type: &str,
    endpoint_id: u64,
) -> ApiResponse {
    let transfer = &order.transfer;
    let reversal = reversal(order, stage);
    let status = reversal.map_or_else(|| order.status(), Reversal::status);
    let (kind, begin, amount) = match reversal {
        Some(reversal) => (reversal::TYPE, reversal::TYPE, &reversal.amount),
        None => (transaction_type, "transfer", &transfer.amount),
    };
    let mut answer = ApiResponse::new("status-response", serial_number)
        .text("merchant-order-id", &*transfer.client_orderid)
        // A text in JSON too: only the reply to `sale`, which is not simulated, has a number there.
        .text("paynet-order-id", order.id.to_string())
        .text("status", status)
        .text("amount", &**amount)
        .text("currency", &*transfer.currency)
        .text("initial-amount", &*transfer.amount)
        .text("transaction-type", kind)
        .text("order-stage", format!("{begin}_{status}"))
        .optional("by-request-sn", stage)
        .text("end-point-id", endpoint_id.to_string())
        .optional("first-name", transfer.payer.first_name.as_deref())
        .optional("last-name", transfer.payer.last_name.as_deref())
        .optional("email", transfer.payer.email.as_deref())
        .optional("phone", transfer.payer.phone.as_deref());
    if let Some(source) = &order.source {
        answer = card(answer, ["card-type", "bin", "last-four-digits"], &source.face)
            .optional("cardholder-name", source.holder.as_deref());
    }
    if let Some(face) = &order.destination {
        answer = card(answer, ["dest-card-type", "dest-bin", "dest-last-four-digits"], face);
    }
    match order.end() {
        Some(end) => finished(answer, order, end),
        None => answer,
    }
}

fn card(answer: ApiResponse, [brand, bin, last4]: [&'static str; 3], face: &CardFace) -> ApiResponse {
    answer.text(brand, face.brand).text(bin, &*face.bin).text(last4, &*face.last4)
}

fn finished(answer: ApiResponse, order: &Order, end: &End) -> ApiResponse {
    let answer = answer
        .optional("verified-3d-status", order.is_authenticated().then_some("AUTHENTICATED"))
        .text("processor-tx-id", &*end.processor_tx_id)
        .text("processor-rrn", &*end.rrn)
        .optional("approval-code", end.approval_code.as_deref())
        .text("descriptor", "SANDBOX")
        .text("paynet-processing-date", end.at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
        .text("gate-partial-reversal", "enabled")
        .text("gate-partial-capture", "disabled");
    match end.verdict.reason() {
        Some(reason) => answer.text("error-message", reason.message).number("error-code", reason.code),
        None => answer,
    }
}

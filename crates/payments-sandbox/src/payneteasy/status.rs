//! What `status` tells about an order.

use super::answer::ApiResponse;
use super::cards::CardFace;
use super::fields::Fields;
use super::order::{End, Order};
use super::refusal::Refusal;

/// `by-request-sn` asks for the stage a request began. The only such request here is the one that made the order, and
/// its stage is the whole of it.
pub(super) fn check_stage<'a>(order: &Order, fields: &'a Fields) -> Result<Option<&'a str>, Refusal> {
    match fields.get("by-request-sn") {
        Some(serial_number) if serial_number != order.serial_number => {
            Err(Refusal::invalid("by-request-sn", "is not the serial number of the request that made this order"))
        }
        stage => Ok(stage),
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
    let mut answer = ApiResponse::new("status-response", serial_number)
        .text("merchant-order-id", &*transfer.client_orderid)
        // A text in JSON too: only the reply to `sale`, which is not simulated, has a number there.
        .text("paynet-order-id", order.id.to_string())
        .text("status", order.status())
        .text("amount", &*transfer.amount)
        .text("currency", &*transfer.currency)
        .text("initial-amount", &*transfer.amount)
        .text("transaction-type", transaction_type)
        .text("order-stage", format!("transfer_{}", order.status()))
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
        .text("gate-partial-reversal", "disabled")
        .text("gate-partial-capture", "disabled");
    match end.verdict.reason() {
        Some(reason) => answer.text("error-message", reason.message).number("error-code", reason.code),
        None => answer,
    }
}

//! Refusals and unreadable responses, the same files for every endpoint, and the errors they result in.

use payments_contract::{Checked, Exchange, Failed, Failure, Failures, expect_error, expect_hidden};
use payments_core::{Effect as _, EffectKind, Endpoint, ProviderText};
use payments_samples::{PaynetEasy as Samples, Sampled, Sampler as _};
use payneteasy_client::order::{ClientOrderId, OrderId, SerialNumber};
use payneteasy_client::{Error, ErrorCode, PaynetEasy, Recovery, Refusal, RefusalKind};

use crate::oauth;

/// The order number of the document's examples.
const ORDER: &str = "34T43R77N";

/// A response that makes a call fail, and the expected error.
#[derive(Clone, Copy)]
pub(crate) struct ErrorResponse {
    column: &'static str,
    how: Failed,
    /// The same for a call that only reads.
    read: Failed,
    http: u16,
    said: Option<Said>,
    /// The `Display` text after the HTTP status; of an unreadable response, where that is and why.
    says: &'static str,
}

/// The expected content of the refusal.
#[derive(Clone, Copy)]
struct Said {
    kind: RefusalKind,
    code: Option<&'static str>,
    message: Option<&'static str>,
    serial_number: Option<&'static str>,
    client_order_id: Option<&'static str>,
    order_id: Option<&'static str>,
}

const fn without_words(kind: RefusalKind) -> Said {
    Said { kind, code: None, message: None, serial_number: None, client_order_id: None, order_id: None }
}

const fn said(
    kind: RefusalKind,
    code: &'static str,
    message: &'static str,
    serial_number: &'static str,
    client_order_id: Option<&'static str>,
) -> Said {
    let (code, message, serial_number) = (Some(code), Some(message), Some(serial_number));
    Said { kind, code, message, serial_number, client_order_id, order_id: None }
}

const fn refused(column: &'static str, http: u16, said: Said, says: &'static str) -> ErrorResponse {
    ErrorResponse { column, how: Failed::Refused, read: Failed::Refused, http, said: Some(said), says }
}

const fn undecided(column: &'static str, http: u16, said: Option<Said>, says: &'static str) -> ErrorResponse {
    ErrorResponse { column, how: Failed::Undecided, read: Failed::Undecided, http, said, says }
}

const fn unreadable(column: &'static str, says: &'static str) -> ErrorResponse {
    ErrorResponse { column, how: Failed::Unreadable, read: Failed::Unreadable, http: 200, said: None, says }
}

/// Documented refusals, and other responses that make a call fail.
const REFUSALS: [ErrorResponse; 8] = [
    refused(
        "access_denied",
        403,
        without_words(RefusalKind::AccessDenied),
        "access is denied: signature, key, terminal or address, or this machine's clock",
    ),
    refused(
        "unauthorized",
        401,
        without_words(RefusalKind::AccessDenied),
        "access is denied: signature, key, terminal or address, or this machine's clock",
    ),
    refused(
        "parameter_required",
        200,
        said(
            RefusalKind::Validation,
            "1",
            "Parameter credit_card_number is required",
            "00000000-0000-0000-0000-000002ddc2ee",
            None,
        ),
        "validation-error 1: Parameter credit_card_number is required",
    ),
    refused(
        "json_validation_error",
        400,
        said(
            RefusalKind::Validation,
            "1",
            "Parameter credit_card_number is required",
            "00000000-0000-0000-0000-000002ddc2f0",
            Some(ORDER),
        ),
        "validation-error 1: Parameter credit_card_number is required",
    ),
    ErrorResponse {
        read: Failed::Refused,
        ..undecided(
            "error",
            200,
            Some(Said {
                order_id: Some("6863962"),
                ..said(
                    RefusalKind::Error,
                    "5",
                    "Card 4047 7535 1876 4320\nis not allowed",
                    "00000000-0000-0000-0000-000002ddc2ef",
                    Some(ORDER),
                )
            }),
            "error 5: Card ************4320 is not allowed",
        )
    },
    refused("not_found", 404, without_words(RefusalKind::Http), "no reason was given; is the base URL right?"),
    undecided("redirect", 307, None, "the response does not say"),
    undecided("bad_gateway", 502, None, "the response does not say"),
];

/// Refusals that one endpoint has: the responses of the examples Form to RPI and RPI to Form.
const OF_ONE: [ErrorResponse; 2] = [
    refused(
        "recurring_payment_not_found",
        200,
        said(
            RefusalKind::Validation,
            "122",
            "Recurring payment not found",
            "00000000-0000-0000-0000-000002ddc2b8",
            None,
        ),
        "validation-error 122: Recurring payment not found",
    ),
    refused(
        "security_code_required",
        200,
        said(
            RefusalKind::Validation,
            "29",
            "Src card cvv2 should be filled in transfer.",
            "00000000-0000-0000-0000-000002ddc2ec",
            Some(ORDER),
        ),
        "validation-error 29: Src card cvv2 should be filled in transfer.",
    ),
];

/// Their names.
pub(crate) fn refusals_of_one() -> [&'static str; 2] {
    OF_ONE.map(|answer| answer.column)
}

/// Unreadable responses, after which the outcome is unknown.
const MALFORMED: [ErrorResponse; 4] = [
    unreadable("page", "type: missing"),
    unreadable("empty_body", "type: missing"),
    unreadable("another_command", "type: expected "),
    unreadable("json_truncated", "type: missing"),
];

/// Unreadable responses that each endpoint has its own of, or none: its sample says where they cannot be read.
pub(crate) const MALFORMED_OF_ONE: [&str; 5] =
    ["truncated", "without_redirect_url", "without_order_id", "without_status", "without_an_id"];

/// How PaynetEasy's calls fail.
pub(crate) enum PaynetEasyFailures {}

impl Failures for PaynetEasyFailures {
    type Sampler = Samples;
    type Expected = ErrorResponse;

    const REFUSALS: &'static [ErrorResponse] = &REFUSALS;
    const MALFORMED: &'static [ErrorResponse] = &MALFORMED;
    const OF_THE_OTHER_CLIENT: &'static [&'static str] = &["json_validation_error", "json_truncated"];

    fn name(expected: &ErrorResponse) -> &'static str {
        expected.column
    }

    fn own(name: &'static str, unreadable_at: Option<&'static str>) -> Option<ErrorResponse> {
        match unreadable_at {
            Some(at) => Some(unreadable(name, at)),
            None => OF_ONE.into_iter().find(|answer| answer.column == name),
        }
    }

    async fn fails<E: Sampled + Endpoint<Provider = PaynetEasy>>(
        exchange: Exchange,
        request: fn() -> Result<E, Failure>,
        answer: ErrorResponse,
    ) -> Checked {
        let (address, in_json) = (exchange.address(), PaynetEasyFailures::OF_THE_OTHER_CLIENT.contains(&answer.column));
        let client = if in_json { Samples::other_at(&address)? } else { Samples::at(&address)? };
        let result = client.send(&request()?).await;
        let how = if E::Effect::KIND == EffectKind::Reads { answer.read } else { answer.how };
        let error = expect_error::<E>(how, result)?;

        is_said(error.refusal(), answer.said);
        assert_eq!(error.http().map(|http| http.status().as_u16()), Some(answer.http));
        let unreadable = if answer.how == Failed::Unreadable { "the response cannot be read, at " } else { "" };
        assert!(error.to_string().contains(&format!("(HTTP {}): {unreadable}{}", answer.http, answer.says)), "{error}");
        is_recovered(&error, E::NAME)?;

        let sent = exchange.received().await?;
        if E::NAME == "return" {
            let form = oauth::form(std::str::from_utf8(&sent.body)?)?;
            let control = form.iter().find(|(name, _)| name == "control").ok_or("no checksum was sent")?;
            return expect_hidden(&error, &[("the control key", Samples::SECRETS[0]), ("the checksum", &control.1)]);
        }
        let header = sent.header("authorization").ok_or("no signature was sent")?;
        expect_hidden(
            &error,
            &[
                ("the sender's card number", "4047753518764320"),
                ("the sender's card number", "4047 7535"),
                ("the receiver's card number", "4268736646656312"),
                ("the security code", "123"),
                ("the recurring payment id", "1491854"),
                ("the signature", &oauth::signature(header)?),
                ("the header", header),
            ],
        )
    }
}

fn is_said(refusal: Option<&Refusal>, said: Option<Said>) {
    assert_eq!(refusal.map(Refusal::kind), said.map(|said| said.kind));
    assert_eq!(refusal.and_then(Refusal::code).map(ErrorCode::as_str), said.and_then(|said| said.code));
    assert_eq!(
        refusal.and_then(Refusal::message),
        said.and_then(|said| said.message).map(ProviderText::from),
        "unchanged for those who ask"
    );
    let serial_number = refusal.and_then(Refusal::serial_number);
    assert_eq!(serial_number.as_ref().map(SerialNumber::as_str), said.and_then(|said| said.serial_number));
    let order = refusal.and_then(Refusal::client_order_id);
    assert_eq!(order.as_ref().map(ClientOrderId::as_str), said.and_then(|said| said.client_order_id));
    let order = refusal.and_then(Refusal::order_id);
    assert_eq!(order.as_ref().map(OrderId::as_str), said.and_then(|said| said.order_id));
}

/// `expect_error` has already checked that there is a recovery exactly if one is needed. It queries the same terminal by the
/// same order number, and by the gateway's if it was returned.
fn is_recovered(error: &Error, endpoint: &str) -> Checked {
    let id = match error.refusal().and_then(Refusal::order_id) {
        // It knows the number itself.
        _ if endpoint == "return" => OrderId::new("6863810"),
        id => id.unwrap_or_else(|| OrderId::new("")),
    };
    let question = format!("ask/order/{}/endpoint/39915/{ORDER}/{id}/", Samples::LOGIN);
    match error.recovery().map(Recovery::to_text) {
        Some(other) if other != question => Err(format!("the recovery is {other}").into()),
        _ => Ok(()),
    }
}

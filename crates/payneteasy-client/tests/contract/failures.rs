//! Refusals and unreadable responses, the same files for every endpoint, and the errors they result in.

use payments_contract::{Case, Checked, EndpointCases, Exchange, Failed, Failure, expect_error, expect_hidden};
use payments_core::{Effect as _, EffectKind, Endpoint, ProviderText};
use payneteasy_client::{
    Client, Error, ErrorCode, PaynetEasy, Recovery, Refusal, RefusalKind, ResponseFormat, StatusQuery,
    order::{ClientOrderId, OrderId, SerialNumber, Status},
};

use crate::fixtures::{CONTROL_KEY, ENDPOINT, ORDER, client_for};
use crate::oauth;

/// A response that makes a call fail, and the expected error.
#[derive(Clone, Copy)]
pub(crate) struct ErrorResponse {
    pub(crate) column: &'static str,
    how: Failed,
    /// The same for a call that only reads.
    read: Failed,
    http: u16,
    said: Option<Said>,
    /// The `Display` text after the HTTP status.
    says: &'static str,
    format: ResponseFormat,
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
    ErrorResponse {
        column,
        how: Failed::Refused,
        read: Failed::Refused,
        http,
        said: Some(said),
        says,
        format: ResponseFormat::Form,
    }
}

const fn undecided(column: &'static str, http: u16, said: Option<Said>, says: &'static str) -> ErrorResponse {
    ErrorResponse {
        column,
        how: Failed::Undecided,
        read: Failed::Undecided,
        http,
        said,
        says,
        format: ResponseFormat::Form,
    }
}

pub(crate) const fn unreadable(column: &'static str, says: &'static str) -> ErrorResponse {
    ErrorResponse {
        column,
        how: Failed::Unreadable,
        read: Failed::Unreadable,
        http: 200,
        said: None,
        says,
        format: ResponseFormat::Form,
    }
}

/// Documented refusals, and other responses that make a call fail.
pub(crate) const REFUSALS: [ErrorResponse; 8] = [
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
    ErrorResponse {
        format: ResponseFormat::Json,
        ..refused(
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
        )
    },
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

/// Refusals specific to one endpoint.
pub(crate) const REFUSALS_OF_ONE: [&str; 2] = ["recurring_payment_not_found", "security_code_required"];

/// The response of the example Form to RPI.
pub(crate) const RECURRING_PAYMENT_NOT_FOUND: ErrorResponse = refused(
    "recurring_payment_not_found",
    200,
    said(RefusalKind::Validation, "122", "Recurring payment not found", "00000000-0000-0000-0000-000002ddc2b8", None),
    "validation-error 122: Recurring payment not found",
);

/// The response of the example RPI to Form.
pub(crate) const SECURITY_CODE_REQUIRED: ErrorResponse = refused(
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
);

/// Unreadable responses, after which the outcome is unknown.
pub(crate) const MALFORMED: [ErrorResponse; 4] = [
    unreadable("page", "the response cannot be read, at type: missing"),
    unreadable("empty_body", "the response cannot be read, at type: missing"),
    unreadable("another_command", "the response cannot be read, at type: expected "),
    ErrorResponse {
        format: ResponseFormat::Json,
        ..unreadable("json_truncated", "the response cannot be read, at type: missing")
    },
];

/// Refusals that each endpoint has its own response for, or none.
pub(crate) const MALFORMED_OF_ONE: [&str; 5] =
    ["truncated", "without_redirect_url", "without_order_id", "without_status", "without_an_id"];

/// Creates a request at the terminal of the document's examples.
pub(crate) type Make<E> = fn(&Client) -> Result<E, Failure>;

/// Adds a case to every cell in which a call to any endpoint fails. `sends` is the case whose request is sent; the one
/// named `json` is sent for JSON responses.
pub(crate) fn register<E>(row: &mut EndpointCases, sends: &'static str, request: Make<E>)
where
    E: Endpoint<Provider = PaynetEasy> + Send + 'static,
{
    for answer in REFUSALS {
        add(row, Case::refusal(answer.column).answered_from("refusals"), sends, request, answer);
    }
    for answer in MALFORMED {
        add(row, Case::malformed(answer.column).answered_from("malformed"), sends, request, answer);
    }
}

/// Adds a case in which a call fails with the endpoint's own refusal.
pub(crate) fn refusal<E>(row: &mut EndpointCases, sends: &'static str, request: Make<E>, answer: ErrorResponse)
where
    E: Endpoint<Provider = PaynetEasy> + Send + 'static,
{
    add(row, Case::refusal(answer.column), sends, request, answer);
}

/// Adds a case in which a call fails with the endpoint's own unreadable response.
pub(crate) fn malformed<E>(row: &mut EndpointCases, sends: &'static str, request: Make<E>, answer: ErrorResponse)
where
    E: Endpoint<Provider = PaynetEasy> + Send + 'static,
{
    add(row, Case::malformed(answer.column), sends, request, answer);
}

fn add<E>(row: &mut EndpointCases, case: Case, sends: &'static str, request: Make<E>, answer: ErrorResponse)
where
    E: Endpoint<Provider = PaynetEasy> + Send + 'static,
{
    let sends = if answer.format == ResponseFormat::Json { "json" } else { sends };
    row.case(case.sends(sends), move |exchange| fails(exchange, request, answer));
}

async fn fails<E>(exchange: Exchange, request: Make<E>, answer: ErrorResponse) -> Checked
where
    E: Endpoint<Provider = PaynetEasy>,
{
    let client = client_for(&exchange, answer.format)?;
    let result = client.send(&request(&client)?).await;
    let how = if E::Effect::KIND == EffectKind::Reads { answer.read } else { answer.how };
    let error = expect_error::<E>(how, result)?;

    is_said(error.refusal(), answer.said);
    assert_eq!(error.http().map(|http| http.status().as_u16()), Some(answer.http));
    assert!(error.to_string().contains(&format!("(HTTP {}): {}", answer.http, answer.says)), "{error}");
    is_recovered(&error, &client, E::NAME)?;

    let sent = exchange.received().await?;
    if E::NAME == "return" {
        let form = oauth::form(std::str::from_utf8(&sent.body)?)?;
        let control = form.iter().find(|(name, _)| name == "control").ok_or("no checksum was sent")?;
        return expect_hidden(&error, &[("the control key", CONTROL_KEY), ("the checksum", &control.1)]);
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
fn is_recovered(error: &Error, client: &Client, endpoint: &str) -> Checked {
    let question = Status::new(client.endpoint(ENDPOINT), ClientOrderId::new(ORDER));
    let question = match error.refusal().and_then(Refusal::order_id) {
        // It knows the number itself.
        _ if endpoint == "return" => question.order_id(OrderId::new("6863810")),
        Some(id) => question.order_id(id),
        None => question,
    };
    match error.recovery() {
        None => Ok(()),
        Some(Recovery::Ask(StatusQuery::Order(status))) if *status == question => Ok(()),
        Some(other) => Err(format!("the recovery is {other:?}").into()),
    }
}

//! Refusals and unreadable responses: the same files for every endpoint, and the errors they result in.

use bank131_client::{Bank131 as Provider, Error, ErrorCode, Recovery, Refusal};
use payments_contract::{Checked, Exchange, Failed, Failure, Failures, expect_error, expect_hidden};
use payments_core::{Effect as _, EffectKind, Endpoint};
use payments_samples::{Bank131, Sampled, Sampler};

/// A response by which a call fails, and the expected error.
#[derive(Clone, Copy)]
pub(crate) struct ErrorResponse {
    column: &'static str,
    how: Failed,
    /// The expected failure of a call that only reads.
    read: Failed,
    http: u16,
    /// The bank's code, if there is one.
    code: Option<&'static str>,
    /// What `Display` says after the HTTP status.
    says: &'static str,
}

const fn refused(column: &'static str, says: &'static str) -> ErrorResponse {
    ErrorResponse { column, how: Failed::Refused, read: Failed::Refused, http: 400, code: Some(column), says }
}

const fn undecided(column: &'static str, says: &'static str) -> ErrorResponse {
    ErrorResponse { how: Failed::Undecided, read: Failed::Undecided, ..refused(column, says) }
}

/// Has an unknown outcome, except for reads, where it is a refusal.
const fn refused_when_read(answer: ErrorResponse) -> ErrorResponse {
    ErrorResponse { read: Failed::Refused, ..answer }
}

const fn unreadable(column: &'static str, says: &'static str) -> ErrorResponse {
    ErrorResponse { how: Failed::Unreadable, read: Failed::Unreadable, http: 200, code: None, ..refused(column, says) }
}

/// Documented refusals, and other responses without a session.
const REFUSALS: [ErrorResponse; 14] = [
    refused("authentication_error", "authentication_error: Signature is invalid"),
    refused("identification_error", "identification_error: Partner is not identified"),
    refused("authorization_error", "authorization_error: No access to this project"),
    refused("invalid_request", "invalid_request: Card number ************4242 is not allowed"),
    undecided(
        "idempotency_key_already_exists",
        "idempotency_key_already_exists: Operation with this idempotency key is in progress or processed",
    ),
    undecided("session_wrong_state", "session_wrong_state: Session is in a wrong state"),
    refused("operation_rejected", "operation_rejected: Operation is rejected"),
    undecided("internal_error", "internal_error: Internal error"),
    refused_when_read(ErrorResponse {
        code: Some("a_code_of_tomorrow"),
        ..undecided("unlisted_code", "a_code_of_tomorrow: Something new")
    }),
    ErrorResponse {
        code: Some("invalid_request"),
        ..refused("error_without_status", "invalid_request: Request is invalid")
    },
    ErrorResponse {
        http: 200,
        code: Some("authorization_error"),
        ..refused("error_under_http_200", "authorization_error: No access to this project")
    },
    ErrorResponse { code: None, ..undecided("empty_body", "the response does not say") },
    ErrorResponse { code: None, ..undecided("not_json", "the response does not say") },
    ErrorResponse { http: 502, code: None, ..undecided("bad_gateway", "the response does not say") },
];

/// Unreadable responses, after which the outcome is unknown.
const MALFORMED: [ErrorResponse; 6] = [
    unreadable("truncated", "the response cannot be read, at session.created_at: EOF"),
    unreadable("session_without_id", "the response cannot be read, at session: missing field `id`"),
    refused_when_read(ErrorResponse {
        code: Some("idempotency_key_already_exists"),
        ..undecided("odd_description", "idempotency_key_already")
    }),
    ErrorResponse { code: Some("internal_error"), ..undecided("odd_reject_reason", "internal_error: Internal error") },
    refused_when_read(ErrorResponse {
        code: Some("idempotency_key_already_exists"),
        ..undecided("byte_order_mark", "idempotency_key_already_exists: in progress")
    }),
    ErrorResponse { code: None, ..undecided("error_cut_off", "the response does not say") },
];

/// How the bank's calls fail.
pub(crate) enum Bank131Failures {}

impl Failures for Bank131Failures {
    type Sampler = Bank131;
    type Expected = ErrorResponse;

    const REFUSALS: &'static [ErrorResponse] = &REFUSALS;
    const MALFORMED: &'static [ErrorResponse] = &MALFORMED;

    fn name(expected: &ErrorResponse) -> &'static str {
        expected.column
    }

    async fn fails<E: Sampled + Endpoint<Provider = Provider>>(
        exchange: Exchange,
        request: fn() -> Result<E, Failure>,
        answer: ErrorResponse,
    ) -> Checked {
        let client = Bank131::at(&exchange.address())?;
        let result = client.send(&request()?).await;
        let how = if E::Effect::KIND == EffectKind::Reads { answer.read } else { answer.how };
        let error = expect_error::<E>(how, result)?;

        let code = error.refusal().and_then(Refusal::code);
        assert_eq!(code.map(ErrorCode::as_str), answer.code);
        assert_eq!(error.refusal().is_some(), how == Failed::Refused || answer.code.is_some());
        assert_eq!(error.http().map(|http| http.status().as_u16()), Some(answer.http));
        assert!(error.to_string().contains(&format!("(HTTP {}): {}", answer.http, answer.says)), "{error}");
        if answer.column == "operation_rejected" {
            has_reject_reasons(&error)?;
        }
        if answer.column == "invalid_request" {
            let words = error.refusal().and_then(Refusal::description);
            assert_eq!(
                words,
                Some(&"Card number 4242 4242 4242 4242 is not allowed".into()),
                "it is there for those who ask"
            );
        }
        is_recovered::<E>(&error)?;

        let sent = exchange.received().await?;
        let signature = sent.header("x-partner-sign").ok_or("no signature was sent")?;
        expect_hidden(
            &error,
            &[
                ("the payer's card number", "4242424242424242"),
                ("the payer's card number", "4242 4242"),
                ("the recipient's card number", "5058270610441098"),
                ("the signature", signature),
            ],
        )
    }
}

fn has_reject_reasons(error: &Error) -> Checked {
    let [first, second] = error.refusal().map(Refusal::reject_reasons).unwrap_or_default() else {
        return Err("two reject reasons are expected".into());
    };
    assert_eq!(first.rule_alias, Some("card_limit".into()));
    assert_eq!(first.list_alias, Some("stop_list".into()));
    assert_eq!(first.expiration_date.as_ref().map(AsRef::as_ref), Some("2024-08-01T00:00:00.000000Z"));
    assert_eq!(second.rule_alias, Some("velocity".into()));
    assert!(second.list_alias.is_none() && second.expiration_date.is_none());
    Ok(())
}

/// Checks the kind of recovery. `expect_error` has checked that there is one exactly where it is needed.
///
/// With the request at hand, what cannot be resent after a crash can be.
fn is_recovered<E: Sampled>(error: &Error) -> Checked {
    let exists = error.refusal().and_then(Refusal::code) == Some(&ErrorCode::IdempotencyKeyAlreadyExists);
    let stored = E::sample().stored_recovery.map(|recovery| recovery.text);
    match (error.recovery(), stored) {
        (None, _) => Ok(()),
        (Some(Recovery::AwaitCallback), Some("await-callback" | "resend")) if exists => Ok(()),
        (Some(told @ Recovery::AskAPerson(_)), Some(stored)) if exists && told.to_text() == stored => Ok(()),
        (Some(Recovery::Resend), Some(stored)) if !exists && !stored.starts_with("ask/") => Ok(()),
        (Some(asked @ Recovery::Ask(_)), Some(stored)) if asked.to_text() == stored => Ok(()),
        (Some(other), _) => Err(format!("the recovery is {other:?}").into()),
    }
}

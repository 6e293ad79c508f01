//! Refusals and unreadable responses: the same files for every endpoint, and how the client classifies them.

use payments_contract::{Checked, Exchange, Failed, Failure, Failures, expect_error, expect_hidden};
use payments_core::{Effect as _, EffectKind, Endpoint};
use payments_samples::{Sampled, Sampler, Vepay};
use vepay_client::{Error, Recovery, Refusal, RefusalKind, StatusQuery, Vepay as Provider};

/// A response with which a call fails, and the expected error.
#[derive(Clone, Copy)]
pub(crate) struct ErrorResponse {
    column: &'static str,
    how: Failed,
    /// The same for a call that only reads.
    read: Failed,
    http: u16,
    kind: Option<RefusalKind>,
    /// The text of `Display` after the HTTP status.
    says: &'static str,
}

const fn http_error(column: &'static str, http: u16, says: &'static str) -> ErrorResponse {
    ErrorResponse {
        column,
        how: Failed::Refused,
        read: Failed::Refused,
        http,
        kind: Some(RefusalKind::HttpError),
        says,
    }
}

const fn unreadable(column: &'static str) -> ErrorResponse {
    ErrorResponse {
        column,
        how: Failed::Unreadable,
        read: Failed::Unreadable,
        http: 200,
        kind: None,
        says: "the response cannot be read, at ",
    }
}

/// Every kind of refusal, and other failures.
const REFUSALS: [ErrorResponse; 11] = [
    ErrorResponse {
        kind: Some(RefusalKind::Declined), ..http_error("declined", 200, "declined: Нет такой карты")
    },
    ErrorResponse {
        how: Failed::Undecided,
        kind: Some(RefusalKind::Declined),
        ..http_error("status_not_documented", 200, "declined: Ошибка шлюза")
    },
    ErrorResponse {
        how: Failed::Undecided,
        kind: Some(RefusalKind::DuplicateExtId),
        ..http_error(
            "duplicate_extid",
            400,
            "the extid was used before by 101464: Транзакция с передаваемым extid уже существует",
        )
    },
    http_error("unauthorized", 401, "Unauthorized"),
    http_error("forbidden", 403, "Forbidden: Доступ запрещен"),
    http_error("bad_request", 400, "Bad Request: Syntax error"),
    http_error("not_found", 404, "Not Found: Страница не найдена."),
    http_error("method_not_allowed", 405, "Method Not Allowed: Method Not Allowed."),
    ErrorResponse {
        how: Failed::Undecided,
        read: Failed::Undecided,
        ..http_error("internal_server_error", 500, "Internal Server Error: Возникла внутренняя ошибка сервера.")
    },
    ErrorResponse {
        kind: Some(RefusalKind::NotJson),
        ..http_error("unknown_address", 404, "no reason was given; is the base URL right?")
    },
    ErrorResponse {
        how: Failed::Undecided,
        read: Failed::Undecided,
        kind: None,
        ..http_error("bad_gateway", 502, "the response does not say")
    },
];

/// Unreadable responses, after which the outcome is unknown.
const MALFORMED: [ErrorResponse; 3] = [
    unreadable("truncated"),
    ErrorResponse {
        how: Failed::Undecided,
        read: Failed::Undecided,
        says: "the response does not say",
        ..unreadable("without_status")
    },
    unreadable("page"),
];

/// How Vepay's calls fail.
pub(crate) enum VepayFailures {}

impl Failures for VepayFailures {
    type Sampler = Vepay;
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
        let client = Vepay::at(&exchange.address())?;
        let result = client.send(&request()?).await;
        let how = if E::Effect::KIND == EffectKind::Reads { answer.read } else { answer.how };
        let error = expect_error::<E>(how, result)?;

        assert_eq!(error.refusal().map(Refusal::kind), answer.kind);
        assert_eq!(error.http().map(|http| http.status().as_u16()), Some(answer.http));
        assert!(error.to_string().contains(&format!("(HTTP {}): {}", answer.http, answer.says)), "{error}");
        is_recovered(&error, &answer)?;

        let sent = exchange.received().await?;
        let token = sent.header("x-token").ok_or("no token was sent")?;
        expect_hidden(
            &error,
            &[("the token", token), ("the secret", Vepay::SECRETS[0]), ("Vepay's program", "Controller.php")],
        )
    }
}

/// Checks the kind of recovery. `expect_error` has checked that there is one exactly where it is needed.
fn is_recovered(error: &Error, answer: &ErrorResponse) -> Checked {
    let exists = answer.kind == Some(RefusalKind::DuplicateExtId);
    match error.recovery() {
        None => Ok(()),
        Some(Recovery::Ask(StatusQuery::Registration(question)))
            if exists && question.registration_id().get() == 101_464 =>
        {
            Ok(())
        }
        Some(Recovery::Resend) if !exists => Ok(()),
        Some(other) => Err(format!("the recovery is {other:?}").into()),
    }
}

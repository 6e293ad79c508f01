//! Refusals and unreadable responses, the same files for every endpoint, and the errors they result in.

use kvell_client::common::{Effect as _, Endpoint};
use kvell_client::refusal::request_id;
use kvell_client::{ErrorCode, Kvell as Provider, Refusal};
use payments_contract::{Checked, Exchange, Failed, Failure, Failures, expect_error, expect_hidden};
use payments_samples::{Kvell, Sampled, Sampler as _};

/// The request id of most responses in `cases`.
const REQUEST_ID: &str = "c0a8f6f2-0b1c-4a8e-9a55-7f1f1f6e1a01";
/// The customer and the token of the samples.
const CUSTOMER: &str = "cust-42";
const TOKEN: &str = "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs";

/// A response that makes a call fail, and the expected error of a call that only reads.
#[derive(Clone, Copy)]
pub(crate) struct ErrorResponse {
    column: &'static str,
    how: Failed,
    http: u16,
    /// Kvell's error code, if there is one.
    code: Option<i64>,
    /// Whether it has a request id.
    numbered: bool,
    /// The `Display` text after the HTTP status, up to the request id.
    says: &'static str,
}

const fn refused(column: &'static str, http: u16, code: i64, says: &'static str) -> ErrorResponse {
    ErrorResponse { column, how: Failed::Refused, http, code: Some(code), numbered: true, says }
}

const fn undecided(column: &'static str, http: u16, code: i64, says: &'static str) -> ErrorResponse {
    ErrorResponse { how: Failed::Undecided, ..refused(column, http, code, says) }
}

const fn without_code(
    column: &'static str,
    how: Failed,
    http: u16,
    numbered: bool,
    says: &'static str,
) -> ErrorResponse {
    ErrorResponse { column, how, http, code: None, numbered, says }
}

/// Documented refusals, and other responses that make a call fail.
const REFUSALS: [ErrorResponse; 19] = [
    refused("invalid_field", 422, 20_098, "20098: x-api-key: Field required"),
    refused("invalid_body", 400, 20_099, "20099: json: cannot unmarshal number -1"),
    refused("invalid_api_key", 401, 20_001, "20001: Invalid api key"),
    refused("invalid_signature", 401, 20_002, "20002: Invalid signature"),
    refused("no_profile", 400, 20_003, "20003: PSP profile is not linked to the store"),
    refused("session_not_found", 404, 20_004, "20004: Session not found"),
    undecided("payment_service_error", 400, 20_005, "20005: Error from the PSP service"),
    refused("store_not_found", 404, 20_006, "20006: Store not found"),
    refused("transaction_exists", 400, 20_007, "20007: Транзакция уже была проведена ранее"),
    refused("unprocessed_status", 400, 20_008, "20008: Необрабатываемый статус транзакции"),
    refused("payout_limit_exceeded", 400, 20_019, "20019: Превышен лимит выплат, card ************1111"),
    ErrorResponse {
        numbered: false, ..undecided("unknown_error", 500, 20_000, "20000: Неизвестная ошибка")
    },
    refused("unlisted_code", 400, 20_012, "20012: Something new"),
    refused("several_errors", 422, 20_098, "20098: x-api-key: Field required; 20002: Invalid signature"),
    refused("error_under_http_200", 200, 20_002, "20002: Invalid signature"),
    without_code("empty_list", Failed::Undecided, 400, true, "the response does not say"),
    without_code("not_json", Failed::Undecided, 400, true, "the response does not say"),
    without_code("empty_body", Failed::Refused, 403, false, "no reason was given; is the base URL right?"),
    without_code("bad_gateway", Failed::Undecided, 502, false, "the response does not say"),
];

/// Refusals that end a query, but do not prove that no money was moved.
const PROVE_NOTHING: [&str; 3] = ["transaction_exists", "unprocessed_status", "unlisted_code"];

/// Unreadable responses.
const MALFORMED: [ErrorResponse; 3] = [
    without_code("truncated", Failed::Unreadable, 200, true, "the response cannot be read, at "),
    without_code("another_shape", Failed::Unreadable, 200, true, "the response cannot be read, at "),
    without_code("page", Failed::Unreadable, 200, false, "the response cannot be read, at "),
];

/// How Kvell's calls fail. The list of errors is the same for all endpoints.
pub(crate) enum KvellFailures {}

impl Failures for KvellFailures {
    type Sampler = Kvell;
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
        let moves_money = E::Effect::KIND.moves_money();
        let how = if moves_money && PROVE_NOTHING.contains(&answer.column) { Failed::Undecided } else { answer.how };
        let result = Kvell::at(&exchange.address())?.send(&request()?).await;
        let error = expect_error::<E>(how, result)?;
        assert_eq!(error.money_may_have_moved(), moves_money && how != Failed::Refused);
        assert_eq!(error.recovery().is_some(), error.money_may_have_moved());

        let code = error.refusal().and_then(Refusal::code);
        assert_eq!(code.and_then(ErrorCode::number), answer.code);
        assert_eq!(error.refusal().is_some(), answer.how == Failed::Refused || answer.code.is_some());
        assert_eq!(error.http().map(|http| http.status().as_u16()), Some(answer.http));
        let number = answer.numbered.then(|| REQUEST_ID.into());
        assert_eq!(error.http().and_then(request_id), number);
        if let Some(refusal) = error.refusal() {
            assert_eq!(refusal.request_id(), number.as_ref());
        }
        assert!(error.to_string().contains(&format!("(HTTP {}): {}", answer.http, answer.says)), "{error}");
        if answer.column == "several_errors" {
            let refusal = error.refusal().ok_or("there is no refusal")?;
            assert_eq!(refusal.errors().len(), 2);
            assert!(refusal.has(&ErrorCode::InvalidSignature));
        }
        if answer.column == "payout_limit_exceeded" {
            let words = error.refusal().and_then(|refusal| refusal.errors().first()?.message());
            assert_eq!(
                words,
                Some(&"Превышен лимит выплат, card 4111 1111 1111 1111".into()),
                "it is there for those who ask"
            );
        }

        let sent = exchange.received().await?;
        let mut secrets = vec![
            ("the buyer", CUSTOMER),
            ("the token", TOKEN),
            ("the secret", Kvell::SECRETS[0]),
            ("a card number", "4111 1111"),
        ];
        secrets.extend(sent.header("x-signature").map(|signature| ("the signature", signature)));
        expect_hidden(&error, &secrets)
    }
}

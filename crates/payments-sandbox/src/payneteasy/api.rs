//! The API proper: one way for every call from the bytes to the answer.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, request};
use axum::response::Response;
use axum::routing::{get, post};
use url::form_urlencoded;

use super::Gateway;
use super::answer::{self, ApiResponse, Format};
use super::checkout;
use super::fields::Fields;
use super::oauth::{self, Denied, Signed};
use super::refusal::Refusal;
use super::reversal;
use super::status;
use super::store::Store;
use crate::clock;
use crate::record::{Received, SignatureVerdict};
use crate::server::SignedOrigin;

/// Far above any request the gateway documents.
const MAX_BODY: usize = 1 << 20;

/// What the API can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    TransferForm,
    Status,
    CreateCardRef,
    Return,
}

impl Command {
    const ALL: [(&str, Self); 4] = [
        ("v4/transfer-form", Self::TransferForm),
        ("v4/status", Self::Status),
        ("v4/create-card-ref", Self::CreateCardRef),
        ("v2/return", Self::Return),
    ];
}

/// The end of the path.
#[derive(Debug)]
enum Target {
    Endpoint(String),
    Group(String),
}

pub(super) fn router(gateway: Gateway) -> Router {
    let mut router = Router::new()
        .route("/paynet/form/init/{token}", get(checkout::open).post(checkout::submit))
        .route("/paynet/form/3ds/{token}", get(checkout::open).post(checkout::authenticate));
    for (name, command) in Command::ALL {
        let by_endpoint = move |State(gateway): State<Gateway>, Path(id): Path<String>, request: Request| async move {
            gateway.call(command, Target::Endpoint(id), request).await
        };
        let by_group = move |State(gateway): State<Gateway>, Path(id): Path<String>, request: Request| async move {
            gateway.call(command, Target::Group(id), request).await
        };
        router = router
            .route(&format!("/paynet/api/{name}/{{id}}"), post(by_endpoint))
            .route(&format!("/paynet/api/{name}/group/{{id}}"), post(by_group));
    }
    router
        .fallback(|State(gateway): State<Gateway>, request: Request| async move {
            gateway.reject(StatusCode::NOT_FOUND, "There is no such command", &request.into_parts().0)
        })
        .method_not_allowed_fallback(|State(gateway): State<Gateway>, request: Request| async move {
            gateway.reject(StatusCode::METHOD_NOT_ALLOWED, "The method is POST", &request.into_parts().0)
        })
        .with_state(gateway)
}

impl Gateway {
    async fn call(self, command: Command, target: Target, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
            return self.reject(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long or was cut short", &parts);
        };
        let body = body_parameters(&parts.headers, &body);
        if let Err(denied) = self.admit(command, &parts, &body) {
            tracing::warn!(reason = denied.reason, "access denied");
            self.note(&parts, denied.verdict, StatusCode::FORBIDDEN, None);
            return answer::access_denied();
        }
        let format = Format::wanted(&parts.headers);
        let answer = self.answer(command, &target, &body);
        self.note(&parts, SignatureVerdict::Valid, answer.status(format), answer.error_code);
        answer.into_response(format)
    }

    fn admit(&self, command: Command, parts: &request::Parts, body: &[(String, String)]) -> Result<(), Denied> {
        if command == Command::Return {
            return self.check_control(body);
        }
        let query = parts.uri.query().unwrap_or_default();
        let parameters: Vec<_> =
            form_urlencoded::parse(query.as_bytes()).into_owned().chain(body.iter().cloned()).collect();
        // What came through another port was signed for that one.
        let elsewhere = parts.extensions.get().map(|SignedOrigin(url)| oauth::origin(url));
        let signed = Signed {
            method: parts.method.as_str(),
            origin: elsewhere.as_deref().unwrap_or(&self.origin),
            path: parts.uri.path(),
            headers: &parts.headers,
            parameters: &parameters,
        };
        self.merchant.admit(&signed, clock::now().as_second())
    }

    /// The way of version 2: a checksum among the parameters.
    fn check_control(&self, body: &[(String, String)]) -> Result<(), Denied> {
        let wrong = |reason| Denied { verdict: SignatureVerdict::Wrong, reason };
        let fields = Fields::new(body).map_err(|_| wrong("a parameter is given more than once"))?;
        if !fields.has("control") {
            return Err(Denied { verdict: SignatureVerdict::Missing, reason: "no control" });
        }
        if !reversal::has_control(&fields, &self.merchant_control) {
            return Err(wrong("control is not over this request, or not by the announced key"));
        }
        Ok(())
    }

    fn answer(&self, command: Command, target: &Target, body: &[(String, String)]) -> ApiResponse {
        let mut store = self.store();
        let serial_number = store.next_serial_number();
        let done = self.check_target(target).and_then(|()| Fields::new(body)).and_then(|fields| match command {
            Command::TransferForm => self.transfer_form(&mut store, &fields, &serial_number),
            Command::Status => self.status(&store, &fields, &serial_number),
            Command::CreateCardRef => self.create_card_ref(&mut store, &fields, &serial_number),
            Command::Return => self.reverse(&mut store, &fields, &serial_number),
        });
        done.unwrap_or_else(|refusal| ApiResponse::rejection(&refusal, &serial_number))
    }

    fn check_target(&self, target: &Target) -> Result<(), Refusal> {
        match target {
            Target::Endpoint(id) if *id != self.endpoint_id.to_string() => Err(Refusal::no_endpoint(id)),
            Target::Group(id) if *id != self.endpoint_group_id.to_string() => Err(Refusal::no_endpoint_group(id)),
            Target::Endpoint(_) | Target::Group(_) => Ok(()),
        }
    }

    fn transfer_form(&self, store: &mut Store, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        let order = store.open(fields, serial_number.to_owned())?;
        tracing::info!(order = order.id, "order");
        Ok(ApiResponse::new("async-form-response", serial_number)
            .text("merchant-order-id", &*order.transfer.client_orderid)
            .text("paynet-order-id", order.id.to_string())
            .text("redirect-url", format!("{}/form/init/{}", self.base_url, order.token)))
    }

    fn status(&self, store: &Store, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        let order = store.find(fields)?;
        let stage = status::check_stage(order, fields)?;
        Ok(status::answer(order, serial_number, stage, &self.transaction_type, self.endpoint_id))
    }

    fn create_card_ref(&self, store: &mut Store, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        fields.require("client_orderid")?;
        fields.require("orderid")?;
        let card_ref = store.refer_to_card(fields)?;
        Ok(ApiResponse::new("create-card-ref-response", serial_number)
            .text("card-ref-id", card_ref.id.to_string())
            .text("unq-card-ref-id", card_ref.unique.to_string())
            .text("recurring-payment-id", card_ref.recurring_payment.to_string()))
    }

    fn reverse(&self, store: &mut Store, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        fields.require("client_orderid")?;
        fields.require("orderid")?;
        let order = store.reverse(fields, serial_number)?;
        self.tell_of_reversal(order);
        Ok(ApiResponse::new("async-response", serial_number)
            .text("merchant-order-id", &*order.transfer.client_orderid)
            .text("paynet-order-id", order.id.to_string()))
    }

    fn check_login(&self, fields: &Fields) -> Result<(), Refusal> {
        let login = fields.require("login")?;
        fields.check_shapes()?;
        if login == self.merchant.login() {
            return Ok(());
        }
        Err(Refusal::no_endpoint(&self.endpoint_id.to_string()))
    }

    fn reject(&self, status: StatusCode, text: &str, parts: &request::Parts) -> Response {
        self.note(parts, SignatureVerdict::NotChecked, status, None);
        answer::html(status, text)
    }

    fn note(&self, parts: &request::Parts, signature: SignatureVerdict, status: StatusCode, error_code: Option<u64>) {
        let received = Received {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            signature,
            status: status.as_u16(),
            error_code: error_code.map(|code| code.to_string()),
        };
        tracing::info!(
            method = received.method,
            path = received.path,
            status = received.status,
            error = error_code,
            ?signature,
            "request"
        );
        self.remember(received);
    }
}

/// Only a form's parameters are parameters of the request: so says the rule for signatures.
fn body_parameters(headers: &HeaderMap, body: &[u8]) -> Vec<(String, String)> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_form = kind
        .split(';')
        .next()
        .is_some_and(|name| name.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    if !is_form {
        return Vec::new();
    }
    form_urlencoded::parse(body).into_owned().collect()
}

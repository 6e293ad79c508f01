//! The API proper: one way for every call from the bytes to the answer.

use std::borrow::Cow;

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use url::form_urlencoded;

use super::answer::{self, ApiResponse, Format};
use super::checkout::Form;
use super::fields::Fields;
use super::gateway::{Gateway, Settings};
use super::oauth::{self, Denied, Signed};
use super::refusal::Refusal;
use super::{reversal, status};
use crate::machine::{allowing, is_form, is_incomplete};
use crate::record::SignatureVerdict;
use crate::server::SignedOrigin;
use crate::{canned, percent};

/// What the API can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
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
pub(super) enum Target {
    Endpoint(String),
    Group(String),
}

/// Documented commands that are not simulated.
///
/// Source: PaynetEasy, the commands' pages and the gateway's client libraries.
const NOT_SIMULATED: &[&str] = &[
    "api/v2/account-verification/*",
    "api/v2/account-verification-form/*",
    "api/v2/capture/*",
    "api/v2/create-card-ref/*",
    "api/v2/get-balance/*",
    "api/v2/get-card-info/*",
    "api/v2/make-rebill/*",
    "api/v2/make-rebill-preauth/*",
    "api/v2/make-rebill-sale/*",
    "api/v2/payout/*",
    "api/v2/payout-form/*",
    "api/v2/preauth/*",
    "api/v2/preauth-form/*",
    "api/v2/sale/*",
    "api/v2/sale-form/*",
    "api/v2/status/*",
    "api/v2/sync/*",
    "api/v2/transfer-by-ref/*",
    "api/v2/transfer-form/*",
    "api/v2/void/*",
    "api/v4/create-recurring-payments/*",
    "api/v4/payout/*",
    "api/v4/payout-by-ref/*",
    "api/v4/payout-check/*",
    "api/v4/payout-pay/*",
    "api/v4/sale/*",
    "api/v4/tokenize/*",
    "api/v4/transfer/*",
    "api/v4/transfer-by-ref/*",
];

fn is_not_simulated(path: &str) -> bool {
    let name = path.strip_prefix("/paynet/").or_else(|| path.strip_prefix('/')).unwrap_or_default();
    canned::is_one_of(name, NOT_SIMULATED)
        || ["services/", "paynet-ui/services/"].iter().any(|area| name.starts_with(area))
}

/// What a path leads to.
#[derive(Debug)]
pub(super) enum Route {
    Call(Command, Target),
    Page(Form, String),
}

impl Route {
    pub(super) fn of(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/paynet/")?;
        if let Some(call) = path.strip_prefix("api/") {
            return Self::call(call);
        }
        let page = path.strip_prefix("form/")?;
        let (form, token) = match page.split_once('/')? {
            ("init", token) => (Form::Cards, token),
            ("3ds", token) => (Form::Password, token),
            _ => return None,
        };
        Some(Self::Page(form, token.to_owned()))
    }

    fn call(path: &str) -> Option<Self> {
        let find = |(name, command): (&str, Command)| Some((path.strip_prefix(name)?.strip_prefix('/')?, command));
        let (id, command) = Command::ALL.into_iter().find_map(find)?;
        let target = match id.strip_prefix("group/") {
            Some(id) => Target::Group(segment(id)?),
            None => Target::Endpoint(segment(id)?),
        };
        Some(Self::Call(command, target))
    }
}

/// One segment of a path.
fn segment(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains('/')).then(|| percent::decode(text)).flatten()
}

impl Gateway {
    /// Answers any request.
    pub(super) fn route(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        match Route::of(request.uri().path()) {
            None if is_not_simulated(request.uri().path()) => {
                self.log.answered(request, SignatureVerdict::NotChecked, StatusCode::NOT_FOUND, None);
                canned::not_simulated("PaynetEasy")
            }
            None => self.reject(StatusCode::NOT_FOUND, "There is no such command", request),
            Some(Route::Page(form, token)) => self.page(form, &token, request, now),
            Some(Route::Call(..)) if request.method() != Method::POST => {
                allowing(self.reject(StatusCode::METHOD_NOT_ALLOWED, "The method is POST", request), "POST")
            }
            Some(Route::Call(command, target)) => self.call(command, &target, request, now),
        }
    }

    fn call(&mut self, command: Command, target: &Target, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        if is_incomplete(request) {
            return self.reject(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long or was cut short", request);
        }
        let body = body_parameters(request);
        if let Err(denied) = self.admit(command, request, &body, now) {
            tracing::warn!(reason = denied.reason, "access denied");
            self.log.answered(request, denied.verdict, StatusCode::FORBIDDEN, None);
            return answer::access_denied();
        }
        let format = Format::wanted(request.headers());
        let answer = self.answer(command, target, &body);
        let error_code = answer.error_code.map(|code| code.to_string());
        self.log.answered(request, SignatureVerdict::Valid, answer.status(format), error_code);
        answer.into_response(format)
    }

    fn admit(
        &mut self,
        command: Command,
        request: &Request<Bytes>,
        body: &[(String, String)],
        now: Timestamp,
    ) -> Result<(), Denied> {
        if command == Command::Return {
            return self.check_control(body);
        }
        let (origin, parameters) = (origin_of(request, &self.origin), signed_parameters(request, body));
        self.merchant.admit(&signed(request, &origin, &parameters), now.as_second())
    }

    /// The way of version 2: a checksum among the parameters.
    fn check_control(&self, body: &[(String, String)]) -> Result<(), Denied> {
        let wrong = |reason| Denied { verdict: SignatureVerdict::Wrong, reason };
        let fields = Fields::new(body).map_err(|_| wrong("a parameter is given more than once"))?;
        if !fields.has("control") {
            return Err(Denied { verdict: SignatureVerdict::Missing, reason: "no control" });
        }
        if !reversal::has_control(&fields, &self.settings.merchant_control) {
            return Err(wrong("control is not over this request, or not by the announced key"));
        }
        Ok(())
    }

    fn answer(&mut self, command: Command, target: &Target, body: &[(String, String)]) -> ApiResponse {
        let serial_number = self.next_serial_number();
        let done = self.check_target(target).and_then(|()| Fields::new(body)).and_then(|fields| match command {
            Command::TransferForm => self.transfer_form(&fields, &serial_number),
            Command::Status => self.status(&fields, &serial_number),
            Command::CreateCardRef => self.create_card_ref(&fields, &serial_number),
            Command::Return => self.return_money(&fields, &serial_number),
        });
        done.unwrap_or_else(|refusal| ApiResponse::rejection(&refusal, &serial_number))
    }

    fn check_target(&self, target: &Target) -> Result<(), Refusal> {
        let Settings { endpoint_id, endpoint_group_id, .. } = &self.settings;
        match target {
            Target::Endpoint(id) if *id != endpoint_id.to_string() => Err(Refusal::no_endpoint(id)),
            Target::Group(id) if *id != endpoint_group_id.to_string() => Err(Refusal::no_endpoint_group(id)),
            Target::Endpoint(_) | Target::Group(_) => Ok(()),
        }
    }

    fn transfer_form(&mut self, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        let number = self.open(fields, serial_number)?;
        let order = self.order(number)?;
        tracing::info!(order = order.id, "order");
        Ok(ApiResponse::new("async-form-response", serial_number)
            .text("merchant-order-id", &*order.transfer.client_orderid)
            .text("paynet-order-id", order.id.to_string())
            .text("redirect-url", format!("{}/form/init/{}", self.settings.base_url, order.token)))
    }

    fn status(&self, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        let order = self.order(self.find(fields)?)?;
        let stage = status::check_stage(order, fields)?;
        let Settings { transaction_type, endpoint_id, .. } = &self.settings;
        Ok(status::answer(order, serial_number, stage, transaction_type, *endpoint_id))
    }

    fn create_card_ref(&mut self, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        fields.require("client_orderid")?;
        fields.require("orderid")?;
        let card_ref = self.refer_to_card(fields)?;
        Ok(ApiResponse::new("create-card-ref-response", serial_number)
            .text("card-ref-id", card_ref.id.to_string())
            .text("unq-card-ref-id", card_ref.unique.to_string())
            .text("recurring-payment-id", card_ref.recurring_payment.to_string()))
    }

    fn return_money(&mut self, fields: &Fields, serial_number: &str) -> Result<ApiResponse, Refusal> {
        self.check_login(fields)?;
        fields.require("client_orderid")?;
        fields.require("orderid")?;
        let number = self.reverse(fields, serial_number)?;
        let order = self.order(number)?;
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
        Err(Refusal::no_endpoint(&self.settings.endpoint_id.to_string()))
    }

    fn reject(&mut self, status: StatusCode, text: &str, request: &Request<Bytes>) -> Response<Bytes> {
        self.log.answered(request, SignatureVerdict::NotChecked, status, None);
        answer::html(status, text)
    }
}

/// What came through another port was signed for that one.
pub(super) fn origin_of<'a>(request: &Request<Bytes>, announced: &'a str) -> Cow<'a, str> {
    let elsewhere = request.extensions().get().map(|SignedOrigin(url)| oauth::origin(url));
    elsewhere.map_or(Cow::Borrowed(announced), Cow::Owned)
}

pub(super) fn signed_parameters(request: &Request<Bytes>, body: &[(String, String)]) -> Vec<(String, String)> {
    let query = request.uri().query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).into_owned().chain(body.iter().cloned()).collect()
}

pub(super) fn signed<'a>(
    request: &'a Request<Bytes>,
    origin: &'a str,
    parameters: &'a [(String, String)],
) -> Signed<'a> {
    Signed {
        method: request.method().as_str(),
        origin,
        path: request.uri().path(),
        headers: request.headers(),
        parameters,
    }
}

/// Only a form's parameters are parameters of the request: so says the rule for signatures.
pub(super) fn body_parameters(request: &Request<Bytes>) -> Vec<(String, String)> {
    if !is_form(request.headers()) {
        return Vec::new();
    }
    form_urlencoded::parse(request.body()).into_owned().collect()
}

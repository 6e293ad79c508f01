//! Answers, in either of the two formats.

use axum::http::header::{
    ACCEPT, CONTENT_LANGUAGE, CONTENT_TYPE, SERVER, VARY, X_CONTENT_TYPE_OPTIONS, X_XSS_PROTECTION,
};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode};
use bytes::Bytes;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use url::form_urlencoded;

use super::refusal::Refusal;
use crate::machine;

const JSON: &str = "application/vnd.pay+json";

/// How the caller wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Form,
    Json,
}

impl Format {
    /// JSON only when asked for by its own name: `*/*` means the form.
    pub(super) fn wanted(headers: &HeaderMap) -> Self {
        let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let mut names = accepted.flat_map(|list| list.split(',')).filter_map(|item| item.split(';').next());
        if names.any(|name| name.trim().eq_ignore_ascii_case(JSON)) { Self::Json } else { Self::Form }
    }
}

/// The value of a member. In the form all values are texts.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// A number in JSON.
    Number(u64),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
        }
    }
}

/// An answer: members in the provider's order.
#[derive(Debug)]
pub(super) struct ApiResponse {
    members: Vec<(&'static str, Value)>,
    /// The code, when this is a rejection.
    pub(super) error_code: Option<u64>,
}

impl ApiResponse {
    pub(super) fn new(kind: &str, serial_number: &str) -> Self {
        Self { members: Vec::new(), error_code: None }.text("type", kind).text("serial-number", serial_number)
    }

    pub(super) fn rejection(refusal: &Refusal, serial_number: &str) -> Self {
        Self { error_code: Some(refusal.code()), ..Self::new("validation-error", serial_number) }
            .optional("merchant-order-id", refusal.merchant_order())
            .text("error-message", refusal.message())
            .number("error-code", refusal.code())
    }

    pub(super) fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.members.push((name, Value::Text(value.into())));
        self
    }

    pub(super) fn optional(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    pub(super) fn number(mut self, name: &'static str, value: u64) -> Self {
        self.members.push((name, Value::Number(value)));
        self
    }

    pub(super) fn status(&self, format: Format) -> StatusCode {
        match format {
            Format::Json if self.error_code.is_some() => StatusCode::BAD_REQUEST,
            _ => StatusCode::OK,
        }
    }

    pub(super) fn into_response(self, format: Format) -> Response<Bytes> {
        let (content_type, body) = match format {
            Format::Form => ("text/html;charset=utf-8", self.form()),
            Format::Json => (
                "application/vnd.pay+json; charset=utf-8",
                serde_json::to_string(&Members(&self.members)).unwrap_or_default(),
            ),
        };
        let own = [(CONTENT_TYPE, content_type), (VARY, "Accept-Encoding"), (CONTENT_LANGUAGE, "en-US")];
        response(self.status(format), &own, body)
    }

    /// A line feed ends every value but the last.
    fn form(&self) -> String {
        let pairs: Vec<String> =
            self.members.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        pairs.join("\n&")
    }
}

fn escaped(value: &Value) -> String {
    match value {
        Value::Text(text) => form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        Value::Number(number) => number.to_string(),
    }
}

/// A flat object that keeps the order.
struct Members<'a>(&'a [(&'static str, Value)]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What every documented answer carries. HSTS is left out: it means nothing over plain HTTP.
const COMMON_HEADERS: [(HeaderName, &str); 3] =
    [(SERVER, "server"), (X_XSS_PROTECTION, "1"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];

fn response(status: StatusCode, own: &[(HeaderName, &'static str)], body: String) -> Response<Bytes> {
    machine::response(status, COMMON_HEADERS.iter().chain(own).cloned(), body)
}

/// The page that answers whoever is not let in, whatever format was asked for.
pub(super) fn access_denied() -> Response<Bytes> {
    html(StatusCode::FORBIDDEN, "Access is denied")
}

/// A page for what the API has no answer for.
pub(super) fn html(status: StatusCode, text: &str) -> Response<Bytes> {
    let page = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n\
         <meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"/>\n\
         <title>{title}</title>\n{STYLE}\n</head>\n<body>\n<p>{text}</p>\n</body>\n</html>\n",
        title = status.as_u16()
    );
    response(status, &[(CONTENT_TYPE, "text/html")], page)
}

const STYLE: &str = "<style type=\"text/css\">\n  body { background-color: #eee; font-family: sans-serif; }\n  \
                     p { background-color: #fff; border: 1px solid gray; margin: 10em auto 0; padding: 2em; \
                     text-align: center; width: 30em; }\n</style>";

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_line_feed_stands_before_each_ampersand_and_not_at_the_end() {
        let answer = ApiResponse::new("async-form-response", "00000000-0000-0000-0000-000002ddbfa2")
            .text("merchant-order-id", "34T 43+R&7=7Ñ")
            .text("paynet-order-id", "6863810");
        assert_eq!(
            answer.form(),
            "type=async-form-response\n&serial-number=00000000-0000-0000-0000-000002ddbfa2\n\
             &merchant-order-id=34T+43%2BR%267%3D7%C3%91\n&paynet-order-id=6863810"
        );
    }

    #[test]
    fn json_is_answered_only_to_who_names_it() {
        let wanted =
            |value: &'static str| Format::wanted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]));
        assert_eq!(wanted("*/*"), Format::Form);
        assert_eq!(wanted("application/json"), Format::Form);
        assert_eq!(wanted("text/html, Application/vnd.pay+JSON;q=0.9"), Format::Json);
        assert_eq!(Format::wanted(&HeaderMap::new()), Format::Form);
    }
}

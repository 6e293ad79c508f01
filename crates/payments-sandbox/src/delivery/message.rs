//! A callback as it travels.

use std::fmt;

use axum::http::{HeaderMap, Method, Request};
use bytes::Bytes;

use super::Redelivery;
use crate::callback_url::{AllowedHosts, CallbackUrl};

/// One callback: its bytes are made once and are the same at every attempt.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) subject: String,
    pub(crate) event: &'static str,
    pub(crate) to: Recipient,
    pub(crate) redelivery: Redelivery,
    pub(crate) message: Message,
}

/// Where a callback is delivered.
#[derive(Clone, Debug)]
pub(crate) enum Recipient {
    /// To the address that is set for the provider. Without one it is dropped.
    Set,
    /// The same, or to the address that the client asked for, if the sandbox calls that.
    SetOr(Option<CallbackUrl>),
    /// To the address that the client asked for, if the sandbox calls that.
    Own(Option<CallbackUrl>),
}

impl Recipient {
    /// The address to deliver to, given the one that is set for the provider.
    pub(crate) fn url(&self, set: Option<CallbackUrl>, hosts: &AllowedHosts) -> Option<CallbackUrl> {
        let asked_for = |url: &Option<CallbackUrl>| url.clone().filter(|url| hosts.may_call(url));
        match self {
            Self::Set => set,
            Self::SetOr(url) => set.or_else(|| asked_for(url)),
            Self::Own(url) => asked_for(url),
        }
    }
}

/// How a callback travels.
pub(crate) enum Message {
    /// In the body of a POST.
    Post { headers: HeaderMap, body: Bytes },
    /// In the query of a GET, after whatever the address itself has there. `signed` is a parameter that the checksum covers
    /// and that has a digit in it.
    Get { query: String, signed: &'static str },
}

// Both ways carry what the client's customers would rather not see in a log.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Post { .. } => "Post",
            Self::Get { .. } => "Get",
        })
    }
}

impl Callback {
    /// Callbacks with the same are delivered in order; what goes to an address of its own waits for no other.
    pub(super) fn lane(&self) -> String {
        let own = if matches!(self.to, Recipient::Own(_)) { "own " } else { "" };
        format!("{own}{}", self.subject)
    }

    /// The same about the same, with the message tampered with.
    pub(super) fn tampered(&self) -> Self {
        let Self { subject, event, to, redelivery, message } = self;
        Self { subject: subject.clone(), event, to: to.clone(), redelivery: *redelivery, message: message.tampered() }
    }
}

impl Message {
    pub(crate) fn request(&self, url: &CallbackUrl) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        match self {
            Self::Post { headers, body } => {
                *request.method_mut() = Method::POST;
                *request.uri_mut() = url.uri();
                *request.headers_mut() = headers.clone();
                *request.body_mut() = body.clone();
            }
            Self::Get { query, .. } => *request.uri_mut() = url.with_query(query),
        }
        request
    }

    /// The same with another digit somewhere in what is signed, and the signature of before. It still reads well: only the
    /// signature tells.
    fn tampered(&self) -> Self {
        match self {
            Self::Post { headers, body } => {
                let mut body = body.to_vec();
                change_last_digit(&mut body);
                Self::Post { headers: headers.clone(), body: body.into() }
            }
            Self::Get { query, signed } => {
                let parameters: Vec<String> = query.split('&').map(|one| with_another_digit(one, signed)).collect();
                Self::Get { query: parameters.join("&"), signed }
            }
        }
    }
}

fn with_another_digit(parameter: &str, signed: &str) -> String {
    match parameter.split_once('=') {
        Some((name, value)) if name == signed => {
            let mut value = value.as_bytes().to_vec();
            change_last_digit(&mut value);
            format!("{name}={}", String::from_utf8_lossy(&value))
        }
        _ => parameter.to_owned(),
    }
}

fn change_last_digit(text: &mut [u8]) {
    if let Some(digit) = text.iter_mut().rfind(|byte| byte.is_ascii_digit()) {
        *digit = if *digit == b'9' { b'0' } else { *digit + 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tampering_changes_one_digit_of_what_is_signed() {
        let query = "type=1&orderid=1239&order=7&control=ab12".to_owned();
        let Message::Get { query, .. } = (Message::Get { query, signed: "orderid" }).tampered() else {
            panic!("another way to travel");
        };
        assert_eq!(query, "type=1&orderid=1230&order=7&control=ab12");

        let body = Bytes::from_static(b"{\"id\":\"ps_1\",\"at\":\"12Z\"}");
        let Message::Post { body, .. } = (Message::Post { headers: HeaderMap::new(), body }).tampered() else {
            panic!("another way to travel");
        };
        assert_eq!(body, "{\"id\":\"ps_1\",\"at\":\"13Z\"}");
    }
}

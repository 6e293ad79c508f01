//! Callbacks as HTTP requests.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde::Serialize;

use super::fail;
use crate::signing::RsaSigner;

/// A test callback: the HTTP request that a provider would send to the shop.
///
/// Hand its parts to the receiver of the client, or the whole [request](Self::to_request) to your own handler.
///
/// `Debug` shows neither the query nor the body, which may hold a token.
#[derive(Clone)]
pub struct TestCallback {
    method: Method,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl TestCallback {
    /// A GET with its values in the query, percent-encoded. For the clients.
    pub fn get(query: impl Into<String>) -> Self {
        Self { method: Method::GET, query: query.into(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// A POST with this body. For the clients.
    pub fn post(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Self { method: Method::POST, query: String::new(), headers, body: body.into() }
    }

    /// A POST with this value as its JSON body. For the clients.
    ///
    /// # Panics
    ///
    /// If the value has no JSON form.
    #[track_caller]
    pub fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::post("application/json", body),
            Err(error) => fail(format_args!("the callback has no JSON form: {error}")),
        }
    }

    /// The method: GET or POST.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The query, percent-encoded and without its question mark; empty in a POST.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte; empty in a GET.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The same event, delivered again: every byte is the same. A shop has to acknowledge it and book nothing.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        self.clone()
    }

    /// The whole request to this path of your service, for any server that uses the `http` types. If the address that the
    /// provider was given has a query, the path has it too, and the values of a GET follow it.
    ///
    /// # Panics
    ///
    /// If the path is not one, such as `/callbacks` or `/callbacks?shop=7`.
    #[track_caller]
    pub fn to_request(&self, path: &str) -> Request<Bytes> {
        let separator = match (self.query.is_empty(), path.contains('?')) {
            (true, _) => "",
            (false, true) => "&",
            (false, false) => "?",
        };
        let Ok(uri) = format!("{path}{separator}{}", self.query).parse() else {
            fail(format_args!("{path} is no path"))
        };
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        request
    }

    /// The values: those of the query, or those of a form.
    fn values(&self) -> String {
        if self.method == Method::GET { self.query.clone() } else { String::from_utf8_lossy(&self.body).into_owned() }
    }

    fn with_values(mut self, values: String) -> Self {
        if self.method == Method::GET {
            self.query = values;
        } else {
            self.body = values.into();
        }
        self
    }
}

impl fmt::Debug for TestCallback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, query, body, .. } = self;
        write!(formatter, "TestCallback({method}, {} bytes)", query.len().saturating_add(body.len()))
    }
}

/// A genuine test callback: signed by a key of the test. Derefs to the [`TestCallback`] that the receiver accepts.
///
/// No provider signs a time, so a genuine callback never becomes stale: [`duplicate`](TestCallback::duplicate) is what an
/// old one looks like.
#[derive(Clone)]
pub struct SignedCallback {
    callback: TestCallback,
    signature: Place,
}

/// Where the signature is.
#[derive(Clone)]
enum Place {
    Header(HeaderName),
    /// Among the values of the query or the form.
    Value(&'static str),
}

impl SignedCallback {
    /// Adds a signature in a header. For the clients.
    ///
    /// # Panics
    ///
    /// If the signature cannot be used in a header.
    #[must_use]
    #[track_caller]
    pub fn with_header(mut callback: TestCallback, name: HeaderName, signature: &str) -> Self {
        let Ok(value) = HeaderValue::from_str(signature) else { fail(format_args!("the signature is no header")) };
        callback.headers.insert(&name, value);
        Self { callback, signature: Place::Header(name) }
    }

    /// Adds an RSA signature of the body, in base64, in a header. For the clients.
    ///
    /// # Panics
    ///
    /// If the key cannot sign.
    #[must_use]
    #[track_caller]
    pub fn with_rsa_header(callback: TestCallback, name: HeaderName, key: &RsaSigner) -> Self {
        match key.sign_now(&callback.body) {
            Ok(signature) => Self::with_header(callback, name, &signature.to_base64()),
            Err(error) => fail(format_args!("the callback cannot be signed: {error}")),
        }
    }

    /// Adds a signature after the other values of the query or the form. For the clients.
    #[must_use]
    pub fn with_value(callback: TestCallback, name: &'static str, signature: &str) -> Self {
        let values = callback.values();
        let separator = if values.is_empty() { "" } else { "&" };
        let callback = callback.with_values(format!("{values}{separator}{name}={signature}"));
        Self { callback, signature: Place::Value(name) }
    }

    /// A forged copy: its signature has the right form and is wrong. A shop has to refuse it with HTTP 401, and to book
    /// nothing.
    #[must_use]
    pub fn forged(&self) -> TestCallback {
        self.replace_signature(|signature| Some(falsify(signature)))
    }

    /// A copy without its signature, as a forger without the key may send it.
    #[must_use]
    pub fn unsigned(&self) -> TestCallback {
        self.replace_signature(|_| None)
    }

    fn replace_signature(&self, replace: impl Fn(&str) -> Option<String>) -> TestCallback {
        let mut callback = self.callback.clone();
        match &self.signature {
            Place::Header(name) => {
                let signature = callback.headers.remove(name);
                let text = signature.as_ref().and_then(|signature| signature.to_str().ok());
                let replaced = text.and_then(replace).and_then(|text| HeaderValue::try_from(text).ok());
                callback.headers.extend(replaced.map(|value| (name.clone(), value)));
                callback
            }
            Place::Value(name) => {
                let values = callback.values();
                let pairs = values.split('&').filter_map(|pair| match pair.split_once('=') {
                    Some((key, signature)) if key == *name => replace(signature).map(|text| format!("{key}={text}")),
                    _ => Some(pair.to_owned()),
                });
                callback.with_values(pairs.collect::<Vec<_>>().join("&"))
            }
        }
    }
}

/// Changes the first character into another one that is a digit in base64 and in hexadecimal.
fn falsify(signature: &str) -> String {
    let digit = if signature.starts_with('0') { '1' } else { '0' };
    signature.chars().take(1).map(|_| digit).chain(signature.chars().skip(1)).collect()
}

impl Deref for SignedCallback {
    type Target = TestCallback;

    fn deref(&self) -> &TestCallback {
        &self.callback
    }
}

impl fmt::Debug for SignedCallback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.callback.fmt(formatter)
    }
}

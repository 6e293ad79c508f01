//! Request signing: OAuth 1.0a with consumer credentials only, RSA-SHA256; and the choice between it and `control`.
//!
//! `oauth1-request` writes the base string and the header; the signature comes from a [`Signer`], which may be asynchronous
//! and may fail. So the library runs twice: first with a signature method that only collects the base string, then with one
//! that returns the finished signature.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use oauth1_request::request::AssertSorted;
use oauth1_request::signature_method::{Sign, SignatureMethod};
use oauth1_request::{Builder, Credentials, Request};
use payments_core::signing::Signature;
use payments_core::{
    AuthError, AuthFuture, Authenticate, Body, Hidden, Secret, Signer, UnsignedRequest, percent_decode, percent_encode,
    to_hex,
};
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::auth::Auth;
use crate::control;
use crate::parameters::{self, FORM};
use crate::provider::PaynetEasy;

const METHOD: &str = "RSA-SHA256";

/// Buffer size for OAuth's own names and values, nonce and login included.
const OAUTH_CAPACITY: usize = 1024;

/// Adds the `Authorization` header, with a fresh nonce and timestamp for every attempt; or `login` and `control` to the body.
#[derive(Clone, Debug)]
pub(crate) struct Authenticator {
    login: Arc<str>,
    signer: Hidden<Arc<dyn Signer>>,
    nonces: Option<Nonces>,
    control_key: Option<Secret>,
}

/// A custom source of nonces.
pub(crate) type Nonces = Hidden<Arc<dyn Fn() -> String + Send + Sync>>;

impl Authenticator {
    pub(crate) fn new(
        login: Arc<str>,
        signer: Hidden<Arc<dyn Signer>>,
        nonces: Option<Nonces>,
        control_key: Option<Secret>,
    ) -> Self {
        Self { login, signer, nonces, control_key }
    }

    pub(crate) async fn explain(
        &self,
        request: UnsignedRequest<'_>,
        auth: &Auth<'_>,
    ) -> Result<Explanation, AuthError> {
        match auth {
            Auth::OauthRsaSha256 => self.sign(request).await,
            Auth::Control { login, covered } => {
                let covered = login
                    .then_some(&*self.login)
                    .into_iter()
                    .chain(covered.iter().map(|value| value.expose().as_ref()));
                Ok(Explanation {
                    base_string: Hidden::new(Zeroizing::new(covered.collect())),
                    body: request.body.clone().into(),
                    authorization: String::new().into(),
                    signature: control_in(request.body),
                })
            }
        }
    }

    async fn sign(&self, request: UnsignedRequest<'_>) -> Result<Explanation, AuthError> {
        let draft = Draft {
            login: &self.login,
            nonce: self.nonces.as_ref().map_or_else(|| random_nonce(request), |next| Ok(next.expose()()))?,
            timestamp: timestamp(request)?,
            method: request.method.as_str(),
            address: base_uri(request),
            parameters: signed_parameters(request),
            // Escaping twice makes a text at most five times as long.
            capacity: 5 * (request.body.len() + request.uri.to_string().len()) + OAUTH_CAPACITY,
        };
        let base_string = draft.base_string();
        let signature = self.signer.expose().sign(base_string.as_bytes()).await?;
        let authorization = draft.authorization(&signature);
        Ok(Explanation {
            base_string: base_string.into(),
            body: request.body.clone().into(),
            authorization: authorization.into(),
            signature,
        })
    }
}

impl Authenticate<PaynetEasy> for Authenticator {
    fn complete_body(&self, body: Body, auth: &Auth<'_>) -> Result<Body, AuthError> {
        match auth {
            Auth::OauthRsaSha256 => Ok(body),
            Auth::Control { login, covered } => {
                let covered = covered.iter().map(|value| value.expose().as_ref());
                control::complete(&body, login.then_some(&*self.login), covered, self.control_key.as_ref())
            }
        }
    }

    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, auth: &'a Auth<'_>) -> AuthFuture<'a> {
        Box::pin(async move {
            if *auth != Auth::OauthRsaSha256 {
                return Ok(HeaderMap::new());
            }
            let explanation = self.sign(request).await?;
            let mut header = HeaderValue::try_from(explanation.authorization.into_exposed())
                .map_err(|_| AuthError::Header("the login or the signature"))?;
            header.set_sensitive(true);
            Ok(HeaderMap::from_iter([(AUTHORIZATION, header)]))
        })
    }
}

/// The checksum at the end of a body, as bytes.
fn control_in(body: &[u8]) -> Signature {
    let control = form_urlencoded::parse(body).find(|(name, _)| name == "control").map(|(_, value)| value);
    let digits = control.as_deref().unwrap_or_default().as_bytes();
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Signature::new(digits.chunks(2).filter_map(byte).collect::<Vec<u8>>())
}

/// Sixteen random bytes: thirty-two characters, as in the gateway's own examples.
fn random_nonce(request: UnsignedRequest<'_>) -> Result<String, AuthError> {
    let mut bytes = [0_u8; 16];
    request.randomness.fill(&mut bytes)?;
    Ok(to_hex(&bytes))
}

fn timestamp(request: UnsignedRequest<'_>) -> Result<NonZeroU64, AuthError> {
    let since_epoch = request.now.duration_since(UNIX_EPOCH).ok().map(|passed| passed.as_secs());
    since_epoch.and_then(NonZeroU64::new).ok_or(AuthError::Header("a time before 1970"))
}

/// RFC 5849, 3.4.1.3: the parameters of the query and of a form body, not of another body, in the order of their encoded
/// names, then values.
///
/// Digits need no escapes, so card numbers and security codes are borrowed from the body, not copied.
fn signed_parameters(request: UnsignedRequest<'_>) -> Vec<(String, Cow<'_, str>)> {
    let mut parameters = Vec::with_capacity(parameters::CAPACITY);
    let query = request.uri.query().unwrap_or_default().as_bytes();
    let form = if is_form(request.headers) { request.body.as_ref() } else { b"" };
    let pairs = form_urlencoded::parse(query).chain(form_urlencoded::parse(form));
    parameters.extend(pairs.map(|(name, value)| (percent_encode(&name).into_owned(), value)));
    parameters.sort_by(|(name, value), (other, its_value)| {
        name.cmp(other).then_with(|| percent_encode(value).cmp(&percent_encode(its_value)))
    });
    parameters
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(FORM)
}

/// RFC 5849, 3.4.1.2: scheme and host in lower case, no default port, no query.
fn base_uri(request: UnsignedRequest<'_>) -> String {
    let scheme = request.uri.scheme_str().unwrap_or("https");
    let host = request.uri.host().unwrap_or_default().to_ascii_lowercase();
    let port = match (scheme, request.uri.port_u16()) {
        ("https", Some(443)) | ("http", Some(80)) | (_, None) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    format!("{scheme}://{host}{port}{}", request.uri.path())
}

/// Everything a signature covers.
struct Draft<'a> {
    login: &'a str,
    nonce: String,
    timestamp: NonZeroU64,
    method: &'a str,
    address: String,
    /// Names are encoded, values are not.
    parameters: Vec<(String, Cow<'a, str>)>,
    /// The maximum length of the base string.
    capacity: usize,
}

impl Draft<'_> {
    fn base_string(&self) -> Zeroizing<String> {
        // Not returned as the signature: the library does not wipe the header it builds from that.
        let base_string = RefCell::new(Zeroizing::new(String::with_capacity(self.capacity)));
        // The library would sort repeated names by unencoded values.
        let sorted = AssertSorted::new(self.parameters.iter().map(|(name, value)| (name, value)));
        self.authorize(BaseString(&base_string), &sorted);
        base_string.into_inner()
    }

    /// The header as the gateway documents it: items in alphabetical order, a comma and a space between them.
    fn authorization(&self, signature: &Signature) -> String {
        // The signature is finished, and the header contains no request parameters.
        let header = self.authorize(Finished(percent_encode(&signature.to_base64()).into_owned()), &());
        let mut items: Vec<&str> = header.trim_start_matches("OAuth ").split(',').collect();
        items.sort_unstable();
        format!("OAuth {}", items.join(", "))
    }

    fn authorize(&self, method: impl SignatureMethod + Clone, parameters: &impl Request) -> String {
        let mut builder = Builder::<_, &str>::new(Credentials::new(self.login, ""), method);
        builder.nonce(self.nonce.as_str()).timestamp(self.timestamp).version(true);
        builder.authorize(self.method, &self.address, parameters)
    }
}

/// A signature method that collects the base string and returns no signature.
#[derive(Clone)]
struct BaseString<'a>(&'a RefCell<Zeroizing<String>>);

impl BaseString<'_> {
    fn push(&self, text: &str) {
        self.0.borrow_mut().push_str(text);
    }

    fn push_shown(&self, value: impl fmt::Display) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0.borrow_mut(), "{value}");
    }
}

impl SignatureMethod for BaseString<'_> {
    type Sign = Self;

    fn sign_with(self, _client_secret: &str, _token_secret: Option<&str>) -> Self {
        self
    }
}

impl Sign for BaseString<'_> {
    type Signature = &'static str;

    fn get_signature_method_name(&self) -> &'static str {
        METHOD
    }

    fn request_method(&mut self, method: &str) {
        self.push(method);
        self.push("&");
    }

    fn uri<T: fmt::Display>(&mut self, uri: T) {
        self.push_shown(uri);
        self.push("&");
    }

    fn parameter<V: fmt::Display>(&mut self, name: &str, value: V) {
        // The library passes values encoded twice, but names as they were passed in: encoded once.
        self.push(&percent_encode(name));
        self.push("%3D");
        self.push_shown(value);
    }

    fn delimiter(&mut self) {
        self.push("%26");
    }

    fn end(self) -> &'static str {
        ""
    }
}

/// A signature method that returns the finished signature, percent-encoded.
#[derive(Clone)]
struct Finished(String);

impl SignatureMethod for Finished {
    type Sign = Self;

    fn sign_with(self, _client_secret: &str, _token_secret: Option<&str>) -> Self {
        self
    }
}

impl Sign for Finished {
    type Signature = String;

    fn get_signature_method_name(&self) -> &'static str {
        METHOD
    }

    fn request_method(&mut self, _method: &str) {}

    fn uri<T: fmt::Display>(&mut self, _uri: T) {}

    fn parameter<V: fmt::Display>(&mut self, _name: &str, _value: V) {}

    fn delimiter(&mut self) {}

    fn end(self) -> String {
        self.0
    }
}

/// The steps of signing a request: the five artefacts that the gateway's own debug form shows, and the base string.
///
/// Returned by [`Client::explain`](crate::Client::explain), to be compared with what the gateway's support sees. It contains
/// everything in the request, card numbers included, so `Debug` shows nothing of it.
///
/// Of a request with a `control` checksum the base string is the covered values, joined, without the control key; the
/// signature is the checksum, and there is no `Authorization` header.
#[derive(Debug)]
pub struct Explanation {
    base_string: Hidden<Zeroizing<String>>,
    body: Hidden<bytes::Bytes>,
    authorization: Hidden<String>,
    signature: Signature,
}

impl Explanation {
    /// The parameters as they are signed: encoded, sorted, joined.
    pub fn normalized_parameters(&self) -> String {
        let encoded = self.base_string.expose().rsplit('&').next().unwrap_or_default();
        percent_decode(encoded)
    }

    /// The OAuth base string: the text that is signed.
    pub fn base_string(&self) -> &str {
        self.base_string.expose()
    }

    /// The request body as sent.
    pub fn body(&self) -> &[u8] {
        self.body.expose()
    }

    /// The `Authorization` header; empty if the request has none.
    pub fn authorization(&self) -> &str {
        self.authorization.expose()
    }

    /// The signature in hexadecimal digits.
    pub fn signature_hex(&self) -> String {
        to_hex(self.signature.as_bytes())
    }

    /// The signature in Base64.
    pub fn signature_base64(&self) -> String {
        self.signature.to_base64()
    }
}

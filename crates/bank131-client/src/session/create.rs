//! `session/create`: open a session in which nothing is started yet.

use http::Method;
use payments_core::__private::JsonForm;
use payments_core::json::Json;
use payments_core::{Body, CardData, Changes, DecodeError, Endpoint, Evidence, InvalidField, Path, RawResponse};

use crate::provider::{Bank131, decode_session_for};
use crate::session::{Customer, NewPayment, NewPayout, Session};
use crate::version::ApiVersion;

/// Request of `session/create`: opens a session in which nothing is started yet. No money moves. The response is the [`Session`],
/// `created`.
///
/// `POST /api/v1/session/create` with `{}`, or with what is already known of the payment or payout that will be started. Store the
/// session's id, then send [`SessionStartPayment`](crate::session::SessionStartPayment) or
/// [`SessionStartPayout`](crate::session::SessionStartPayout). Of the two ways to start, this is the safer one: after a lost response
/// to the start, the session can be queried. If the response to this call is lost, send it again: an empty session costs nothing.
///
/// ```
/// use bank131_client::session::{NewPayout, SessionCreate, SessionId, SessionStartPayout};
/// use bank131_client::{Client, Error};
///
/// async fn pay_out(client: &Client, payout: NewPayout) -> Result<SessionId, Error> {
///     let session = client.send(&SessionCreate::new()).await?.id;
///     // Store the id with the order here.
///     client.send(&SessionStartPayout::new(session.clone(), payout)).await?;
///     Ok(session)
/// }
/// ```
///
/// Source: Bank 131, session/create, and its SDK.
#[derive(Clone, Debug, Default)]
pub struct SessionCreate {
    known: Known,
    version: ApiVersion,
}

/// What is already known.
#[derive(Clone, Debug, Default)]
enum Known {
    #[default]
    Nothing,
    Payment(NewPayment),
    Payout(NewPayout),
}

impl SessionCreate {
    /// Creates a request for an empty session.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a request for a session of this payment, as far as it is known.
    pub fn of_payment(payment: NewPayment) -> Self {
        Self { known: Known::Payment(payment), ..Self::default() }
    }

    /// Creates a request for a session of this payout, as far as it is known.
    pub fn of_payout(payout: NewPayout) -> Self {
        Self { known: Known::Payout(payout), ..Self::default() }
    }

    /// Creates a request for an otherwise empty session with your metadata, any JSON.
    pub fn with_metadata(metadata: Json) -> Self {
        Self::of_payment(NewPayment::empty().metadata(metadata))
    }

    /// Sends it in this version of the API. Default: version 1.
    #[must_use]
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self.known = match self.known {
            Known::Payout(payout) => Known::Payout(payout.in_version(version)),
            known => known,
        };
        self
    }

    const fn reference(&self) -> Option<&Customer> {
        match &self.known {
            Known::Nothing => None,
            Known::Payment(payment) => payment.reference(),
            Known::Payout(payout) => payout.reference(),
        }
    }
}

impl Endpoint for SessionCreate {
    type Provider = Bank131;
    type Response = Session;
    type Effect = Changes;

    const NAME: &'static str = "session/create";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/session/create";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::NumberAndSecurityCode;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("version", self.version.segment())
    }

    fn card_data(&self) -> CardData {
        match &self.known {
            Known::Nothing => CardData::None,
            Known::Payment(payment) => payment.card_data(),
            Known::Payout(payout) => payout.card_data(),
        }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        match &self.known {
            Known::Nothing => Ok(()),
            Known::Payment(payment) => payment.check(),
            Known::Payout(payout) => payout.check(),
        }
    }

    fn body(&self) -> Result<Body, InvalidField> {
        match &self.known {
            Known::Nothing => NewPayment::empty().body(),
            Known::Payment(payment) => payment.body(),
            Known::Payout(payout) => payout.body(),
        }
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        decode_session_for(self.reference(), response)
    }
}

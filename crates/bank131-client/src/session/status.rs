//! `session/status`: query the status of a session.

use payments_core::{Evidence, Reads};

use crate::session::SessionId;
use crate::session::session_call::session_call;
use crate::version::ApiVersion;

session_call! {
    /// Request of `session/status`: queries the status of a session. The response is the [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/status` with `{"session_id": "ps_…"}`. It changes nothing and may be sent as often as needed.
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionId, SessionStatus};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn status(client: &Client, session: SessionId) -> Result<Session, Error> {
    ///     client.send(&SessionStatus::new(session)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/status (named in the document, body as the bank's SDK sends it).
    pub struct SessionStatus;

    /// Creates a request about this session.
    pub fn new;

    const NAME = "session/status";
    const EVIDENCE = Evidence::Documented;
    type Effect = Reads;
}

impl SessionStatus {
    /// The session that is queried.
    pub const fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    pub(crate) const fn version(&self) -> ApiVersion {
        self.version
    }
}

impl From<&SessionId> for SessionStatus {
    fn from(session_id: &SessionId) -> Self {
        Self::new(session_id.clone())
    }
}

//! Raw calls: endpoints of the bank that have no type of their own yet.

use crate::provider::Bank131;

/// A request to an endpoint of the bank that this version has no type for. It is signed, classified and recovered like any
/// other. See [`payments_core::RawCall`] for its methods.
///
/// `E` is its effect: [`Reads`](crate::common::Reads), [`Changes`](crate::common::Changes) or
/// [`MovesMoney`](crate::common::MovesMoney). The response is the [`RawResponse`](crate::common::RawResponse).
///
/// ```
/// use bank131_client::common::{Body, InvalidField, MovesMoney};
/// use bank131_client::session::{SessionId, SessionStatus};
/// use bank131_client::{RawCall, Recovery, StatusQuery};
///
/// /// `session/refund`: returns what a payment has debited. Without `amount_details` all of it.
/// fn refund(session: &SessionId) -> Result<RawCall<MovesMoney>, InvalidField> {
///     let body = Body::json(&serde_json::json!({"session_id": session.as_str()}))?;
///     let recovery = Recovery::Ask(StatusQuery::Session(SessionStatus::from(session)));
///     Ok(RawCall::moves_money("session/refund", http::Method::POST, "api/v1/session/refund", recovery).with_body(body))
/// }
/// # assert!(refund(&SessionId::new("ps_3230")).is_ok());
/// ```
///
/// Its idempotency key, if it has one, is a header: `X-PARTNER-IDEMPOTENCY-KEY`, by `with_headers`.
pub type RawCall<E> = payments_core::RawCall<Bank131, E>;

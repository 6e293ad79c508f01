//! The gateway's refusals: kind, error code and message.

use std::fmt;

use payments_core::{FlatFields, ProviderText, open_enum};

use crate::flat_response::non_empty;
use crate::order::{ClientOrderId, OrderId, SerialNumber};

open_enum! {
    /// The gateway's error code. It publishes no list; these have been seen.
    pub enum ErrorCode {
        /// A required parameter is missing.
        ParameterRequired = "1",
        /// The security code of the sender's card is missing.
        SecurityCodeRequired = "29",
        /// The recurring payment id does not exist.
        RecurringPaymentNotFound = "122",
    }
}

/// The kind of a [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// Access is denied: the signature is wrong, the key unknown, the terminal or address not allowed, or this machine's
    /// clock, whose time is signed, is too far off.
    AccessDenied,
    /// The request was rejected before an order was created (`validation-error`).
    Validation,
    /// The order failed immediately (`error`). It may exist: its status shows whether the transfer happened.
    Error,
    /// Refused by the HTTP status alone; there may be a code and a message too.
    Http,
}

/// An error response of the gateway: the kind, the error code and the message of a refusal.
#[derive(Clone)]
pub struct Refusal {
    kind: RefusalKind,
    fields: FlatFields,
    code: Option<ErrorCode>,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, fields: FlatFields) -> Self {
        let code = non_empty(&fields, "error-code").map(ErrorCode::from);
        Self { kind, fields, code }
    }

    /// The kind of the refusal.
    pub const fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// The error code, usually a number (`error-code`).
    pub const fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// The gateway's error message for people (`error-message`).
    pub fn message(&self) -> Option<ProviderText> {
        non_empty(&self.fields, "error-message").map(ProviderText::from)
    }

    /// The gateway's request number (`serial-number`), for its support.
    pub fn serial_number(&self) -> Option<SerialNumber> {
        non_empty(&self.fields, "serial-number").map(SerialNumber::from)
    }

    /// The gateway's order number (`paynet-order-id`). With [`RefusalKind::Error`] there may be one in spite of the refusal.
    pub fn order_id(&self) -> Option<OrderId> {
        non_empty(&self.fields, "paynet-order-id").map(OrderId::from)
    }

    /// Your order number (`merchant-order-id`); the gateway does not always return it.
    pub fn client_order_id(&self) -> Option<ClientOrderId> {
        non_empty(&self.fields, "merchant-order-id").map(ClientOrderId::from)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.kind {
            RefusalKind::AccessDenied => {
                return formatter
                    .write_str("access is denied: signature, key, terminal or address, or this machine's clock");
            }
            RefusalKind::Validation => "validation-error",
            RefusalKind::Error => "error",
            RefusalKind::Http if self.code.is_none() && self.message().is_none() => {
                return formatter.write_str("no reason was given; is the base URL right?");
            }
            RefusalKind::Http => "rejected",
        };
        formatter.write_str(reason)?;
        if let Some(code) = &self.code {
            write!(formatter, " {code}")?;
        }
        match self.message() {
            Some(message) => write!(formatter, ": {message}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Refusal({self})")
    }
}

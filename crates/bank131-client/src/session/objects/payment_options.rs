//! Options of a payment.

use std::fmt;

use payments_core::InvalidField;
use serde::Serialize;
use url::Url;

/// Options of a payment: recurrent token and return address (`payment_options`).
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct PaymentOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
}

impl PaymentOptions {
    /// Creates empty options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Requests a recurrent token, with which the payer can be charged again. Get the payer's consent first.
    ///
    /// The token comes with the payment once it has succeeded:
    /// [`AcquiringPayment::recurrent`](crate::session::AcquiringPayment::recurrent).
    #[must_use]
    pub const fn recurrent(mut self, wanted: bool) -> Self {
        self.recurrent = Some(wanted);
        self
    }

    /// Sets where the payer returns to after 3-D Secure: an absolute `http` or `https` address. Optional in the bank's table;
    /// required for [`PaymentDetails::by_client`](crate::session::PaymentDetails::by_client).
    #[must_use]
    pub fn return_url(mut self, address: impl Into<String>) -> Self {
        self.return_url = Some(address.into());
        self
    }

    pub(crate) const fn has_return_url(&self) -> bool {
        self.return_url.is_some()
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let Some(address) = &self.return_url else { return Ok(()) };
        let valid = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if valid { Ok(()) } else { Err(InvalidField::new("return_url", "must be an absolute http or https address")) }
    }
}

/// Shows only whether there is a return address: it may contain the payer's session.
impl fmt::Debug for PaymentOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PaymentOptions")
            .field("recurrent", &self.recurrent)
            .field("return_url", &self.return_url.as_ref().map(|_| "[hidden]"))
            .finish()
    }
}

//! How a payment is to be made.

use std::fmt;

use payments_core::InvalidField;
use serde::Serialize;
use url::Url;

/// How a payment is to be made (`payment_options`).
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct PaymentOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<String>,
}

impl PaymentOptions {
    /// No options yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for a token to repeat this payment with. Get the payer's consent first.
    ///
    /// The token comes with the payment once it has succeeded:
    /// [`AcquiringPayment::recurrent`](crate::AcquiringPayment::recurrent).
    #[must_use]
    pub const fn recurrent(mut self, wanted: bool) -> Self {
        self.recurrent = Some(wanted);
        self
    }

    /// Where the payer returns to after 3-D Secure: an absolute `http` or `https` address.
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

/// Says only whether there is an address: the payer's session may be in it.
impl fmt::Debug for PaymentOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PaymentOptions")
            .field("recurrent", &self.recurrent)
            .field("return_url", &self.return_url.as_ref().map(|_| "[hidden]"))
            .finish()
    }
}

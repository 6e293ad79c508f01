//! The order of a transfer, and how an amount is sent.

use std::fmt;

use payments_core::{InvalidField, Money};

use crate::order::ClientOrderId;
use crate::parameters::Parameters;

/// The order of a transfer: your order number, the amount, a description, the payer's IP address.
///
/// The last two may be personal data, so `Debug` shows neither.
#[derive(Clone)]
pub struct Order {
    client_order_id: ClientOrderId,
    amount: Money,
    description: String,
    ip_address: String,
}

impl Order {
    /// Creates an order.
    ///
    /// - `client_order_id`: your order number, at most 128 characters, stored before you send the request.
    /// - `amount`: above zero; written with a dot and without trailing zeros (`100`, `100.5`), at most 10 characters. Its
    ///   currency must be the terminal's.
    /// - `description`: at most 64 k characters.
    /// - `ip_address`: of the sender or receiver, for fraud screening; at most 45 characters, sent as given.
    pub fn new(
        client_order_id: ClientOrderId,
        amount: Money,
        description: impl Into<String>,
        ip_address: impl Into<String>,
    ) -> Self {
        Self { client_order_id, amount, description: description.into(), ip_address: ip_address.into() }
    }

    /// Your order number.
    pub const fn client_order_id(&self) -> &ClientOrderId {
        &self.client_order_id
    }

    /// The amount.
    pub const fn amount(&self) -> &Money {
        &self.amount
    }

    pub(crate) fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) -> Result<(), InvalidField> {
        parameters.add("amount", decimal(&self.amount)?);
        parameters.add("currency", self.amount.currency().as_str());
        parameters.add("client_orderid", self.client_order_id.as_str());
        parameters.add("order_desc", self.description.as_str());
        parameters.add("ipaddress", self.ip_address.as_str());
        Ok(())
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        let address = self.ip_address.trim();
        if address.parse::<std::net::IpAddr>().is_err() {
            return Err(InvalidField::new("ipaddress", "must be an IPv4 or IPv6 address"));
        }
        if self.amount.is_positive() { Ok(()) } else { Err(InvalidField::new("amount", "must be above zero")) }
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Order")
            .field("client_order_id", &self.client_order_id)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

/// The amount as it is sent: `100.00` as `100`, `100.50` as `100.5`, as in the gateway's examples.
pub(crate) fn decimal(amount: &Money) -> Result<String, InvalidField> {
    let decimal = amount.to_decimal().map_err(|_| InvalidField::new("currency", "must be a currency of ISO 4217"))?;
    if !decimal.contains('.') {
        return Ok(decimal);
    }
    Ok(decimal.trim_end_matches('0').trim_end_matches('.').to_owned())
}

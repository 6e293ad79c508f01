//! The order of a transfer, and how an amount is sent.

use std::net::IpAddr;

use payments_core::__private::AddField;
use payments_core::{InvalidField, Money, checked_text, form_fields};

use crate::checks::given;
use crate::order::ClientOrderId;

checked_text! {
    /// An IPv4 or IPv6 address, sent as given.
    pub struct IpAddress: "IP address", is_ip_address;
}

checked_text! {
    /// What is paid for (`order_desc`): not empty, at most 64 k characters.
    pub struct Description: "description", given::<{ 64 * 1024 }>;
}

form_fields! {
    /// The order of a transfer: your order number, the amount, a description, the payer's IP address.
    ///
    /// The last two may be personal data, so `Debug` shows neither.
    #[derive(Clone, Debug)]
    pub struct Order;

    /// Creates an order.
    ///
    /// - `client_order_id`: your order number, at most 128 characters, stored before you send the request.
    /// - `amount`: above zero; written with a dot and without trailing zeros (`100`, `100.5`), at most 10 characters. Its
    ///   currency must be the terminal's.
    /// - `description`: at most 64 k characters.
    /// - `ip_address`: of the sender or receiver, for fraud screening; sent as given.
    pub fn new;

    required client_order_id: ClientOrderId = "client_orderid";
    part amount: Money as amount_fields = ..;
    required description(try): Description = "order_desc";
    required ip_address(try): IpAddress = "ipaddress";
}

impl Order {
    /// Your order number.
    pub const fn client_order_id(&self) -> &ClientOrderId {
        &self.client_order_id
    }

    /// The amount.
    pub const fn amount(&self) -> &Money {
        &self.amount
    }
}

/// The amount as it is sent: `100.00` as `100`, `100.50` as `100.5`, as in the gateway's examples; and its currency.
pub(super) fn amount_fields<'a>(amount: &'a Money, add: AddField<'_, 'a>) -> Result<(), InvalidField> {
    InvalidField::unless(amount.is_positive(), "amount", "must be above zero")?;
    let mut decimal =
        amount.to_decimal().map_err(|_| InvalidField::new("currency", "must be a currency of ISO 4217"))?;
    if decimal.contains('.') {
        decimal.truncate(decimal.trim_end_matches('0').trim_end_matches('.').len());
    }
    InvalidField::unless(decimal.len() <= 10, "amount", "must have at most 10 characters")?;
    add("amount", decimal.into());
    add("currency", amount.currency().as_str().into());
    Ok(())
}

fn is_ip_address(address: &str) -> Result<(), &'static str> {
    address.trim().parse::<IpAddr>().map(drop).map_err(|_| "must be an IPv4 or IPv6 address")
}

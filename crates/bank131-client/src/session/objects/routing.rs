//! What only some partners send with a payment: routing tags, revenue split, metadata of the device.

use payments_core::{Hidden, Money, ProviderText, json, json_fields};
use serde::Deserialize;

use super::amount;

json_fields! {
    /// Tags by which the bank chooses the route of an operation (`custom_routing`), as agreed with it.
    ///
    /// Source: Bank 131's SDK.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CustomRouting;

    /// Creates routing without a tag.
    pub fn new;

    /// Adds a tag.
    list tag: RoutingTag = "tags";
}

json_fields! {
    /// A tag of a route.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RoutingTag;

    /// Creates a tag from its name; add its values with [`value`](Self::value).
    pub fn new;

    /// The name.
    required root_tag(into): Hidden<String> = "root_tag";
    /// Adds a value.
    list value: Hidden<String> = "values";
}

json_fields! {
    /// The share of a contractor in a payment (`revenue_split_info`). Experimental at the bank.
    ///
    /// Source: Bank 131's SDK.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RevenueShare;

    fn of_contractor;

    required contractor_alias(into): Hidden<String> = "contractor_alias";
    private percent: Hidden<String> = "percent";
    private remains: bool = "remains";
}

impl RevenueShare {
    /// Creates a share in percent, as a decimal text such as `"12.5"`.
    pub fn percent(contractor_alias: impl Into<Hidden<String>>, percent: impl Into<Hidden<String>>) -> Self {
        Self { percent: Some(percent.into()), ..Self::of_contractor(contractor_alias) }
    }

    /// Creates the share of the one who gets what remains.
    pub fn remains(contractor_alias: impl Into<Hidden<String>>) -> Self {
        Self { remains: Some(true), ..Self::of_contractor(contractor_alias) }
    }
}

/// The share of a contractor in a payment, as a response shows it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct RevenueSplit {
    /// The contractor.
    #[serde(default, deserialize_with = "json::lenient")]
    pub contractor_alias: Option<ProviderText>,
    /// The share in percent.
    #[serde(default, deserialize_with = "json::lenient")]
    pub percent: Option<ProviderText>,
    /// Whether it is what remains.
    #[serde(default, deserialize_with = "json::flag")]
    pub remains: Option<bool>,
    /// The amount.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount: Option<Money>,
}

json_fields! {
    /// Metadata that the bank reads (`payment_metadata`): the payer's device sessions, the operation at a CIS bank.
    ///
    /// Source: Bank 131's SDK; `provider_tx_id` from session/multi/init.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PaymentMetadata;

    /// Creates empty metadata.
    pub fn new;

    /// Sets the session of the payer's device.
    optional device_session_id(into): Hidden<String> = "device_session_id";
    /// Adds a session of the payer's devices.
    list device_session: Hidden<String> = "device_session_id_list";
    /// Sets the operation's identifier at the CIS bank.
    optional provider_tx_id(try): ProviderTxId = "provider_tx_id";
}

payments_core::checked_text! {
    /// Identifier of the operation at the CIS bank; not empty.
    pub struct ProviderTxId: "payment_metadata.provider_tx_id", is_given;
}

fn is_given(text: &str) -> Result<(), &'static str> {
    if text.is_empty() { Err("must not be empty") } else { Ok(()) }
}

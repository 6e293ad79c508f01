//! Rejections, in the provider's words where they are known.

/// A request the gateway rejects.
///
/// Codes 1, 29 and 122 and their texts are documented. The others have codes from 9001 on, which are the sandbox's own:
/// nobody should come to rely on them.
#[derive(Debug)]
pub(super) struct Refusal {
    code: u64,
    message: String,
    merchant_order: Option<String>,
}

impl Refusal {
    pub(super) fn required(parameter: &str) -> Self {
        Self::new(1, format!("Parameter {parameter} is required"))
    }

    /// Known only once the order is, hence with its id.
    pub(super) fn no_cvv2(client_orderid: &str) -> Self {
        Self::new(29, "Src card cvv2 should be filled in transfer.").about(client_orderid)
    }

    pub(super) fn no_recurring_payment() -> Self {
        Self::new(122, "Recurring payment not found")
    }

    pub(super) fn invalid(parameter: &str, rule: &str) -> Self {
        Self::new(9001, format!("Parameter {parameter} {rule}"))
    }

    /// Also what a wrong login is answered with. The words are the provider's, the code is not known.
    pub(super) fn no_endpoint(id: &str) -> Self {
        Self::new(9002, format!("End point with id {id} not found"))
    }

    pub(super) fn no_endpoint_group(id: &str) -> Self {
        Self::new(9002, format!("End point group with id {id} not found"))
    }

    pub(super) fn no_order() -> Self {
        Self::new(9003, "Order not found")
    }

    pub(super) fn several_orders(client_orderid: &str) -> Self {
        Self::new(9004, "There are several orders with this client_orderid, orderid is required").about(client_orderid)
    }

    pub(super) fn not_finished(client_orderid: &str) -> Self {
        Self::new(9005, "Order is not approved, no card can be referred to").about(client_orderid)
    }

    pub(super) fn not_approved(client_orderid: &str) -> Self {
        Self::new(9006, "Order is not approved, nothing can be returned").about(client_orderid)
    }

    pub(super) fn too_much() -> Self {
        Self::new(9007, "Amount is above what is left of the order")
    }

    fn new(code: u64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), merchant_order: None }
    }

    fn about(self, client_orderid: &str) -> Self {
        Self { merchant_order: Some(client_orderid.to_owned()), ..self }
    }

    pub(super) fn code(&self) -> u64 {
        self.code
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn merchant_order(&self) -> Option<&str> {
        self.merchant_order.as_deref()
    }
}

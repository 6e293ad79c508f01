//! The operations of a session: payments, payouts, refunds.

use payments_core::json::{self, Json};
use payments_core::{Hidden, Money, ProviderText, Timestamp, identifier, open_enum};
use serde::Deserialize;

use crate::recurrent::RecurrentDetails;
use crate::refusal::Refusal;
use crate::session::objects::amount;
use crate::session::{
    Customer, CustomerInteraction, FiscalizationDetails, Instrument, OperationAmounts, Participants, PaymentOptions,
    Receipt, RevenueSplit, Subscription,
};
use crate::word;

identifier! {
    /// Identifier of a payment (`pm_…`), a payout (`po_…`) or a refund (`rf_…`).
    pub struct OperationId;
}

open_enum! {
    /// Status of a payment or payout.
    pub enum OperationStatus {
        /// It failed. Final, unless the session's status is `error`.
        Failed = "failed",
        /// It is being processed.
        InProgress = "in_progress",
        /// It waits for you or the payer: [`Session::next_step`](crate::session::Session::next_step) says for what.
        Pending = "pending",
        /// It succeeded.
        Succeeded = "succeeded",
    }
}

impl OperationStatus {
    /// Whether the status is final. Within a session whose status is `error`, [`Failed`](Self::Failed) is not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Failed | Self::Succeeded)
    }
}

open_enum! {
    /// Status of a refund.
    pub enum RefundStatus {
        /// The money went back.
        Accepted = "accepted",
        /// It was refused.
        Declined = "declined",
        /// It ended with an error; the bank does not say whether that is permanent.
        Error = "error",
        /// It is being processed.
        InProgress = "in_progress",
    }
}

/// A payment in a session: the charge of the payer's card (`acquiring_payments` in version 1 of the API, `payment_list` in
/// version 2).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AcquiringPayment {
    /// The identifier, `pm_…`. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub id: OperationId,
    /// The status. An empty word, which is not listed, if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: OperationStatus,
    /// When it was created. May be later than the session's own `updated_at`.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub updated_at: Option<Timestamp>,
    /// When it finished.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub finished_at: Option<Timestamp>,
    /// The payer, with the reference that you set with
    /// [`SessionMultiInit::customer`](crate::session::SessionMultiInit::customer).
    #[serde(default, deserialize_with = "json::object")]
    pub customer: Option<Customer>,
    /// The instrument that is charged.
    #[serde(default, deserialize_with = "json::object")]
    pub payment_details: Option<Instrument>,
    /// The amount. In a transfer this is the **payout's** amount and currency, not what the payer is charged. The bank's
    /// example has the charged amount nowhere in the session: keep what you sent in [`Amounts`](crate::session::Amounts).
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Gross amount, net amount and fee.
    #[serde(default, deserialize_with = "json::object")]
    pub amounts: Option<OperationAmounts>,
    /// Sender and recipient.
    #[serde(default, deserialize_with = "json::object")]
    pub participant_details: Option<Participants>,
    /// What the payer has to do.
    #[serde(default, deserialize_with = "json::object")]
    pub customer_interaction: Option<CustomerInteraction>,
    /// The recurrent token, once the payment has succeeded and if `recurrent` was requested.
    #[serde(default, deserialize_with = "json::object")]
    pub recurrent: Option<RecurrentDetails>,
    /// Refunds of this payment.
    #[serde(default, deserialize_with = "json::list")]
    pub refunds: Vec<Refund>,
    /// Reference numbers in the card networks.
    #[serde(default, deserialize_with = "json::object")]
    pub transaction_info: Option<TransactionInfo>,
    /// The options of the payment, as they were sent.
    #[serde(default, deserialize_with = "json::object")]
    pub payment_options: Option<PaymentOptions>,
    /// The subscription by which the bank repeats the payment.
    #[serde(default, deserialize_with = "json::object")]
    pub subscription: Option<Subscription>,
    /// The shares of contractors.
    #[serde(default, deserialize_with = "json::list")]
    pub revenue_split_info: Vec<RevenueSplit>,
    /// Why it failed. [`Session::result`](crate::session::Session::result) says what that means for the payer's money.
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    /// The metadata you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
    #[serde(default)]
    payment_metadata: Option<Json>,
    #[serde(default, rename = "paymentMetadata")]
    payment_metadata_in_camel_case: Option<Json>,
}

impl AcquiringPayment {
    /// The payment metadata, under either spelling. Not an echo of what was sent.
    pub fn payment_metadata(&self) -> Option<&Json> {
        self.payment_metadata.as_ref().or(self.payment_metadata_in_camel_case.as_ref())
    }
}

/// A payout in a session: the transfer to the recipient's card, whatever its status (`payments` in version 1 of the API,
/// `payout_list` in version 2).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Payout {
    /// The identifier, `po_…`. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub id: OperationId,
    /// The status. An empty word, which is not listed, if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: OperationStatus,
    /// When it was created. May be later than the session's own `updated_at`.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
    /// When it finished.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub finished_at: Option<Timestamp>,
    /// The payer, with the reference that you set with
    /// [`SessionMultiInit::customer`](crate::session::SessionMultiInit::customer).
    #[serde(default, deserialize_with = "json::object")]
    pub customer: Option<Customer>,
    #[serde(default, deserialize_with = "json::object")]
    payment_method: Option<Instrument>,
    #[serde(default, deserialize_with = "json::object")]
    payout_details: Option<Instrument>,
    /// The amount paid out.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Gross amount, net amount and fee.
    #[serde(default, deserialize_with = "json::object")]
    pub amounts: Option<OperationAmounts>,
    /// Sender and recipient.
    #[serde(default, deserialize_with = "json::object")]
    pub participant_details: Option<Participants>,
    /// What the payer has to do.
    #[serde(default, deserialize_with = "json::object")]
    pub customer_interaction: Option<CustomerInteraction>,
    /// Refunds: money that came back from the recipient's bank.
    #[serde(default, deserialize_with = "json::list")]
    pub refunds: Vec<Refund>,
    /// Reference numbers in the card networks.
    #[serde(default, deserialize_with = "json::object")]
    pub transaction_info: Option<TransactionInfo>,
    /// The receipt of a self-employed recipient.
    #[serde(default, deserialize_with = "json::object")]
    pub fiscalization_details: Option<FiscalizationDetails>,
    /// Why it failed. [`Session::result`](crate::session::Session::result) says what that means for the payer's money.
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    /// The metadata you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
    #[serde(default)]
    payment_metadata: Option<Json>,
    #[serde(default, rename = "paymentMetadata")]
    payment_metadata_in_camel_case: Option<Json>,
}

impl Payout {
    /// The payment metadata, under either spelling. Not an echo of what was sent.
    pub fn payment_metadata(&self) -> Option<&Json> {
        self.payment_metadata.as_ref().or(self.payment_metadata_in_camel_case.as_ref())
    }

    /// The receipt that was issued to a self-employed recipient.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.fiscalization_details.as_ref()?.professional_income_taxpayer.as_ref()?.receipt.as_ref()
    }

    /// The instrument that is paid out to (`payment_method` in version 1 of the API, `payout_details` in version 2).
    pub fn instrument(&self) -> Option<&Instrument> {
        self.payout_details.as_ref().or(self.payment_method.as_ref())
    }
}

/// Refund of a payment, or of a payout that the recipient's bank returned.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Refund {
    /// The identifier, `rf_…`. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub id: OperationId,
    /// The status. An empty word, which is not listed, if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub status: RefundStatus,
    /// When it was created.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
    /// When it finished.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub finished_at: Option<Timestamp>,
    /// The refunded amount.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Gross amount, net amount and fee.
    #[serde(default, deserialize_with = "json::object")]
    pub amounts: Option<OperationAmounts>,
    /// Reference numbers in the card networks.
    #[serde(default, deserialize_with = "json::object")]
    pub transaction_info: Option<TransactionInfo>,
    /// The shares of contractors.
    #[serde(default, deserialize_with = "json::list")]
    pub revenue_split_info: Vec<RevenueSplit>,
    /// Whether it is a chargeback, demanded by the payer's bank. `None` means no.
    #[serde(default, deserialize_with = "json::flag")]
    pub is_chargeback: Option<bool>,
    /// The metadata you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
}

/// Reference numbers of an operation in the card networks and the Faster Payments System.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct TransactionInfo {
    /// Retrieval reference number.
    #[serde(default, deserialize_with = "json::lenient")]
    pub rrn: Option<ProviderText>,
    /// Acquirer reference number.
    #[serde(default, deserialize_with = "json::lenient")]
    pub arn: Option<ProviderText>,
    /// The issuer's authorisation code.
    #[serde(default, deserialize_with = "json::lenient")]
    pub auth_code: Option<ProviderText>,
    /// Message number in the Faster Payments System.
    #[serde(default, deserialize_with = "json::lenient")]
    pub fp_message_id: Option<ProviderText>,
    /// The token of a subscription at the payment provider.
    #[serde(default, deserialize_with = "json::lenient")]
    pub external_subscription_token: Option<Hidden<String>>,
    /// The token of a payer's account that was bound.
    #[serde(default, deserialize_with = "json::lenient")]
    pub bank_account_ru_token: Option<Hidden<String>>,
}

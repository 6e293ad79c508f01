//! The operations of a session: payments, payouts, refunds.

use payments_core::__private::read;
use payments_core::json::{self, Json};
use payments_core::{Money, Timestamp, identifier, open_enum};
use serde::Deserialize;

use crate::objects::word::scrubbed_debug;
use crate::objects::{
    Customer, CustomerInteraction, Instrument, OperationAmounts, Participants, RecurrentDetails, amount,
};
use crate::refusal::Refusal;

identifier! {
    /// Identifies a payment (`pm_…`), a payout (`po_…`) or a refund (`rf_…`).
    pub struct OperationId;
}

open_enum! {
    /// How a payment or payout stands.
    pub enum OperationStatus {
        /// It did not work out. Final, unless the session's status is `error`.
        Failed = "failed",
        /// It is being processed.
        InProgress = "in_progress",
        /// It waits for you or the payer: [`Session::next_step`](crate::Session::next_step) says for what.
        Pending = "pending",
        /// It is done.
        Succeeded = "succeeded",
    }
}

impl OperationStatus {
    /// Whether the operation is over. Within a session whose status is `error`, [`Failed`](Self::Failed) is not final.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Failed | Self::Succeeded)
    }
}

open_enum! {
    /// How a refund stands.
    pub enum RefundStatus {
        /// The money went back.
        Accepted = "accepted",
        /// It was refused.
        Declined = "declined",
        /// It ended badly; whether for good, the bank does not say.
        Error = "error",
        /// It is being processed.
        InProgress = "in_progress",
    }
}

/// Money taken from a payer (`acquiring_payments` in version 1 of the API, `payment_list` in version 2).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct AcquiringPayment {
    /// Identifies it, `pm_…`.
    pub id: OperationId,
    /// How it stands.
    pub status: OperationStatus,
    /// When it was made. May be later than the session's own `updated_at`.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
    /// When it changed last.
    #[serde(default, deserialize_with = "json::filled")]
    pub updated_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "json::filled")]
    pub finished_at: Option<Timestamp>,
    /// The payer.
    #[serde(default, deserialize_with = "json::object")]
    pub customer: Option<Customer>,
    /// What the money is taken from.
    #[serde(default, deserialize_with = "json::object")]
    pub payment_details: Option<Instrument>,
    /// In a transfer this is the **payout's** sum and currency, not what the payer is charged.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Sum, net sum and fee.
    #[serde(default, deserialize_with = "json::object")]
    pub amounts: Option<OperationAmounts>,
    /// Sender and recipient.
    #[serde(default, deserialize_with = "json::object")]
    pub participant_details: Option<Participants>,
    /// What the payer has to do.
    #[serde(default, deserialize_with = "json::object")]
    pub customer_interaction: Option<CustomerInteraction>,
    /// The token to repeat this payment with, once it has succeeded with `recurrent` asked for.
    #[serde(default, deserialize_with = "json::object")]
    pub recurrent: Option<RecurrentDetails>,
    /// Money given back.
    #[serde(default, deserialize_with = "json::list")]
    pub refunds: Vec<Refund>,
    /// Numbers the card networks know it by.
    #[serde(default, deserialize_with = "json::object")]
    pub transaction_info: Option<TransactionInfo>,
    /// Why it failed. What that means for the payer's money says [`Session::result`](crate::Session::result).
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    /// What you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
    #[serde(default)]
    payment_metadata: Option<Json>,
    #[serde(default, rename = "paymentMetadata")]
    payment_metadata_in_camel_case: Option<Json>,
}

impl AcquiringPayment {
    /// The payment metadata, in either spelling. Not an echo of what was sent.
    pub fn payment_metadata(&self) -> Option<&Json> {
        self.payment_metadata.as_ref().or(self.payment_metadata_in_camel_case.as_ref())
    }
}

/// Money sent to a recipient (`payments` in version 1 of the API, `payout_list` in version 2).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Payout {
    /// Identifies it, `po_…`.
    pub id: OperationId,
    /// How it stands.
    pub status: OperationStatus,
    /// When it was made. May be later than the session's own `updated_at`.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "json::filled")]
    pub finished_at: Option<Timestamp>,
    /// The payer.
    #[serde(default, deserialize_with = "json::object")]
    pub customer: Option<Customer>,
    #[serde(default, deserialize_with = "json::object")]
    payment_method: Option<Instrument>,
    #[serde(default, deserialize_with = "json::object")]
    payout_details: Option<Instrument>,
    /// The sum paid out.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Sum, net sum and fee.
    #[serde(default, deserialize_with = "json::object")]
    pub amounts: Option<OperationAmounts>,
    /// Sender and recipient.
    #[serde(default, deserialize_with = "json::object")]
    pub participant_details: Option<Participants>,
    /// What the payer has to do.
    #[serde(default, deserialize_with = "json::object")]
    pub customer_interaction: Option<CustomerInteraction>,
    /// Money that came back from the recipient's bank.
    #[serde(default, deserialize_with = "json::list")]
    pub refunds: Vec<Refund>,
    /// Numbers the card networks know it by.
    #[serde(default, deserialize_with = "json::object")]
    pub transaction_info: Option<TransactionInfo>,
    /// Why it failed. What that means for the payer's money says [`Session::result`](crate::Session::result).
    #[serde(default, deserialize_with = "json::object")]
    pub error: Option<Refusal>,
    /// What you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
    #[serde(default)]
    payment_metadata: Option<Json>,
    #[serde(default, rename = "paymentMetadata")]
    payment_metadata_in_camel_case: Option<Json>,
}

impl Payout {
    /// The payment metadata, in either spelling. Not an echo of what was sent.
    pub fn payment_metadata(&self) -> Option<&Json> {
        self.payment_metadata.as_ref().or(self.payment_metadata_in_camel_case.as_ref())
    }

    /// Where the money goes (`payment_method` in version 1 of the API, `payout_details` in version 2).
    pub fn instrument(&self) -> Option<&Instrument> {
        self.payout_details.as_ref().or(self.payment_method.as_ref())
    }
}

/// Money given back: of a payment, or of a payout that the recipient's bank returned.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Refund {
    /// Identifies it, `rf_…`.
    pub id: OperationId,
    /// How it stands.
    pub status: RefundStatus,
    /// When it was made.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "json::filled")]
    pub finished_at: Option<Timestamp>,
    /// The sum given back.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
    /// Whether the payer's bank demanded it back. `None` means no.
    #[serde(default, deserialize_with = "read")]
    pub is_chargeback: Option<bool>,
    /// What you attached to it.
    #[serde(default)]
    pub metadata: Option<Json>,
}

/// Numbers by which the card networks and the Faster Payments System know an operation.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct TransactionInfo {
    /// Retrieval reference number.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub rrn: Option<String>,
    /// Acquirer reference number.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub arn: Option<String>,
    /// The issuer's authorisation code.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub auth_code: Option<String>,
    /// Message number in the Faster Payments System.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub fp_message_id: Option<String>,
}

scrubbed_debug!(TransactionInfo { rrn, arn, auth_code, fp_message_id });

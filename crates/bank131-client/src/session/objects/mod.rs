//! Objects of requests and responses about sessions.

pub(crate) mod amount;
mod customer;
mod fiscalization;
pub(crate) mod instrument;
mod interaction;
mod new_payment;
mod new_payout;
mod next_step;
mod operation;
mod participant;
mod payment_options;
mod routing;
mod session;

pub use amount::{Amounts, ExchangeRate, Fee, OperationAmounts, PositiveAmount, Rate};
pub use customer::{Customer, CustomerContact, CustomerReference};
pub use fiscalization::{
    FiscalService, Fiscalization, FiscalizationDetails, IncomeTaxpayer, IssuedService, PayerType, Receipt,
};
pub use instrument::*;
pub use interaction::{CustomerInteraction, Inform, InteractionType, Qr, Redirect, RedirectMethod};
pub use new_payment::NewPayment;
pub use new_payout::NewPayout;
pub use next_step::NextStep;
pub use operation::{AcquiringPayment, OperationId, OperationStatus, Payout, Refund, RefundStatus, TransactionInfo};
pub use participant::{IdentityDocument, Participant, ParticipantContacts, Participants, Phone};
pub use payment_options::{
    PaymentOptions, PlatformBrowser, PlatformDetails, PlatformOs, PlatformType, ReturnUrl, Subscription,
    SubscriptionOptions,
};
pub use routing::{CustomRouting, PaymentMetadata, ProviderTxId, RevenueShare, RevenueSplit, RoutingTag};
pub use session::{NextAction, Session, SessionId, SessionResult, SessionState};

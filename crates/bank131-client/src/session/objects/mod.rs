//! Objects of requests and responses about sessions.

pub(crate) mod amount;
mod customer;
mod instrument;
mod interaction;
mod next_step;
mod operation;
mod participant;
mod payment_details;
mod payment_options;
mod session;

pub use amount::{Amounts, ExchangeRate, Fee, OperationAmounts, PositiveAmount, Rate};
pub use customer::{Customer, CustomerContact, CustomerReference};
pub use instrument::{CardSummary, Instrument, InstrumentType};
pub use interaction::{CustomerInteraction, Inform, InteractionType, Qr, Redirect, RedirectMethod};
pub use next_step::NextStep;
pub use operation::{AcquiringPayment, OperationId, OperationStatus, Payout, Refund, RefundStatus, TransactionInfo};
pub use participant::{IdentityDocument, Participant, ParticipantContacts, Participants, Phone};
pub use payment_details::{CardDetails, Initiator, PaymentDetails, PayoutDetails, RecurrentPayment};
pub use payment_options::{PaymentOptions, ReturnUrl};
pub use session::{NextAction, Session, SessionId, SessionResult, SessionState};

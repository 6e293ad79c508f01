//! Objects of requests and responses.

pub(crate) mod amount;
mod customer;
mod instrument;
mod interaction;
mod next_step;
mod operation;
mod participant;
mod payment_details;
mod payment_options;
mod recurrent;
mod session;
pub(crate) mod word;

pub use amount::{Amounts, ExchangeRate, Fee, OperationAmounts, Rate};
pub use customer::{Customer, CustomerContact};
pub use instrument::{CardSummary, Instrument, InstrumentType};
pub use interaction::{CustomerInteraction, Inform, InteractionType, Qr, Redirect, RedirectMethod};
pub use next_step::NextStep;
pub use operation::{AcquiringPayment, OperationId, OperationStatus, Payout, Refund, RefundStatus, TransactionInfo};
pub use participant::{IdentityDocument, Participant, ParticipantContacts, Participants, Phone};
pub use payment_details::{CardDetails, Initiator, PaymentDetails, PayoutDetails};
pub use payment_options::PaymentOptions;
pub use recurrent::{RecurrentDetails, RecurrentToken};
pub use session::{NextAction, Session, SessionId, SessionResult, SessionState};

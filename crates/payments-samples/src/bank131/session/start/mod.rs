//! Calls that open sessions and start operations in them.

mod create;
mod multi_init_lists;
mod payment;
mod payout;

use bank131_client::common::{Json, Recover};
use bank131_client::session::{
    BankAccount, CardDetails, Customer, NewPayment, NewPayout, OperationStatus, Participant, Participants,
    PaymentDetails, PayoutDetails, RuAccount, Session, SessionId, SessionState,
};
use bank131_client::{Bank131, Currency, IdempotencyKey, Money};

pub(in crate::bank131) use create::is_created;
pub(in crate::bank131) use payout::receipt;

use super::{ASK, EMPTY_ID, REQUIRED, SESSION_ID, essence, session_id};
use crate::bank131::{EMPTY, NO_KEY};
use crate::{Checked, Failure, Marks, Sample};

/// What a call is recovered by whose card data must not be stored, and by which it may be sent again.
pub(in crate::bank131) const AWAIT: &str = "await-callback";
pub(in crate::bank131) const RESEND: &str = "resend";

pub(in crate::bank131) fn key(text: &str) -> Result<IdempotencyKey, Failure> {
    Ok(IdempotencyKey::new(text)?)
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

pub(in crate::bank131) fn lucky() -> Customer {
    Customer::new("lucky")
}

fn card() -> Result<PaymentDetails, Failure> {
    Ok(CardDetails::new("4242424242424242".parse()?).expires(12, 2030)?.security_code("123".parse()?).into())
}

/// A payment of 1,000 roubles.
fn payment(details: impl Into<PaymentDetails>) -> NewPayment {
    NewPayment::new(details, roubles(100_000), lucky())
}

pub(in crate::bank131) fn payout_card() -> Result<PayoutDetails, Failure> {
    Ok(PayoutDetails::card("5058270610441098".parse()?))
}

pub(in crate::bank131) fn account() -> BankAccount {
    let account = RuAccount::new("044525974", "40817810400003869535", "Иванов Иван", "Возврат займа, без НДС");
    BankAccount::ru(account.is_fast(false).inn("772345678901"))
}

/// A payout of 300 roubles.
pub(in crate::bank131) fn payout(details: impl Into<PayoutDetails>) -> NewPayout {
    NewPayout::new(details, roubles(30_000))
}

pub(in crate::bank131) fn payout_amount() -> Money {
    roubles(30_000)
}

pub(in crate::bank131) fn recipient() -> Participants {
    Participants::of_recipient(Participant::default().full_name("Иванов Иван"))
}

/// A payment with marks.
fn marked_payment(marks: &Marks) -> Result<NewPayment, Failure> {
    let card = CardDetails::new(marks.card()).security_code(marks.security_code()).cardholder_name(marks.person());
    let sender = Participant::default().full_name(marks.person()).email(marks.person()).tax_reference(marks.person());
    let metadata = Json::new(&serde_json::json!({ "token": marks.text() }))?;
    Ok(payment(card).participants(Participants::of_sender(sender)).metadata(metadata))
}

/// A payout with marks.
pub(in crate::bank131) fn marked_payout(marks: &Marks) -> NewPayout {
    let sender = Participant::default().account("40702810900000003141");
    let recipient = Participant::default().full_name(marks.person()).beneficiary_id(marks.person());
    let participants = Participants::new(sender, recipient);
    payout(PayoutDetails::card(marks.card())).participants(participants).customer(lucky().phone(marks.person()))
}

/// What holds of every call that makes a session under an idempotency key.
pub(in crate::bank131) fn by_key<E: Recover<Response = Session>>(sample: Sample<E>, stored: &'static str) -> Sample<E> {
    let sample = sample.essence(essence, REQUIRED).stored_recovery(stored);
    sample.inapplicable("session_wrong_state", "the call makes the session, so there is no state to be wrong")
}

/// What holds of every call that starts something in a session; a request with this session and these terms.
pub(in crate::bank131) fn in_session<E>(sample: Sample<E>, with_empty_id: fn() -> Result<E, Failure>) -> Sample<E>
where
    E: Recover<Provider = Bank131, Response = Session>,
{
    let sample = sample.essence(essence, REQUIRED).stored_recovery(ASK).inapplicable(NO_KEY.0, NO_KEY.1);
    sample.broken(EMPTY_ID, with_empty_id, SESSION_ID, EMPTY)
}

pub(in crate::bank131) fn no_session() -> SessionId {
    SessionId::new("")
}

/// The session is in progress, with a payment or a payout, or both.
pub(in crate::bank131) fn is_started(session: &Session, payments: usize, payouts: usize) -> Checked {
    assert_eq!((session.id.as_str(), &session.status), ("ps_3230", &SessionState::InProgress));
    assert_eq!((session.payments().len(), session.payouts().len()), (payments, payouts));
    for payment in session.payments() {
        assert_eq!((payment.id.as_str(), &payment.status), ("pm_131", &OperationStatus::InProgress));
    }
    for payout in session.payouts() {
        assert_eq!((payout.id.as_str(), &payout.status), ("po_2040", &OperationStatus::InProgress));
        assert_eq!(payout.amount_details, Some(payout_amount()));
    }
    Ok(())
}

//! Payouts from settlement and escrow accounts.

use bank131_client::account::{
    AccountTransfer, EscrowCreate, EscrowInitPayout, EscrowMultiCreate, EscrowMultiInitPayment,
    EscrowMultiStartPayment, EscrowStartPayout, SettlementCreate, SettlementInitPayout, SettlementMultiCreate,
    SettlementMultiInitPayment, SettlementMultiStartPayment, SettlementStartPayout,
};
use bank131_client::session::{
    BankAccount, Customer, NewPayout, Participant, Participants, PayoutDetails, RuAccount, Session, SessionId,
    SessionState,
};
use bank131_client::{Bank131, Client, Error, IdempotencyKey, Recovery};
use payments_fixtures::Failure;
use payments_fixtures::bank131::RECIPIENT;

use super::start::{keyed_calls, nameless_calls, roubles, started_calls};
use super::{ask, resend, send};
use crate::call::{Done, Recovered, Rows, Simulated as _};
use crate::world::TestBed;

fn people() -> Participants {
    let sender = Participant::default().full_name("ООО Ромашка").account("40702810900000003141");
    Participants::new(sender.beneficiary_id("772345678901"), Participant::default().full_name("Иванов Иван"))
}

/// A payout of 300 roubles to a bank account.
fn payout(number: &str) -> NewPayout {
    let account = RuAccount::new("044525974", "40817810400003869535", "Иванов Иван", "Возврат займа, без НДС");
    let payout = NewPayout::new(BankAccount::ru(account), roubles(30_000)).participants(people());
    payout.customer(Customer::new(number))
}

fn from_settlement(number: &str) -> Result<AccountTransfer, Failure> {
    let card = PayoutDetails::card(RECIPIENT.parse()?);
    let transfer = AccountTransfer::from_settlement_account("Выплата", card, roubles(30_000), people());
    Ok(transfer.customer(Customer::new(number)))
}

fn from_escrow(number: &str) -> Result<AccountTransfer, Failure> {
    let card = PayoutDetails::card(RECIPIENT.parse()?);
    let transfer = AccountTransfer::from_escrow_account("Выплата", card, roubles(30_000), people());
    Ok(transfer.customer(Customer::new(number)))
}

keyed_calls! {
    SettlementInit(SettlementInitPayout) = |key, number| Ok(SettlementInitPayout::new(key, payout(number)));
    EscrowInit(EscrowInitPayout) = |key, number| Ok(EscrowInitPayout::new(key, payout(number)));
    SettlementInitToCard(SettlementMultiInitPayment) =
        |key, number| Ok(SettlementMultiInitPayment::new(key, from_settlement(number)?));
    EscrowInitToCard(EscrowMultiInitPayment) = |key, number| Ok(EscrowMultiInitPayment::new(key, from_escrow(number)?));
}

started_calls! {
    SettlementStart(SettlementStartPayout) in SettlementCreate::new() =>
        |session, number| Ok(SettlementStartPayout::new(session, payout(number)));
    EscrowStart(EscrowStartPayout) in EscrowCreate::new() =>
        |session, number| Ok(EscrowStartPayout::new(session, payout(number)));
    SettlementStartToCard(SettlementMultiStartPayment) in SettlementMultiCreate::new() =>
        |session, number| Ok(SettlementMultiStartPayment::new(session, from_settlement(number)?));
    EscrowStartToCard(EscrowMultiStartPayment) in EscrowMultiCreate::new() =>
        |session, number| Ok(EscrowMultiStartPayment::new(session, from_escrow(number)?));
}

nameless_calls! {
    OpenSettlement(SettlementCreate) = opening::<SettlementCreate>, opened;
    OpenEscrow(EscrowCreate) = opening::<EscrowCreate>, opened;
    OpenSettlementToCard(SettlementMultiCreate) = opening::<SettlementMultiCreate>, opened;
    OpenEscrowToCard(EscrowMultiCreate) = opening::<EscrowMultiCreate>, opened;
}

async fn opening<C: Default>(_world: &TestBed, _number: &str) -> Result<C, Failure> {
    Ok(C::default())
}

#[expect(clippy::unnecessary_wraps, reason = "calls with other responses name nothing")]
fn opened(session: &Session) -> Option<String> {
    Some(session.id.as_str().to_owned())
}

/// The rows of the matrix.
pub(super) fn rows(matrix: &mut impl Rows) {
    keyed_rows(matrix);
    started_rows(matrix);
    nameless_rows(matrix);
}

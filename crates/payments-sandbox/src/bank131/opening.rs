//! How sessions are opened and started: from what a request gave to payments and payouts.

use jiff::Timestamp;

use super::bank::{Bank, SESSION_PREFIX};
use super::call::{Call, Kind, Route, Source, Version};
use super::cards::{Asks, PaymentPlan};
use super::confirmation;
use super::destination::{Destination, PaidTo, System};
use super::error::Refusal;
use super::given::Given;
use super::instrument::{Initiator, Instrument, PaidBy, Wants};
use super::operation::{Operation, Payment, Payout, ShownInstrument, Terms};
use super::session::{Outcome, Session, SessionStatus, Step};
use super::transfer::Transfer;
use crate::clock;
use crate::json::{Malformed, Object};

/// What is started.
#[derive(Default)]
struct Operations {
    payments: Vec<Payment>,
    payouts: Vec<Payout>,
}

/// Where a request stands and what it is about.
struct Asked<'a> {
    number: u64,
    version: Version,
    now: Timestamp,
    /// Where its members are: a required one is missing from here.
    body: &'a Object<'a>,
}

impl Bank {
    /// Opens a session as a request asks. Returns its number.
    pub(super) fn open(
        &mut self,
        route: Route,
        project: &str,
        body: &Object<'_>,
        now: Timestamp,
    ) -> Result<(u64, Outcome), Refusal> {
        let number = self.sessions.next_number();
        let asked = Asked { number, version: route.version, now, body };
        let (given, started, source) = match route.call {
            Call::Init(kind) => {
                let given = Given::read(body, now)?;
                let operations = self.operations(kind, &given, &asked)?;
                (given, Some(operations), source_of(kind))
            }
            Call::MultiInit => (Given::default(), Some(self.several(&asked)?), Source::Balance),
            _ => (Given::read(body, now)?, None, Source::Balance),
        };
        let mut session = Session::new(format!("{SESSION_PREFIX}{number}"), route.version, given.clone(), now);
        session.has_webhooks = route.call != Call::Init(Kind::SyncPayment);
        self.sessions.open(project, None, session);
        let Some(operations) = started else { return Ok((number, Outcome::default())) };
        self.begin(number, project, operations, &given, source, now);
        Ok((number, Outcome::then(Step::Begin)))
    }

    /// Starts a session that was only created.
    pub(super) fn start(
        &mut self,
        number: u64,
        kind: Kind,
        project: &str,
        body: &Object<'_>,
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        let session = self.sessions.get(number).ok_or_else(Refusal::no_session)?;
        if session.status != SessionStatus::Created {
            return Err(Refusal::wrong_state("the session was started already, or is over"));
        }
        let asked = Asked { number, version: session.version, now, body };
        let given = Given::read(body, now)?.over(session.given.clone());
        let operations = self.operations(kind, &given, &asked)?;
        self.begin(number, project, operations, &given, source_of(kind), now);
        Ok(Outcome::then(Step::Begin))
    }

    fn begin(
        &mut self,
        number: u64,
        project: &str,
        operations: Operations,
        given: &Given,
        source: Source,
        now: Timestamp,
    ) {
        if source != Source::Balance {
            let purse = format!("{project}/{}", confirmation::account(given, source));
            self.fill_purse(&purse, now);
            self.sessions.use_purse(number, &purse);
        }
        let Some((session, _)) = self.sessions.change(number) else { return };
        session.status = SessionStatus::InProgress;
        session.source = source;
        session.confirms_all = source != Source::Balance || project.ends_with(super::auth::CONFIRMED);
        session.payments = operations.payments;
        session.payouts = operations.payouts;
        session.confirm_information = confirmation::information(given, source, session.version);
    }

    fn operations(&self, kind: Kind, given: &Given, asked: &Asked<'_>) -> Result<Operations, Refusal> {
        let mut operations = Operations::default();
        match kind {
            Kind::Payment | Kind::SyncPayment => {
                let payment = self.payment(given, asked, 0)?;
                if kind == Kind::SyncPayment && payment.return_url().is_none() {
                    return Err(asked.body.missing("payment_options.return_url").into());
                }
                operations.payments.push(payment);
            }
            Kind::Payout(source) => {
                check_account(given, source, asked.body)?;
                operations.payouts.push(self.payout(given, asked, 0)?);
            }
            Kind::TaxedPayout => {
                require(given.taxpayer.as_ref(), asked.body, "fiscalization_details")?;
                operations.payouts.push(self.payout(given, asked, 0)?);
            }
            Kind::CardTransfer(source) => {
                check_account(given, source, asked.body)?;
                operations.payments.push(account_debit(given, asked)?);
                operations.payouts.push(self.payout(given, asked, 0)?);
            }
            Kind::Verification => {
                require(given.participants.as_ref(), asked.body, "participant_details")?;
                operations.payouts.push(self.verification(given, asked)?);
            }
            Kind::Receipt => {
                require(given.taxpayer.as_ref(), asked.body, "fiscalization_details")?;
                let shown = given.destination.as_ref().map(|to| self.shown(to)).transpose()?;
                operations.payouts.push(Payout { shown, sum: None, ..plain_payout(given, asked, 0) });
            }
        }
        Ok(operations)
    }

    /// `session/multi/init`, in the form of the page about transfers or in that of the lists.
    fn several(&self, asked: &Asked<'_>) -> Result<Operations, Refusal> {
        let (payments, payouts) = match asked.version {
            Version::V1 => (["acquiring_payments", "payment_list"], ["payments", "payout_list"]),
            Version::V2 => (["payment_list", "acquiring_payments"], ["payout_list", "payments"]),
        };
        let list = |names: [&str; 2]| -> Result<_, Malformed> {
            Ok(match asked.body.optional_list(names[0])? {
                Some(list) => Some(list),
                None => asked.body.optional_list(names[1])?,
            })
        };
        let is_transfer = asked.body.value("payment_details_multi").is_some();
        let (payments_given, payouts_given) = (list(payments)?, list(payouts)?);
        let has_lists = payments_given.is_some() || payouts_given.is_some();
        if is_transfer || (asked.version == Version::V1 && !has_lists) {
            return self.transfer(Transfer::read(asked.body, asked.now)?, asked);
        }
        let some = |list: Option<Vec<_>>, name| {
            list.filter(|list: &Vec<Object<'_>>| !list.is_empty()).ok_or_else(|| asked.body.missing(name))
        };
        let mut operations = Operations::default();
        for (position, item) in some(payments_given, payments[0])?.iter().enumerate() {
            let asked = Asked { body: item, ..*asked };
            operations.payments.push(self.payment(&Given::read(item, asked.now)?, &asked, position)?);
        }
        for (position, item) in some(payouts_given, payouts[0])?.iter().enumerate() {
            let asked = Asked { body: item, ..*asked };
            operations.payouts.push(self.payout(&Given::read(item, asked.now)?, &asked, position)?);
        }
        Ok(operations)
    }

    fn transfer(&self, transfer: Transfer, asked: &Asked<'_>) -> Result<Operations, Refusal> {
        let given = Given {
            amount: Some(transfer.amount),
            participants: Some(transfer.participants),
            customer: transfer.customer,
            ..Given::default()
        };
        let terms = Terms { is_transfer: true, ..terms(&given) };
        let (shown, plan) = self.resolve(&transfer.instrument)?;
        let payment = Payment {
            terms: terms.clone(),
            charge: Some(transfer.source),
            options: transfer.options,
            ..new_payment(asked, 0, shown, plan, &given)
        };
        let payout = |to: Destination| -> Result<Payout, Refusal> {
            let shown = Some(self.shown(&to)?);
            Ok(Payout { terms, shown, plan: to.plan, ..plain_payout(&given, asked, 0) })
        };
        let payouts = transfer.destination.map(payout).transpose()?.into_iter().collect();
        Ok(Operations { payments: vec![payment], payouts })
    }

    fn payment(&self, given: &Given, asked: &Asked<'_>, position: usize) -> Result<Payment, Refusal> {
        let instrument = require(given.instrument.as_ref(), asked.body, "payment_details")?;
        require(given.amount.as_ref(), asked.body, "amount_details")?;
        require(given.customer.as_ref(), asked.body, "customer")?;
        match instrument.wants() {
            Wants::Platform if !given.options.as_ref().is_some_and(|options| options.has_platform) => {
                return Err(asked.body.missing("payment_options.platform_details").into());
            }
            Wants::Account => {
                let rule = "is for payouts from settlement and escrow accounts";
                return Err(Malformed::new(instrument.path_of("type"), rule).into());
            }
            Wants::Platform | Wants::Nothing => {}
        }
        let (shown, plan) = self.resolve(instrument)?;
        Ok(new_payment(asked, position, shown, plan, given))
    }

    fn payout(&self, given: &Given, asked: &Asked<'_>, position: usize) -> Result<Payout, Refusal> {
        let to = require(given.destination.as_ref(), asked.body, asked.version.payout_member())?;
        require(given.amount.as_ref(), asked.body, "amount_details")?;
        let shown = Some(self.shown(to)?);
        Ok(Payout { shown, plan: to.plan, ..plain_payout(given, asked, position) })
    }

    fn verification(&self, given: &Given, asked: &Asked<'_>) -> Result<Payout, Refusal> {
        let name = asked.version.payout_member();
        let to = require(given.destination.as_ref(), asked.body, name)?;
        if to.system() != Some(System::Verification) {
            let member = asked.body.path_of(&format!("{name}.bank_account.system_type"));
            return Err(Malformed::new(member, "must be faster_payment_system_verification").into());
        }
        let shown = Some(self.shown(to)?);
        Ok(Payout { shown, plan: to.plan, sum: None, ..plain_payout(given, asked, 0) })
    }

    /// How an instrument is shown and what is going to happen. A token has to be one of this bank.
    fn resolve(&self, instrument: &Instrument) -> Result<(ShownInstrument, PaymentPlan), Refusal> {
        match &instrument.kind {
            PaidBy::Card { face, plan } => Ok((ShownInstrument::Card(face.clone()), *plan)),
            PaidBy::Other { shown, plan, .. } => Ok((ShownInstrument::AsSent(shown.clone()), *plan)),
            PaidBy::Recurrent { token, initiator } => {
                let (face, plan) = self.saved(token, &instrument.path_of("recurrent.token"))?;
                // Only a payment the payer started himself can ask him anything.
                let asks = match initiator {
                    Initiator::Merchant => Asks::Nothing,
                    Initiator::Client if face.is_some() => Asks::ThreeDs,
                    Initiator::Client => Asks::Redirect,
                };
                let (token, initiator) = (token.clone(), *initiator);
                Ok((ShownInstrument::Recurrent { token, initiator, face }, PaymentPlan { asks, ..plan }))
            }
        }
    }

    fn shown(&self, to: &Destination) -> Result<ShownInstrument, Refusal> {
        if let Some((token, member)) = &to.token {
            self.check_payout_token(token, member)?;
        }
        Ok(match &to.kind {
            PaidTo::Card(face) => ShownInstrument::Card(face.clone()),
            PaidTo::Account { shown, .. } | PaidTo::Other { shown } => ShownInstrument::AsSent(shown.clone()),
        })
    }
}

fn require<T>(member: Option<T>, body: &Object<'_>, name: &str) -> Result<T, Malformed> {
    member.ok_or_else(|| body.missing(name))
}

fn source_of(kind: Kind) -> Source {
    match kind {
        Kind::Payout(source) | Kind::CardTransfer(source) => source,
        _ => Source::Balance,
    }
}

fn terms(given: &Given) -> Terms {
    Terms {
        amount: given.amount.clone(),
        customer: given.customer.clone(),
        participants: given.participants.clone(),
        options: given.options.as_ref().map(|options| options.shown.clone()),
        metadata: given.metadata.clone(),
        split: given.split.clone(),
        is_transfer: false,
    }
}

fn operation_id(prefix: &str, number: u64, position: usize) -> String {
    match position {
        0 => format!("{prefix}_{number}"),
        further => format!("{prefix}_{number}-{}", further + 1),
    }
}

fn new_payment(
    asked: &Asked<'_>,
    position: usize,
    shown: ShownInstrument,
    plan: PaymentPlan,
    given: &Given,
) -> Payment {
    Payment {
        id: operation_id("pm", asked.number, position),
        terms: terms(given),
        shown,
        plan,
        charge: given.amount.clone(),
        options: given.options.clone(),
        state: Operation::new(asked.now),
        request: None,
        token: None,
        subscription: None,
        refunds: Vec::new(),
    }
}

fn plain_payout(given: &Given, asked: &Asked<'_>, position: usize) -> Payout {
    Payout {
        id: operation_id("po", asked.number, position),
        terms: Terms { options: None, ..terms(given) },
        shown: None,
        plan: super::cards::PayoutPlan::Success,
        sum: given.amount.clone(),
        state: Operation::new(clock::shifted(asked.now, 82)),
        taxpayer: given.taxpayer.as_ref().map(|taxpayer| taxpayer.shown.clone()),
    }
}

/// The payment of a payout from an account to a card: money of the bank's own books, which nobody pays.
fn account_debit(given: &Given, asked: &Asked<'_>) -> Result<Payment, Refusal> {
    let instrument = require(given.instrument.as_ref(), asked.body, "payment_details")?;
    match &instrument.kind {
        PaidBy::Other { shown, plan, wants: Wants::Account } => {
            let shown = ShownInstrument::AsSent(shown.clone());
            Ok(Payment { charge: None, ..new_payment(asked, 0, shown, *plan, given) })
        }
        _ => Err(Malformed::new(instrument.path_of("type"), "must be internal_transfer").into()),
    }
}

/// What a payout from an account has to have.
///
/// Source: Bank 131, payouts from settlement and from escrow accounts.
fn check_account(given: &Given, source: Source, body: &Object<'_>) -> Result<(), Malformed> {
    if source == Source::Balance {
        return Ok(());
    }
    let participants = require(given.participants.as_ref(), body, "participant_details")?;
    let required = |found: Option<&str>, name: &str| match found {
        Some(_) => Ok(()),
        None => Err(body.missing(&format!("participant_details.{name}"))),
    };
    let is_card = given.destination.as_ref().is_some_and(|to| to.face().is_some());
    match source {
        Source::Escrow if is_card => required(participants.of_sender("beneficiary_id"), "sender.beneficiary_id")?,
        Source::Settlement if !is_card => required(participants.of_sender("account"), "sender.account")?,
        _ => {}
    }
    if is_card {
        required(participants.of_recipient("full_name"), "recipient.full_name")?;
    }
    let account = participants.of_sender("account").filter(|account| !super::request::is_digits(account, 20, 20));
    match account {
        Some(_) => Err(Malformed::new(body.path_of("participant_details.sender.account"), "must be 20 digits")),
        None => Ok(()),
    }
}

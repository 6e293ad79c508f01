//! Payouts from settlement and escrow accounts.

use bank131_client::ApiVersion;
use bank131_client::account::{
    AccountTransfer, EscrowCreate, EscrowInitPayout, EscrowMultiCreate, EscrowMultiInitPayment,
    EscrowMultiStartPayment, EscrowStartPayout, SettlementCreate, SettlementInitPayout, SettlementMultiCreate,
    SettlementMultiInitPayment, SettlementMultiStartPayment, SettlementStartPayout,
};
use bank131_client::common::Json;
use bank131_client::session::{NewPayout, Participant, Participants, PayoutDetails};

use super::session::{
    AWAIT, REQUIRED, RESEND, account, by_key, essence, in_session, information_with, is_created, is_started, key,
    lucky, marked_payout, no_session, payout, payout_card, roubles_300, session_id,
};
use super::{NO_KEY, STARTS_NOTHING};
use crate::{Marks, Sample, Sampled};

const PURPOSE: &str = "Выплата по договору 7, без НДС";
const SOURCE: &str = "payment_details.internal_transfer.type";

fn recipient() -> Participant {
    Participant::default().full_name("Иванов Иван")
}

/// From a settlement account to a bank account.
fn from_settlement() -> NewPayout {
    let sender = Participant::default().account("40702810900000003141");
    payout(account()).participants(Participants::new(sender, recipient())).customer(lucky())
}

/// From an escrow account to a bank account.
fn from_escrow() -> NewPayout {
    let sender = Participant::default().account("40702810900000003141").beneficiary_id("772345678901");
    payout(account()).participants(Participants::new(sender, recipient())).customer(lucky())
}

fn settlement_to(card: PayoutDetails) -> AccountTransfer {
    let sender = Participant::default().full_name("ООО Ромашка");
    let participants = Participants::new(sender, recipient());
    AccountTransfer::from_settlement_account(PURPOSE, card, roubles_300(), participants).customer(lucky())
}

fn escrow_to(card: PayoutDetails) -> AccountTransfer {
    let sender = Participant::default().full_name("ООО Ромашка").beneficiary_id("772345678901");
    let participants = Participants::new(sender, recipient());
    AccountTransfer::from_escrow_account(PURPOSE, card, roubles_300(), participants).customer(lucky())
}

fn marked(transfer: AccountTransfer, marks: &Marks) -> AccountTransfer {
    transfer.customer(lucky().phone(marks.person()))
}

/// The samples of the six calls of one kind of account: its payout, its transfer to a card, the transfer of the other kind with
/// the rule that it breaks here, and the six names.
macro_rules! account_samples {
    (
        $payout:ident, $transfer:ident, $other:ident, $source:literal;
        $create:ident, $init_payout:ident, $start_payout:ident, $multi_create:ident, $multi_init:ident, $multi_start:ident
    ) => {
        account_samples! { @create $create, }
        account_samples! { @create $multi_create, "version_2" }

        impl Sampled for $init_payout {
            fn sample() -> Sample<Self> {
                let sample = Sample::new(
                    "to_account",
                    || Ok(Self::new(key("loan-7-1")?, $payout())),
                    |session| is_started(&session, 0, 1),
                )
                .case(
                    "version_2",
                    || Ok(Self::new(key("loan-7-1")?, $payout()).api_version(ApiVersion::V2)),
                    |session| is_started(&session, 0, 1),
                )
                .marked(|marks| Ok(Self::new(key("loan-7-1")?, marked_payout(marks))))
                .broken(
                    "no instrument",
                    || Ok(Self::new(key("loan-7-1")?, NewPayout::empty())),
                    "payout_details",
                    "must be given",
                );
                by_key(sample, RESEND)
            }
        }

        impl Sampled for $start_payout {
            fn sample() -> Sample<Self> {
                let sample = Sample::new(
                    "to_account",
                    || Ok(Self::new(session_id(), $payout())),
                    |session| is_started(&session, 0, 1),
                )
                .marked(|marks| Ok(Self::new(session_id(), marked_payout(marks))));
                in_session(sample, || Ok(Self::new(no_session(), $payout())))
            }
        }

        impl Sampled for $multi_init {
            fn sample() -> Sample<Self> {
                let sample = Sample::new(
                    "to_card",
                    || Ok(Self::new(key("loan-7-1")?, $transfer(payout_card()?))),
                    |session| is_started(&session, 1, 1),
                )
                .case(
                    "version_2",
                    || Ok(Self::new(key("loan-7-1")?, $transfer(payout_card()?)).api_version(ApiVersion::V2)),
                    |session| is_started(&session, 1, 1),
                )
                .marked(|marks| {
                    let transfer = $transfer(PayoutDetails::card(marks.card()));
                    Ok(Self::new(key("loan-7-1")?, marked(transfer, marks)))
                })
                .broken(
                    "a payout from another kind of account",
                    || Ok(Self::new(key("loan-7-1")?, $other(payout_card()?))),
                    SOURCE,
                    $source,
                );
                by_key(sample, AWAIT)
            }
        }

        impl Sampled for $multi_start {
            fn sample() -> Sample<Self> {
                let sample = Sample::new(
                    "to_card",
                    || Ok(Self::new(session_id(), $transfer(payout_card()?))),
                    |session| is_started(&session, 1, 1),
                )
                .case(
                    "version_2",
                    || Ok(Self::new(session_id(), $transfer(payout_card()?)).api_version(ApiVersion::V2)),
                    |session| is_started(&session, 1, 1),
                )
                .marked(|marks| {
                    Ok(Self::new(session_id(), marked($transfer(PayoutDetails::card(marks.card())), marks)))
                });
                in_session(sample, || Ok(Self::new(no_session(), $transfer(payout_card()?))))
            }
        }
    };

    (@create $create:ident, $($version_2:literal)?) => {
        impl Sampled for $create {
            fn sample() -> Sample<Self> {
                Sample::new("created", || Ok(Self::new().metadata(Json::new("good")?)), |session| is_created(&session))
                    $(.case(
                        $version_2,
                        || Ok(Self::new().metadata(Json::new("good")?).api_version(ApiVersion::V2)),
                        |session| is_created(&session),
                    ))?
                    .marked(|marks| Ok(Self::new().metadata(information_with(marks.text())?)))
                    .essence(essence, REQUIRED)
                    .without_echo("the bank gives the session its number here")
                    .inapplicable(NO_KEY.0, NO_KEY.1)
                    .inapplicable("session_wrong_state", "the call makes the session, so there is no state to be wrong")
                    .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            }
        }
    };
}

account_samples! {
    from_settlement, settlement_to, escrow_to, "must be transfer_from_bank_account";
    SettlementCreate, SettlementInitPayout, SettlementStartPayout,
    SettlementMultiCreate, SettlementMultiInitPayment, SettlementMultiStartPayment
}

account_samples! {
    from_escrow, escrow_to, settlement_to, "must be transfer_from_nominal_account";
    EscrowCreate, EscrowInitPayout, EscrowStartPayout, EscrowMultiCreate, EscrowMultiInitPayment, EscrowMultiStartPayment
}

//! `session/init/payout` and `session/start/payout`, with and without a receipt.

use bank131_client::ApiVersion;
use bank131_client::common::Json;
use bank131_client::session::{
    BankAccount, CustomRouting, FiscalService, Fiscalization, NewPayout, NextStep, PayerType, RoutingTag, RuAccount,
    SbpAccount, Session, SessionInitPayout, SessionInitPayoutFiscalization, SessionStartPayout,
    SessionStartPayoutFiscalization, Wallet, WalletAccount,
};

use super::{
    AWAIT, RESEND, account, by_key, in_session, is_started, key, lucky, marked_payout, no_session, payout,
    payout_amount, payout_card, recipient, session_id,
};
use crate::{Checked, Failure, Sample, Sampled};

impl Sampled for SessionInitPayout {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("to_account", to_account, |session| is_to_account(&session))
            .case(
                "version_2",
                || {
                    let account = SbpAccount::new("79680000000", "100000000069").description("Выплата");
                    let payout = payout(BankAccount::faster_payment_system(account));
                    let payout = payout.participants(recipient()).customer(lucky());
                    Ok(Self::new(key("loan-7-2")?, payout).api_version(ApiVersion::V2))
                },
                |session| is_to_phone(&session),
            )
            .marked(|marks| Ok(Self::new(key("loan-7-1")?, marked_payout(marks))))
            .broken("no instrument", || of(NewPayout::empty()), "payout_details", "must be given")
            .broken("no amount", || of(NewPayout::empty().details(account())), "amount_details", "must be given")
            .broken(
                "a BIK of 8 digits",
                || of(payout(BankAccount::ru(RuAccount::default().bik("04452597")))),
                "payment_method.bank_account.ru.bik",
                "must be 9 digits",
            )
            .broken(
                "a purpose of 141 characters",
                || of(payout(BankAccount::faster_payment_system(SbpAccount::default().description("я".repeat(141))))),
                "payment_method.bank_account.faster_payment_system.description",
                "must have 1 to 140 characters",
            )
            .broken(
                "a description of 129 characters",
                || of(payout(Wallet::yoomoney(WalletAccount::default().description("я".repeat(129))))),
                "payment_method.wallet.yoomoney.description",
                "must have 1 to 128 characters",
            );
        // An account is no card data, so after a crash the request may be sent again.
        by_key(sample, RESEND)
    }
}

fn of(payout: NewPayout) -> Result<SessionInitPayout, Failure> {
    Ok(SessionInitPayout::new(key("loan-7-1")?, payout))
}

fn to_account() -> Result<SessionInitPayout, Failure> {
    let payout = payout(account()).participants(recipient()).customer(lucky()).metadata(Json::new("good")?);
    of(payout.custom_routing(CustomRouting::new().tag(RoutingTag::new("route").value("a".into()))))
}

fn is_to_account(session: &Session) -> Checked {
    is_started(session, 0, 1)?;
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    let bank_account = payout.instrument().and_then(|instrument| instrument.bank_account.as_ref());
    assert_eq!(bank_account, Some(&account()), "it comes back as it was sent");
    Ok(())
}

fn is_to_phone(session: &Session) -> Checked {
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    let account = payout.instrument().and_then(|instrument| instrument.bank_account.as_ref());
    let account = account.and_then(|account| account.faster_payment_system.as_ref()).ok_or("there is no account")?;
    assert_eq!(account.bank_id, Some("100000000069".into()));
    assert!(matches!(session.next_step(), NextStep::Confirm));
    Ok(())
}

impl Sampled for SessionStartPayout {
    fn sample() -> Sample<Self> {
        let sample = Sample::new(
            "to_card",
            || Ok(Self::new(session_id(), payout(payout_card()?).participants(recipient()).customer(lucky()))),
            |session| is_started(&session, 0, 1),
        )
        .case(
            "version_2",
            || {
                let wallet = Wallet::yoomoney(WalletAccount::new("41001234567890").description("Выплата"));
                Ok(Self::new(session_id(), payout(wallet).customer(lucky())).api_version(ApiVersion::V2))
            },
            |session| {
                is_started(&session, 0, 1)?;
                let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
                let wallet = payout.instrument().and_then(|instrument| instrument.wallet.as_ref());
                assert!(wallet.is_some_and(|wallet| wallet.yoomoney.is_some()));
                Ok(())
            },
        )
        .marked(|marks| Ok(Self::new(session_id(), marked_payout(marks))));
        in_session(sample, || Ok(Self::new(no_session(), NewPayout::empty())))
    }
}

pub(in crate::bank131) fn receipt() -> Fiscalization {
    Fiscalization::new("123456789012").service(FiscalService::new("Перевод текста", payout_amount()))
}

impl Sampled for SessionInitPayoutFiscalization {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("issued", issued, |session| {
            let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
            let receipt = payout.receipt().ok_or("there is no receipt")?;
            assert_eq!(receipt.id, Some("2001".into()));
            assert!(receipt.link.is_some());
            let details = payout.fiscalization_details.as_ref().and_then(|d| d.professional_income_taxpayer.as_ref());
            let details = details.ok_or("there is no person")?;
            assert_eq!(details.payer_type, Some(PayerType::Legal));
            let [service] = details.services.as_slice() else { return Err("one service is expected".into()) };
            assert_eq!((&service.amount_details, service.quantity), (&Some(payout_amount()), Some(1)));
            Ok(())
        })
        .case(
            "version_2",
            || {
                let request = Self::new(key("work-3-2")?, payout(payout_card()?), receipt());
                Ok(request.api_version(ApiVersion::V2))
            },
            |session| is_started(&session, 0, 1),
        )
        .marked(|marks| {
            let receipt = receipt().payer_name(marks.person());
            Ok(Self::new(key("work-3-1")?, marked_payout(marks), receipt))
        })
        .broken("an INN of 11 digits", || with(Fiscalization::new("12345678901")), INN, "must be 12 digits")
        .broken("no service", || with(Fiscalization::new("123456789012")), SERVICES, "must be 1 to 6")
        .broken(
            "an organisation without its INN",
            || with(receipt().payer_type(PayerType::Legal)),
            PAYER,
            "must be given for an organisation that pays",
        );
        by_key(sample, AWAIT)
    }
}

const INN: &str = "fiscalization_details.professional_income_taxpayer.tax_reference";
const SERVICES: &str = "fiscalization_details.professional_income_taxpayer.services";
const PAYER: &str = "fiscalization_details.professional_income_taxpayer.payer_tax_number";

fn with(receipt: Fiscalization) -> Result<SessionInitPayoutFiscalization, Failure> {
    Ok(SessionInitPayoutFiscalization::new(key("work-3-1")?, payout(payout_card()?), receipt))
}

fn issued() -> Result<SessionInitPayoutFiscalization, Failure> {
    let service = FiscalService::new("Перевод текста", payout_amount()).quantity(1);
    let receipt = Fiscalization::new("123456789012").service(service).payer_type(PayerType::Legal);
    let receipt = receipt.payer_tax_number("7708044880").payer_name("ООО Ромашка");
    let payout = payout(payout_card()?).participants(recipient()).customer(lucky());
    Ok(SessionInitPayoutFiscalization::new(key("work-3-1")?, payout, receipt))
}

impl Sampled for SessionStartPayoutFiscalization {
    fn sample() -> Sample<Self> {
        let sample = Sample::new(
            "started",
            || Ok(Self::new(session_id(), payout(payout_card()?), receipt())),
            |session| is_started(&session, 0, 1),
        )
        .case(
            "version_2",
            || Ok(Self::new(session_id(), payout(payout_card()?), receipt()).api_version(ApiVersion::V2)),
            |session| is_started(&session, 0, 1),
        )
        .marked(|marks| Ok(Self::new(session_id(), marked_payout(marks), receipt())));
        in_session(sample, || Ok(Self::new(no_session(), NewPayout::empty(), receipt())))
    }
}

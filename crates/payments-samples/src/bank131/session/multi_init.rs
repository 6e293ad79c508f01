//! `session/multi/init`.

use bank131_client::common::Json;
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    AcquiringPayment, CardDetails, Customer, InstrumentType, NextStep, OperationStatus, PaymentDetails, PaymentOptions,
    Payout, PayoutDetails, Session, SessionMultiInit, SessionState,
};

use super::people::{self, are_answered, participants};
use super::transfer::transfer;
use super::{REQUIRED, essence, is_card, payout_amount, rules};
use crate::{Checked, Failure, Marks, Sample, Sampled};

const TOKEN: &str = "rt_4f1c0b7d9e";

impl Sampled for SessionMultiInit {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("documented", documented, |session| is_documented(&session))
            .case("by_recurrent_token", by_recurrent_token, |session| is_by_recurrent_token(&session))
            .marked(|marks| {
                let card = CardDetails::new(marks.card()).expires(1, 2030)?;
                let card = card.security_code(marks.security_code()).cardholder_name(marks.person());
                let options = PaymentOptions::new().recurrent(true);
                let options = options.return_url(format!("https://shop.example/?{}", marks.text()));
                let request = marked(PaymentDetails::Card(card), marks)?.payment_options(options);
                Ok(request.payout(PayoutDetails::card(marks.card())))
            })
            // Without card data, so after a crash it is sent again. Its return address holds no mark, so that the memory tests find
            // the token only where it is wiped.
            .marked(|marks| {
                let request = marked(PaymentDetails::by_client(RecurrentToken::new(marks.token())), marks)?;
                Ok(request.payment_options(PaymentOptions::new().return_url("https://shop.example/back")))
            })
            .essence(essence, REQUIRED)
            .inapplicable("session_wrong_state", "the call makes the session, so there is no state to be wrong")
            // With card data: after a crash the request cannot be built again.
            .stored_recovery("await-callback");
        rules::of_people(rules::of_options(rules::of_amounts(sample)))
    }
}

fn documented() -> Result<SessionMultiInit, Failure> {
    let card = CardDetails::new("4242424242424242".parse()?).expires(1, 2022)?.security_code("123".parse()?);
    Ok(transfer("transfer-1001", PaymentDetails::Card(card), participants()?)?
        .payout(PayoutDetails::card("5058270610441098".parse()?))
        .payment_options(PaymentOptions::new().recurrent(true).return_url("https://www.131.ru/"))
        .provider_tx_id("test1")
        .customer(Customer::new("lucky")))
}

fn by_recurrent_token() -> Result<SessionMultiInit, Failure> {
    let payment = PaymentDetails::by_merchant(RecurrentToken::new(TOKEN));
    let request = transfer("transfer-1002", payment, people::named())?;
    Ok(request.payout(PayoutDetails::card("5058270610441098".parse()?)).customer(Customer::new("lucky")))
}

fn marked(payment: PaymentDetails, marks: &Marks) -> Result<SessionMultiInit, Failure> {
    let customer = Customer::new("lucky").email(format!("{}@shop.example", marks.person())).phone(marks.person());
    Ok(transfer("transfer-1001", payment, people::marked(marks)?)?.provider_tx_id("test1").customer(customer))
}

fn is_documented(session: &Session) -> Checked {
    assert_eq!(session.id.as_str(), "ps_5988");
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(session.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:23.692217Z"));
    assert_eq!(session.updated_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:24.871574Z"));
    assert_eq!(session.finished_at, None);
    assert_eq!(session.next_action, None);
    assert!(session.error.is_none());
    assert!(matches!(session.next_step(), NextStep::Wait));
    assert!(!session.has_succeeded());
    assert!(session.recurrent_token().is_none());

    let ([payout], [payment]) = (session.payouts(), session.payments()) else {
        return Err("one payout and one payment are expected".into());
    };
    is_payout(payout)?;
    is_payment(payment)?;
    shows_no_person(session)
}

fn is_payout(payout: &Payout) -> Checked {
    assert_eq!(payout.id.as_str(), "po_2040");
    assert_eq!(payout.status, OperationStatus::InProgress);
    assert_eq!(payout.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:24.894376Z"));
    assert_eq!(payout.finished_at, None);
    is_lucky(payout.customer.as_ref())?;
    let instrument = payout.instrument().ok_or("the payout has no instrument")?;
    assert_eq!(instrument.kind, Some(InstrumentType::Card));
    assert!(instrument.recurrent.is_none());
    is_card(instrument.card.as_ref(), "mir", "1098", "TJK")?;
    assert_eq!(payout.amount_details, Some(payout_amount()));
    let amounts = payout.amounts.as_ref().ok_or("the payout has no amounts")?;
    assert_eq!(amounts.gross, Some(payout_amount()));
    assert!(amounts.net.is_none() && amounts.fee.is_none());
    are_answered(payout.participant_details.as_ref())?;
    assert!(payout.customer_interaction.is_none());
    assert!(payout.refunds.is_empty());
    assert!(payout.transaction_info.is_none());
    assert!(payout.error.is_none());
    assert_eq!(payout.metadata, None);
    assert_eq!(payout.payment_metadata().map(Json::as_str), Some("{}"));
    Ok(())
}

fn is_payment(payment: &AcquiringPayment) -> Checked {
    assert_eq!(payment.id.as_str(), "pm_3345");
    assert_eq!(payment.status, OperationStatus::InProgress);
    assert_eq!(payment.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:24.894294Z"));
    assert_eq!((&payment.updated_at, &payment.finished_at), (&None, &None));
    is_lucky(payment.customer.as_ref())?;
    let instrument = payment.payment_details.as_ref().ok_or("the payment has no instrument")?;
    assert_eq!(instrument.kind, Some(InstrumentType::Card));
    assert!(instrument.recurrent.is_none());
    is_card(instrument.card.as_ref(), "visa", "4242", "GBR")?;
    assert_eq!(payment.amount_details, Some(payout_amount()), "in a transfer it is the payout's sum");
    let amounts = payment.amounts.as_ref().ok_or("the payment has no amounts")?;
    assert_eq!(amounts.gross, Some(payout_amount()));
    assert!(amounts.net.is_none() && amounts.fee.is_none());
    are_answered(payment.participant_details.as_ref())?;
    assert!(payment.customer_interaction.is_none());
    assert!(payment.recurrent.is_none());
    assert!(payment.refunds.is_empty());
    assert!(payment.transaction_info.is_none());
    assert!(payment.error.is_none());
    assert_eq!((&payment.metadata, &payment.payment_metadata().cloned()), (&None, &None));
    Ok(())
}

fn is_lucky(customer: Option<&Customer>) -> Checked {
    let customer = customer.ok_or("there is no customer")?;
    assert_eq!(customer.reference.as_str(), "lucky");
    assert!(customer.contacts.is_empty());
    Ok(())
}

fn shows_no_person(session: &Session) -> Checked {
    let shown = format!("{session:?}");
    let personal = ["Пахмутова", "Pahmutov", "8008 579120", "79376151530", "43523452345", "1998-03-15"];
    match personal.iter().find(|text| shown.contains(**text)) {
        Some(text) => Err(format!("the session's Debug shows {text}").into()),
        None => Ok(()),
    }
}

fn is_by_recurrent_token(session: &Session) -> Checked {
    assert_eq!(session.id.as_str(), "ps_5989");
    assert_eq!(session.status, SessionState::InProgress);
    let ([payout], [payment]) = (session.payouts(), session.payments()) else {
        return Err("one payout and one payment are expected".into());
    };
    assert_eq!((payout.id.as_str(), payment.id.as_str()), ("po_2041", "pm_3346"));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    is_card(payout.instrument().and_then(|instrument| instrument.card.as_ref()), "mir", "1098", "TJK")?;
    let instrument = payment.payment_details.as_ref().ok_or("the payment has no instrument")?;
    assert_eq!(instrument.kind, Some(InstrumentType::Recurrent));
    assert!(instrument.card.is_none());
    let recurrent = instrument.recurrent.as_ref().ok_or("the payment has no token")?;
    assert_eq!(recurrent.token.as_ref().map(RecurrentToken::expose).unwrap_or_default(), TOKEN);
    assert_eq!((&recurrent.created_at, &recurrent.finished_at, recurrent.is_active), (&None, &None, None));
    assert!(session.recurrent_token().is_none(), "the token that was paid with is not a new one");
    assert!(!format!("{:?} {session:?}", by_recurrent_token()?).contains(TOKEN));
    Ok(())
}

//! `session/status`.

use bank131_client::common::Json;
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    AcquiringPayment, InstrumentType, InteractionType, NextStep, OperationStatus, Payout, RedirectMethod, RefundStatus,
    Session, SessionId, SessionState, SessionStatus,
};
use bank131_client::{ApiVersion, Currency, Money};

use super::{
    EMPTY, EMPTY_ID, NO_KEY, REQUIRED, SESSION_ID, STARTS_NOTHING, essence, has_one_payment, payout_amount, session_id,
};
use crate::{Checked, Sample, Sampled};

const TOKEN: &str = "rt_4f1c0b7d9e";

impl Sampled for SessionStatus {
    fn sample() -> Sample<Self> {
        Sample::new("finished", || Ok(Self::new(session_id())), |session| finished(&session))
            .answered("version_2_names", |session| version_2_names(&session))
            .case(
                "version_2",
                || Ok(Self::new(session_id()).api_version(ApiVersion::V2)),
                |session| has_one_payment(&session),
            )
            // An identifier is not secret, but a caller may pass a card number as one.
            .marked(|marks| Ok(Self::new(SessionId::new(marks.misplaced_card()))))
            .essence(essence, REQUIRED)
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable("session_wrong_state", "a session may be asked about in any state")
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""))), SESSION_ID, EMPTY)
    }
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

fn finished(session: &Session) -> Checked {
    assert_eq!(session.id.as_str(), "ps_3230");
    assert_eq!(session.status, SessionState::Accepted);
    assert!(session.status.is_final());
    assert_eq!(session.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:23.692217Z"));
    assert_eq!(session.updated_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:15:00.000001Z"));
    assert_eq!(session.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:15:00.000002Z"));
    assert_eq!(session.next_action, None);
    assert!(session.error.is_none());
    assert!(matches!(session.next_step(), NextStep::Finished));
    assert!(session.has_succeeded());
    assert_eq!(session.recurrent_token().map(RecurrentToken::expose), Some(TOKEN));
    assert!(!format!("{session:?}").contains(TOKEN), "a token is money in the hands of whoever has it");

    let ([payout], [payment]) = (session.payouts(), session.payments()) else {
        return Err("one payout and one payment are expected".into());
    };
    is_finished_payout(payout)?;
    is_finished_payment(payment)
}

fn is_finished_payout(payout: &Payout) -> Checked {
    assert_eq!(payout.id.as_str(), "po_2040");
    assert_eq!(payout.status, OperationStatus::Succeeded);
    assert_eq!(payout.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:24.894376Z"));
    assert_eq!(payout.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:14:59.100000Z"));
    let customer = payout.customer.as_ref().ok_or("the payout has no customer")?;
    assert_eq!(customer.reference.as_str(), "lucky");
    let [contact] = customer.contacts.as_slice() else { return Err("one contact is expected".into()) };
    assert_eq!((&contact.email, &contact.phone), (&Some("user@example.com".into()), &None));
    let card = payout.instrument().and_then(|instrument| instrument.card.as_ref()).ok_or("the payout has no card")?;
    assert_eq!((&card.brand, &card.last4), (&Some("mir".into()), &Some("1098".into())));
    assert_eq!(card.country_iso3, Some("TJK".into()));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    let amounts = payout.amounts.as_ref().ok_or("the payout has no amounts")?;
    assert_eq!(amounts.fee.as_ref().map(|fee| &fee.merchant_fee), Some(&Some(roubles(150))));
    assert_eq!((&amounts.gross, &amounts.net), (&None, &None));
    assert_eq!(payout.metadata.as_ref().map(Json::as_str), Some("\"good\""));
    let info = payout.transaction_info.as_ref().ok_or("the payout has no transaction info")?;
    assert_eq!((&info.rrn, &info.auth_code), (&Some("425307614918".into()), &Some("057441".into())));
    assert_eq!((&info.arn, &info.fp_message_id), (&None, &None));
    assert_eq!(payout.payment_metadata().map(Json::as_str), Some("[]"));
    assert!(payout.participant_details.is_none() && payout.customer_interaction.is_none());
    assert!(payout.refunds.is_empty() && payout.error.is_none());
    Ok(())
}

fn is_finished_payment(payment: &AcquiringPayment) -> Checked {
    assert_eq!(payment.id.as_str(), "pm_131");
    assert_eq!(payment.status, OperationStatus::Succeeded);
    assert_eq!(payment.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:13:24.894294Z"));
    assert_eq!(payment.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:14:30.200000Z"));
    let instrument = payment.payment_details.as_ref().ok_or("the payment has no instrument")?;
    assert_eq!(instrument.kind, Some(InstrumentType::Card));
    let card = instrument.card.as_ref().ok_or("the payment has no card")?;
    assert_eq!((&card.brand, &card.last4), (&Some("visa".into()), &Some("8801".into())));
    assert_eq!((&card.bin, &card.card_id), (&Some("220220".into()), &Some("05ee7a1f".into())));
    assert_eq!(payment.amount_details, Some(roubles(100_000)));
    let amounts = payment.amounts.as_ref().ok_or("the payment has no amounts")?;
    assert_eq!(
        (&amounts.gross, &amounts.net),
        (&Some(roubles(100_000)), &Some(roubles(99_990))),
        "`rub` and `Rub` are one"
    );
    assert_eq!(amounts.fee.as_ref().map(|fee| &fee.merchant_fee), Some(&Some(roubles(10))), "and so is `RUB`");

    let recurrent = payment.recurrent.as_ref().ok_or("the payment has no token")?;
    assert_eq!(recurrent.token.as_ref().map(RecurrentToken::expose).unwrap_or_default(), TOKEN);
    assert_eq!(recurrent.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:14:30.300000Z"));
    assert_eq!(recurrent.finished_at.as_ref().map(AsRef::as_ref), Some("2026-07-02T12:14:30.300000Z"));
    assert_eq!(recurrent.is_active, Some(true));

    let info = payment.transaction_info.as_ref().ok_or("the payment has no transaction info")?;
    assert_eq!(info.rrn, Some("418412345678".into()));
    assert_eq!(info.arn, Some("74215874184123456789012".into()));
    assert_eq!(info.auth_code, Some("123456".into()));
    let [refund] = payment.refunds.as_slice() else { return Err("one refund is expected".into()) };
    assert_eq!((refund.id.as_str(), &refund.status), ("rf_203", &RefundStatus::Accepted));
    assert_eq!(refund.created_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:14:40.000000Z"));
    assert_eq!(refund.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:14:50.000000Z"));
    assert_eq!((&refund.amount_details, refund.is_chargeback), (&Some(roubles(500)), Some(false)));
    assert_eq!(refund.metadata, None);
    Ok(())
}

fn version_2_names(session: &Session) -> Checked {
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(session.finished_at, None);
    let ([payout], [payment]) = (session.payouts(), session.payments()) else {
        return Err("one payout and one payment are expected".into());
    };
    assert_eq!((payout.id.as_str(), &payout.status), ("po_2040", &OperationStatus::InProgress));
    let card = payout.instrument().and_then(|instrument| instrument.card.as_ref()).ok_or("the payout has no card")?;
    assert_eq!((&card.brand, &card.last4), (&Some("mir".into()), &Some("1098".into())));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    assert!(payout.customer.is_none() && payout.error.is_none());

    assert_eq!((payment.id.as_str(), &payment.status), ("pm_131", &OperationStatus::Pending));
    assert_eq!(payment.amount_details, Some(roubles(15_000)));
    assert_eq!(payment.finished_at, None);
    assert!(payment.refunds.is_empty());
    let interaction = payment.customer_interaction.as_ref().ok_or("the payer has nothing to do")?;
    assert_eq!(interaction.kind, Some(InteractionType::Redirect));
    let NextStep::Redirect(page) = session.next_step() else { return Err("a redirect is expected".into()) };
    assert_eq!(page.url().expose(), "https://acs.example/3ds?foo=bar");
    assert_eq!(page.base_url(), Some(&"https://acs.example/3ds".into()));
    assert_eq!(page.method(), &RedirectMethod::Post);
    assert_eq!(page.query().iter().collect::<Vec<_>>(), [("foo", "bar")]);
    assert_eq!(page.params().iter().collect::<Vec<_>>(), [("PaReq", "eJxVUt1ugjAUfhXD"), ("MD", "131")]);
    assert!(!format!("{session:?}").contains("eJxVUt1ugjAUfhXD"));
    Ok(())
}

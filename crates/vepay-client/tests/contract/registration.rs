//! `card/reg` and `card/get`.

use payments_contract::{Case, Checked, Exchange, Failure, Suite};
use vepay_client::card::{CardGet, CardReg, CardStatus, CardUse, PaymentSystem, RegistrationPurpose};
use vepay_client::operation::{FormLanguage, RequestStatus};
use vepay_client::{ExtId, OperationId};

use crate::failures;
use crate::fixtures::client;

pub(crate) fn register(suite: &mut Suite) {
    let reg = suite.row("card/reg");
    reg.case(Case::success("documented"), documented_registration);
    reg.case(Case::success("with_later_fields"), with_later_fields);
    reg.case(Case::success("payout_form_of_2020").sends("documented"), payout_form_of_2020);
    failures::register(reg, "documented", documented_request, &[]);

    let get = suite.row("card/get");
    get.case(Case::success("documented"), documented_card);
    get.case(Case::success("autopayment"), autopayment_card);
    get.case(Case::success("payout_card_without_expiry").sends("documented"), payout_card_without_expiry);
    get.case(Case::success("waiting").sends("documented"), waiting);
    get.case(Case::success("waiting_without_message").sends("documented"), waiting_without_message);
    get.case(Case::success("not_known").sends("documented"), not_known);
    get.case(Case::success("payment_error").sends("documented"), payment_error);
    failures::register(
        get,
        "documented",
        || Ok(question(CardUse::Payout)),
        &[
            ("declined", "status 0 is an answer here: `waiting`, `not_known`"),
            ("status_not_documented", "status 2 is documented here: `payment_error`"),
            ("duplicate_extid", "the call carries no extid"),
        ],
    );
}

pub(crate) fn documented_request() -> Result<CardReg, Failure> {
    let ext_id = ExtId::new("УФ-906/2187534.5e045b788e3c3")?;
    Ok(CardReg::new(RegistrationPurpose::PayoutOnly, ext_id)
        .timeout_minutes(10)
        .success_url("https://exemple.com/successurl")
        .fail_url("https://exemple.com/failurl")
        .cancel_url("https://exemple.com/cancelurl")
        .postback_url("https://exemple.com/postbackurl")
        .postback_url_v2("https://exemple.com/postbackurl_v2"))
}

async fn documented_registration(exchange: Exchange) -> Checked {
    let registered = client(&exchange)?.send(&documented_request()?).await?;

    assert_eq!(registered.status, RequestStatus::Success);
    assert_eq!(registered.id.get(), 101_464);
    assert_eq!(registered.url.as_str(), "https://test.vepay.online/pay/form/101464");
    assert_eq!(registered.message, Some("string".into()));
    assert!(!format!("{registered:?}").contains("/pay/form"), "whoever has the address can fill in the form");
    Ok(())
}

async fn with_later_fields(exchange: Exchange) -> Checked {
    let request = CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ExtId::new("loan-17")?)
        .timeout_minutes(59)
        .card("4111111111111111".parse()?)
        .language(FormLanguage::English)
        .email("client@exemple.com");
    let registered = client(&exchange)?.send(&request).await?;

    assert_eq!(registered.id.get(), 101_465);
    assert_eq!(registered.url.as_str(), "https://test.vepay.online/pay/form/101465?presetHash=5f2c");
    assert_eq!(registered.message, None, "an empty text is none");
    Ok(())
}

async fn payout_form_of_2020(exchange: Exchange) -> Checked {
    let registered = client(&exchange)?.send(&documented_request()?).await?;

    assert_eq!(registered.url.as_str(), "https://api.vepay.online/mfo/default/outcard/101464");
    assert_eq!(registered.message, None);
    Ok(())
}

fn question(card_use: CardUse) -> CardGet {
    CardGet::new(OperationId::new(101_464), card_use)
}

async fn documented_card(exchange: Exchange) -> Checked {
    let state = client(&exchange)?.send(&question(CardUse::Payout)).await?;

    assert_eq!(state.status, CardStatus::Success);
    assert!(state.status.is_final());
    assert_eq!(state.message, Some("string".into()));
    let card = state.card.ok_or("there is no card")?;
    assert_eq!(card.id.get(), 356);
    let mask = card.mask.as_ref().ok_or("there is no mask")?;
    assert_eq!((mask.first_digits(), mask.last4()), (Some("540436"), Some("3366")));
    let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("10".to_owned(), "2023".to_owned()));
    assert_eq!(card.holder, Some("Visa".into()));
    assert_eq!(card.payment_system, None);
    Ok(())
}

async fn autopayment_card(exchange: Exchange) -> Checked {
    let card = client(&exchange)?.send(&question(CardUse::Autopayment)).await?.card.ok_or("there is no card")?;

    assert_eq!(card.id.get(), 357);
    let mask = card.mask.as_ref().ok_or("there is no mask")?;
    assert_eq!((mask.first_digits(), mask.last4()), (Some("22001234"), Some("5678")));
    let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
    assert_eq!((expiry.month_digits(), expiry.year_digits()), ("09".to_owned(), "25".to_owned()));
    assert_eq!(card.payment_system, Some(PaymentSystem::Mir));
    assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    assert!(!format!("{card:?}").contains("IVAN"));
    Ok(())
}

async fn payout_card_without_expiry(exchange: Exchange) -> Checked {
    let card = client(&exchange)?.send(&question(CardUse::Payout)).await?.card.ok_or("there is no card")?;

    assert_eq!(card.id.get(), 356);
    assert!(card.expiry.is_none() && card.holder.is_none() && card.payment_system.is_none());
    Ok(())
}

async fn waiting(exchange: Exchange) -> Checked {
    let state = client(&exchange)?.send(&question(CardUse::Payout)).await?;

    assert_eq!(state.status, CardStatus::Waiting);
    assert!(!state.status.is_final() && state.is_clearly_waiting() && state.card.is_none());
    assert_eq!(state.message, Some("В обработке".into()));
    Ok(())
}

async fn waiting_without_message(exchange: Exchange) -> Checked {
    let state = client(&exchange)?.send(&question(CardUse::Payout)).await?;

    assert!(state.is_clearly_waiting());
    assert_eq!(state.message, None);
    Ok(())
}

async fn not_known(exchange: Exchange) -> Checked {
    let state = client(&exchange)?.send(&question(CardUse::Payout)).await?;

    assert_eq!(state.status, CardStatus::Waiting, "on the wire it is the same");
    assert!(!state.is_clearly_waiting() && !state.status.is_final());
    assert_eq!(state.message, Some("Ошибка запроса".into()));
    Ok(())
}

async fn payment_error(exchange: Exchange) -> Checked {
    let state = client(&exchange)?.send(&question(CardUse::Payout)).await?;

    assert_eq!(state.status, CardStatus::PaymentError);
    assert!(state.status.is_final() && state.card.is_none());
    assert_eq!(state.message, Some("Платеж не успешный".into()));
    Ok(())
}

//! `card/info` and `card/del`.

use payments_contract::{Case, Checked, Exchange, Suite};
use vepay_client::card::{CardDel, CardId, CardInfo, CardUse, PaymentSystem};
use vepay_client::common::CardMask;
use vepay_client::operation::RequestStatus;

use crate::failures;
use crate::fixtures::client;

const NO_EXTID: (&str, &str) = ("duplicate_extid", "the call carries no extid");

pub(crate) fn register(suite: &mut Suite) {
    let info = suite.row("card/info");
    info.case(Case::success("payout"), payout);
    info.case(Case::success("autopayment"), autopayment);
    failures::register(info, "payout", || Ok(CardInfo::new(CardId::new(356), CardUse::Payout)), &[NO_EXTID]);

    let del = suite.row("card/del");
    del.case(Case::success("deleted"), deleted);
    del.case(Case::success("deleted_in_2020").sends("deleted"), deleted);
    failures::register(del, "deleted", || Ok(CardDel::new(CardId::new(356))), &[NO_EXTID]);
}

async fn payout(exchange: Exchange) -> Checked {
    let card = client(&exchange)?.send(&CardInfo::new(CardId::new(356), CardUse::Payout)).await?;

    assert_eq!(card.id.get(), 356);
    assert_eq!(card.mask.as_ref().map(CardMask::as_str), Some("540436******3366"));
    assert!(card.expiry.is_none() && card.holder.is_none());
    assert_eq!(card.payment_system, Some(PaymentSystem::Mastercard));
    Ok(())
}

async fn autopayment(exchange: Exchange) -> Checked {
    let card = client(&exchange)?.send(&CardInfo::new(CardId::new(357), CardUse::Autopayment)).await?;

    assert_eq!(card.id.get(), 357);
    let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("12".to_owned(), "2030".to_owned()));
    assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    assert_eq!(card.payment_system, Some(PaymentSystem::Visa));
    Ok(())
}

async fn deleted(exchange: Exchange) -> Checked {
    let deleted = client(&exchange)?.send(&CardDel::new(CardId::new(356))).await?;

    assert_eq!((deleted.status, deleted.message), (RequestStatus::Success, None));
    Ok(())
}

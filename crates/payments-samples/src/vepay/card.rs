//! Cards.

use vepay_client::card::{
    CardDel, CardGet, CardId, CardInfo, CardReg, CardStatus, CardUse, PaymentSystem, RegistrationPurpose,
};
use vepay_client::common::CardMask;
use vepay_client::operation::{FormLanguage, RequestStatus};
use vepay_client::{ExtId, OperationId};

use super::{NO_EXTID, NO_NUMBER};
use crate::{Failure, Marks, Sample, Sampled};

const ABOVE_ZERO: &str = "must be above zero";
const OF_A_HOST: &str = "must be an http or https address of a host with a dot in its name";
const NOWHERE: &str = "must not be 0.0.0.0 or [::], which a server listens on and no browser opens";
const EMAIL: &str = "must have the form name@example.org";
const DIGITS: &str = "must have 16 or 18 digits";

impl Sampled for CardReg {
    fn sample() -> Sample<Self> {
        Sample::new("documented", documented, |registered| {
            assert_eq!((registered.status, registered.id.get()), (RequestStatus::Success, 101_464));
            assert_eq!(registered.url.as_str(), "https://test.vepay.online/pay/form/101464");
            assert_eq!(registered.message, Some("string".into()));
            Ok(())
        })
        .answered("payout_form_of_2020", |registered| {
            assert_eq!(registered.url.as_str(), "https://api.vepay.online/mfo/default/outcard/101464");
            assert_eq!(registered.message, None);
            Ok(())
        })
        .case("with_later_fields", with_later_fields, |registered| {
            assert_eq!(registered.id.get(), 101_465);
            assert_eq!(registered.url.as_str(), "https://test.vepay.online/pay/form/101465?presetHash=5f2c");
            assert_eq!(registered.message, None, "an empty text is none");
            Ok(())
        })
        .marked(|marks| {
            let request = Self::new(RegistrationPurpose::PayoutOnly, ExtId::new("order-17")?);
            Ok(with_marks(request, marks))
        })
        // An `extid` is no card number, but a caller may pass one by mistake.
        .marked(|marks| Ok(Self::new(RegistrationPurpose::PayoutOnly, ExtId::new(marks.misplaced_card())?)))
        .essence(
            |answer| {
                let [status, id, url] =
                    [answer.status.as_str(), &answer.id.to_string(), answer.url.as_str()].map(str::to_owned);
                vec![("status".into(), status), ("id".into(), id), ("url".into(), url)]
            },
            &["status", "id", "url"],
        )
        .without_echo("the answer has the number that Vepay gave, and none that the request named")
        .stored_recovery("resend")
        .broken("9 minutes", || Ok(documented()?.timeout_minutes(9)), "timeout", "must be 10 to 59 minutes")
        .broken("60 minutes", || Ok(documented()?.timeout_minutes(60)), "timeout", "must be 10 to 59 minutes")
        .broken("`http://0.0.0.0/`", || Ok(documented()?.success_url("http://0.0.0.0/")), "successurl", NOWHERE)
        .broken("`https://localhost/`", || Ok(documented()?.success_url("https://localhost/")), "successurl", OF_A_HOST)
        .broken("`javascript:alert(1)`", || Ok(documented()?.fail_url("javascript:alert(1)")), "failurl", OF_A_HOST)
        .broken(
            "`https://a@shop.example/`",
            || Ok(documented()?.cancel_url("https://a@shop.example/")),
            "cancelurl",
            OF_A_HOST,
        )
        .broken(
            "`https://магазин.рф/`",
            || Ok(documented()?.success_url("https://магазин.рф/")),
            "successurl",
            "must be visible ASCII characters, other letters escaped",
        )
        .broken(
            "more characters",
            || Ok(documented()?.success_url(long(1000))),
            "successurl",
            "must have at most 1000 characters",
        )
        .broken(
            "more characters",
            || Ok(documented()?.postback_url(long(255))),
            "postbackurl",
            "must have at most 255 characters",
        )
        .broken(
            "more characters",
            || Ok(documented()?.postback_url_v2(long(255))),
            "postbackurl_v2",
            "must have at most 255 characters",
        )
        // Published test numbers of the networks.
        .broken("a number of 15 digits", || Ok(documented()?.card("378282246310005".parse()?)), "card", DIGITS)
        .broken("a number of 19 digits", || Ok(documented()?.card("4242424242424242428".parse()?)), "card", DIGITS)
        .broken("`deu`", || Ok(documented()?.language(FormLanguage::from("deu"))), "language", "must be rus or eng")
        .broken("`client`", || Ok(documented()?.email("client")), "email", EMAIL)
    }
}

fn documented() -> Result<CardReg, Failure> {
    Ok(CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("УФ-906/2187534.5e045b788e3c3")?)
        .timeout_minutes(10)
        .success_url("https://exemple.com/successurl")
        .fail_url("https://exemple.com/failurl")
        .cancel_url("https://exemple.com/cancelurl")
        .postback_url("https://exemple.com/postbackurl")
        .postback_url_v2("https://exemple.com/postbackurl_v2"))
}

fn with_later_fields() -> Result<CardReg, Failure> {
    Ok(CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ExtId::new("loan-17")?)
        .timeout_minutes(59)
        .card("4111111111111111".parse()?)
        .language(FormLanguage::English)
        .email("client@exemple.com"))
}

fn with_marks(request: CardReg, marks: &Marks) -> CardReg {
    let url = || format!("https://shop.example/?{}", marks.text());
    request
        .card(marks.card())
        .email(format!("{}@shop.example", marks.text()))
        .success_url(url())
        .fail_url(url())
        .cancel_url(url())
        .postback_url(url())
        .postback_url_v2(url())
}

fn long(length: usize) -> String {
    format!("https://shop.example/{}", "a".repeat(length))
}

impl Sampled for CardGet {
    fn sample() -> Sample<Self> {
        Sample::new(
            "documented",
            || Ok(of_registration(CardUse::Payout)),
            |state| {
                assert_eq!((&state.status, state.status.is_final()), (&CardStatus::Success, true));
                assert_eq!(state.message, Some("string".into()));
                let card = state.card.ok_or("there is no card")?;
                assert_eq!(card.id.get(), 356);
                let mask = card.mask.as_ref().ok_or("there is no mask")?;
                assert_eq!((mask.first_digits(), mask.last4()), (Some("540436"), Some("3366")));
                let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
                assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("10".to_owned(), "2023".to_owned()));
                assert_eq!((card.holder, card.payment_system), (Some("Visa".into()), None));
                Ok(())
            },
        )
        .answered("payout_card_without_expiry", |state| {
            let card = state.card.ok_or("there is no card")?;
            assert_eq!(card.id.get(), 356);
            assert!(card.expiry.is_none() && card.holder.is_none() && card.payment_system.is_none());
            Ok(())
        })
        .answered("waiting", |state| {
            assert_eq!(state.status, CardStatus::Waiting);
            assert!(!state.status.is_final() && state.is_clearly_waiting() && state.card.is_none());
            assert_eq!(state.message, Some("В обработке".into()));
            Ok(())
        })
        .answered("waiting_without_message", |state| {
            assert!(state.is_clearly_waiting() && state.message.is_none());
            Ok(())
        })
        .answered("not_known", |state| {
            assert_eq!(state.status, CardStatus::Waiting, "on the wire it is the same");
            assert!(!state.is_clearly_waiting() && !state.status.is_final());
            assert_eq!(state.message, Some("Ошибка запроса".into()));
            Ok(())
        })
        .answered("payment_error", |state| {
            assert_eq!(state.status, CardStatus::PaymentError);
            assert!(state.status.is_final() && state.card.is_none());
            assert_eq!(state.message, Some("Платеж не успешный".into()));
            Ok(())
        })
        .case(
            "autopayment",
            || Ok(of_registration(CardUse::Autopayment)),
            |state| {
                let card = state.card.ok_or("there is no card")?;
                assert_eq!((card.id.get(), card.mask.as_ref().and_then(CardMask::last4)), (357, Some("5678")));
                let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
                assert_eq!((expiry.month_digits(), expiry.year_digits()), ("09".to_owned(), "25".to_owned()));
                assert_eq!((card.holder, card.payment_system), (Some("IVAN IVANOV".into()), Some(PaymentSystem::Mir)));
                Ok(())
            },
        )
        .essence(
            |state| {
                let id = state.card.as_ref().map(|card| card.id.get().to_string()).unwrap_or_default();
                vec![("status".into(), state.status.to_string()), ("card.id".into(), id)]
            },
            &["status", "card", "card.id"],
        )
        .without_echo("the answer has the card's number, and the request named the registration's")
        .names_no_operation(NO_NUMBER)
        .inapplicable("declined", "status 0 is an answer here: `waiting`, `not_known`")
        .inapplicable("status_not_documented", "status 2 is documented here: `payment_error`")
        .inapplicable(NO_EXTID.0, NO_EXTID.1)
        .broken("0", || Ok(Self::new(OperationId::new(0), CardUse::Payout)), "id", ABOVE_ZERO)
    }
}

fn of_registration(card_use: CardUse) -> CardGet {
    CardGet::new(OperationId::new(101_464), card_use)
}

impl Sampled for CardInfo {
    fn sample() -> Sample<Self> {
        Sample::new(
            "payout",
            || Ok(Self::new(CardId::new(356), CardUse::Payout)),
            |card| {
                assert_eq!((card.id.get(), card.mask.as_ref().map(CardMask::as_str)), (356, Some("540436******3366")));
                assert!(card.expiry.is_none() && card.holder.is_none());
                assert_eq!(card.payment_system, Some(PaymentSystem::Mastercard));
                Ok(())
            },
        )
        .case(
            "autopayment",
            || Ok(Self::new(CardId::new(357), CardUse::Autopayment)),
            |card| {
                let expiry = card.expiry.as_ref().ok_or("there is no expiry")?;
                assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("12".to_owned(), "2030".to_owned()));
                assert_eq!((card.id.get(), card.holder), (357, Some("IVAN IVANOV".into())));
                assert_eq!(card.payment_system, Some(PaymentSystem::Visa));
                Ok(())
            },
        )
        .marked(|marks| Ok(Self::new(CardId::new(marks.number()), CardUse::Payout)))
        .essence(|card| vec![("card.id".into(), card.id.get().to_string())], &["status", "card", "card.id"])
        .names_no_operation(NO_NUMBER)
        .inapplicable(NO_EXTID.0, NO_EXTID.1)
        .broken("0", || Ok(Self::new(CardId::new(0), CardUse::Payout)), "card", ABOVE_ZERO)
    }
}

impl Sampled for CardDel {
    fn sample() -> Sample<Self> {
        Sample::new(
            "deleted",
            || Ok(Self::new(CardId::new(356))),
            |deleted| {
                assert_eq!((deleted.status, deleted.message), (RequestStatus::Success, None));
                Ok(())
            },
        )
        .answered("deleted_in_2020", |deleted| {
            assert_eq!((deleted.status, deleted.message), (RequestStatus::Success, None));
            Ok(())
        })
        .marked(|marks| Ok(Self::new(CardId::new(marks.number()))))
        // A card id is not a card number, but a caller may pass one by mistake.
        .marked(|marks| Ok(Self::new(CardId::new(marks.misplaced_card().parse()?))))
        .essence(|deleted| vec![("status".into(), deleted.status.to_string())], &["status"])
        .without_echo(NO_NUMBER)
        .names_no_operation(NO_NUMBER)
        .inapplicable(NO_EXTID.0, NO_EXTID.1)
        .broken("0", || Ok(Self::new(CardId::new(0))), "card", ABOVE_ZERO)
    }
}

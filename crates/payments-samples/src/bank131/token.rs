//! Tokens.

use bank131_client::common::Secret;
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::SessionId;
use bank131_client::token::{
    AcquiringWidget, CardReference, CardToken, IssuePublicToken, PublicToken, RussianAccount, SelfEmployedWidget,
    SubscriptionToken, TokenInfo, TokenInfoResponse, TokenType, Tokenize, TokenizeWidget, WidgetLocale,
};

use super::{EMPTY, EMPTY_TOKEN, apart_from_sessions};
use crate::{Checked, Sample, Sampled};

const CARD: &str = "4242424242424242";
const ABSOLUTE: &str = "must be an absolute http or https address";

fn payment_form(session: &str) -> AcquiringWidget {
    AcquiringWidget::new(SessionId::new(session))
}

/// Every widget with everything that can be set.
fn every_widget() -> IssuePublicToken {
    let form = payment_form("ps_3230").success_return_url("http://success.url").failure_return_url("http://failed.url");
    let form = form.show_recurrent_checkbox(false).locale(WidgetLocale::English).success_on_hold(true);
    IssuePublicToken::new()
        .acquiring_widget(form)
        .self_employed_widget(SelfEmployedWidget::new("123456789012"))
        .tokenize_widget(TokenizeWidget::new().locale(WidgetLocale::Russian))
}

impl Sampled for IssuePublicToken {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new(
            "acquiring",
            || Ok(Self::new().acquiring_widget(payment_form("ps_3230"))),
            |issued| is_token(&issued.public_token),
        ))
        .case("every_widget", || Ok(every_widget()), |issued| is_token(&issued.public_token))
        .marked(|marks| {
            let form = payment_form(marks.misplaced_card())
                .success_return_url(format!("https://shop.example/{}", marks.text()))
                .failure_return_url(format!("https://shop.example/{}", marks.text()));
            let person = SelfEmployedWidget::new(format!("770{:09}", marks.number()));
            Ok(Self::new().acquiring_widget(form).self_employed_widget(person))
        })
        .essence(|issued| vec![("public_token".into(), issued.public_token.expose().into())], &["public_token"])
        .without_echo("it repeats nothing of the request")
        .broken("no widget", || Ok(Self::new()), "acquiring_widget", "must be given, or another widget")
        .broken(
            "a payment form for an empty session id",
            || Ok(Self::new().acquiring_widget(payment_form(""))),
            "acquiring_widget.session_id",
            EMPTY,
        )
        .broken(
            "a payment form that returns to `/back`",
            || Ok(Self::new().acquiring_widget(payment_form("ps_3230").failure_return_url("/back"))),
            "acquiring_widget.failure_return_url",
            ABSOLUTE,
        )
        .broken(
            "a self-employed person with a taxpayer number of 10 digits",
            || Ok(Self::new().self_employed_widget(SelfEmployedWidget::new("1234567890"))),
            "self_employed_widget.tax_reference",
            "must be 12 digits",
        )
    }
}

fn is_token(token: &PublicToken) -> Checked {
    assert_eq!(token.expose(), "pt_8e1b6c20f4");
    Ok(())
}

impl Sampled for TokenInfo {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new(
            "recurrent_token",
            || Ok(of_recurrent("rt_4f1c0b7d9e")),
            |info| is_usable(&info),
        ))
        .case("card", || Ok(of_card(CardReference::Number(CARD.parse()?))), |info| is_card(&info))
        .case("card_hash", || Ok(of_card(CardReference::Hash(Secret::new("c0ffee")))), |info| is_card(&info))
        .case("card_token", || Ok(of_card(card_token("ct_77"))), |info| is_card(&info))
        .case(
            "public_token",
            || Ok(of_public("pt_8e1b6c20f4")),
            |info| {
                assert_eq!(info.token, Some(Secret::new("pt_8e1b6c20f4")));
                Ok(())
            },
        )
        .case(
            "subscription_token",
            || Ok(of_subscription("st_1310")),
            |info| {
                assert_eq!((info.token, info.country_iso3), (Some(Secret::new("st_1310")), Some("RUS".into())));
                Ok(())
            },
        )
        .marked(|marks| Ok(of_recurrent(marks.token())))
        .marked(|marks| Ok(of_public(marks.token())))
        .marked(|marks| Ok(of_subscription(marks.token())))
        .marked(|marks| Ok(of_card(CardReference::Number(marks.card()))))
        .marked(|marks| Ok(of_card(CardReference::Hash(Secret::new(marks.token())))))
        .marked(|marks| Ok(of_card(card_token(marks.token()))))
        .essence(
            |info| {
                let is_active = info.is_active.map(|active| active.to_string()).unwrap_or_default();
                vec![("info.is_active".into(), is_active)]
            },
            &["info"],
        )
        .broken(EMPTY_TOKEN, || Ok(of_recurrent("")), "recurrent_token.token", EMPTY)
        .broken(EMPTY_TOKEN, || Ok(of_public("")), "public_token.token", EMPTY)
        .broken(EMPTY_TOKEN, || Ok(of_subscription("")), "subscription_token.token", EMPTY)
        .broken(EMPTY_TOKEN, || Ok(of_card(card_token(""))), "card.tokenized_card.token", EMPTY)
        .broken(
            "an empty hash",
            || Ok(of_card(CardReference::Hash(Secret::new("")))),
            "card.encrypted_card.number_hash",
            EMPTY,
        )
    }
}

fn of_recurrent(token: &str) -> TokenInfo {
    TokenInfo::of_recurrent_token(RecurrentToken::new(token))
}

fn of_public(token: &str) -> TokenInfo {
    TokenInfo::of_public_token(PublicToken::new(token))
}

fn of_subscription(token: &str) -> TokenInfo {
    TokenInfo::of_subscription_token(SubscriptionToken::new(token))
}

fn of_card(card: CardReference) -> TokenInfo {
    TokenInfo::of_card(card)
}

fn card_token(token: &str) -> CardReference {
    CardReference::Token(CardToken::new(token))
}

fn is_usable(info: &TokenInfoResponse) -> Checked {
    assert_eq!(info.token, Some(Secret::new("rt_4f1c0b7d9e")));
    assert_eq!((&info.kind, info.is_active), (&Some(TokenType::RecurrentToken), Some(true)));
    assert_eq!(info.created_at.as_ref().map(AsRef::as_ref), Some("2024-08-08T10:10:27+03:00"));
    assert_eq!(info.finished_at.as_ref().map(AsRef::as_ref), Some("2034-08-08T10:10:27+03:00"));
    Ok(())
}

fn is_card(info: &TokenInfoResponse) -> Checked {
    assert_eq!((&info.kind, &info.number_hash), (&Some(TokenType::Card), &Some(Secret::new("c0ffee"))));
    assert_eq!((&info.brand, &info.last4), (&Some("visa".into()), &Some("4242".into())));
    assert_eq!((&info.country_iso3, info.is_active), (&Some("GBR".into()), None));
    Ok(())
}

impl Sampled for Tokenize {
    fn sample() -> Sample<Self> {
        let account = || Ok(Self::bank_account(RussianAccount::new("044525971", "40702810900000000025")));
        apart_from_sessions(Sample::new("bank_account", account, |made| {
            assert_eq!(made.token.expose(), "at_5d8e2a9b");
            assert_eq!(made.data.and_then(|data| data.masked_account), Some("40702***0025".into()));
            Ok(())
        }))
        .marked(|marks| {
            let (bik, account) = (format!("{:09}", marks.number()), format!("40817810001{:09}", marks.number()));
            Ok(Self::bank_account(RussianAccount::new(bik, account)))
        })
        .essence(|made| vec![("token".into(), made.token.expose().into())], &["token"])
        .without_echo("it repeats nothing of the request")
        .broken(
            "a BIK of 8 digits",
            || Ok(Self::bank_account(RussianAccount::new("04452597", "40702810900000000025"))),
            "bank_account_ru.bik",
            "must be 9 digits",
        )
        .broken(
            "an account of 19 digits",
            || Ok(Self::bank_account(RussianAccount::new("044525971", "4070281090000000002"))),
            "bank_account_ru.account",
            "must be 20 digits",
        )
    }
}

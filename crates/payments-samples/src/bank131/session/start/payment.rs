//! `session/init/payment`, `session/init/payment/sync` and `session/start/payment`.

use bank131_client::ApiVersion;
use bank131_client::common::Json;
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    CustomRouting, Initiator, InstrumentType, InternetBanking, InternetBankingType, NewPayment, NextStep,
    OperationStatus, Participant, Participants, PaymentDetails, PaymentMetadata, PaymentOptions, PlatformBrowser,
    PlatformDetails, PlatformOs, PlatformType, RecurrentPayment, RevenueShare, RoutingTag, SbpPayment, Session,
    SessionInitPayment, SessionInitPaymentSync, SessionResult, SessionStartPayment, SubscriptionOptions,
};
use serde_json::json;

use super::{
    AWAIT, by_key, card, in_session, is_started, key, lucky, marked_payment, no_session, payment, roubles, session_id,
};
use crate::{Checked, Failure, Sample, Sampled};

const BACK: &str = "https://shop.example/back";
const RETURN_URL: &str = "payment_options.return_url";
const GIVEN: &str = "must be given";

fn returning() -> PaymentOptions {
    PaymentOptions::new().return_url(BACK)
}

impl Sampled for SessionInitPayment {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("by_card", by_card, |session| is_by_card(&session))
            .case(
                "version_2",
                || {
                    let payment = payment(SbpPayment::new().description("Заказ 42")).payment_options(returning());
                    Ok(Self::new(key("order-42-2")?, payment).api_version(ApiVersion::V2))
                },
                |session| is_by_sbp(&session),
            )
            .marked(|marks| Ok(Self::new(key("order-42-1")?, marked_payment(marks)?)))
            .marked(|marks| {
                let token = RecurrentPayment::by_merchant(RecurrentToken::new(marks.token()));
                Ok(Self::new(key("order-42-1")?, payment(token)))
            })
            .broken("no instrument", || of(NewPayment::empty()), "payment_details", GIVEN)
            .broken("no amount", || of(NewPayment::empty().details(card()?)), "amount_details", GIVEN)
            .broken(
                "an amount of 0",
                || of(payment(card()?).amount(roubles(0))),
                "amount_details.amount",
                "must be above zero",
            )
            .broken("no customer", || of(NewPayment::empty().details(card()?).amount(roubles(100))), "customer", GIVEN)
            .broken(
                "a repeat payment by the payer without an address to return to",
                || of(payment(PaymentDetails::by_client(RecurrentToken::new("token")))),
                RETURN_URL,
                "must be given when the payer repeats a payment",
            );
        by_key(sample, AWAIT)
    }
}

fn of(payment: NewPayment) -> Result<SessionInitPayment, Failure> {
    Ok(SessionInitPayment::new(key("order-42-1")?, payment))
}

fn by_card() -> Result<SessionInitPayment, Failure> {
    let sender =
        Participant::default().full_name("Пахмутова Ольга").company_name("ИП Пахмутова").tax_reference("123456789012");
    let recipient = Participant::new("Maksim", "Pahmutov").wallet_id("w-1");
    let metadata = PaymentMetadata::new().device_session_id("ds_1").device_session("ds_1".into());
    let subscription = SubscriptionOptions::default().period("month");
    let payment = payment(card()?)
        .customer(lucky().email("user@example.com"))
        .payment_options(returning().recurrent(true).subscription(subscription).description("Заказ 42"))
        .participants(Participants::new(sender, recipient))
        .metadata(Json::new(&json!({"order": 42}))?)
        .payment_metadata(metadata.device_session("ds_2".into()))
        .custom_routing(CustomRouting::new().tag(RoutingTag::new("route").value("a".into()).value("b".into())))
        .revenue_share(RevenueShare::percent("seller", "12.5"))
        .revenue_share(RevenueShare::remains("us"));
    of(payment)
}

fn is_by_card(session: &Session) -> Checked {
    is_started(session, 1, 0)?;
    let [payment] = session.payments() else { return Err("one payment is expected".into()) };
    let options = payment.payment_options.as_ref().ok_or("there are no options")?;
    assert_eq!(options.return_url.as_ref().map(|url| url.expose().as_str()), Some(BACK));
    let subscription = payment.subscription.as_ref().ok_or("there is no subscription")?;
    assert_eq!(subscription.id.as_ref().map(ToString::to_string).as_deref(), Some("sub_1"));
    assert_eq!((subscription.initial, subscription.retries_exceeded), (Some(true), Some(false)));
    assert!(subscription.next_point.is_some() && subscription.unsubscribe_url.is_some());
    assert_eq!(subscription.period, Some("month".into()));
    assert_eq!(subscription.provider_subscription_id, Some("prov_1".into()));
    let [seller, us] = payment.revenue_split_info.as_slice() else { return Err("two shares are expected".into()) };
    assert_eq!((&seller.percent, &seller.amount), (&Some("12.5".into()), &Some(roubles(12_500))));
    assert_eq!((us.remains, &us.contractor_alias), (Some(true), &Some("us".into())));
    assert_eq!(payment.metadata.as_ref().map(Json::as_str), Some(r#"{"order":42}"#));
    let participants = payment.participant_details.as_ref().ok_or("there are no participants")?;
    let sender = participants.sender.as_ref().ok_or("there is no sender")?;
    assert_eq!(sender.tax_reference.as_ref().map(|inn| inn.expose().as_str()), Some("123456789012"));
    Ok(())
}

fn is_by_sbp(session: &Session) -> Checked {
    let [payment] = session.payments() else { return Err("one payment is expected".into()) };
    let instrument = payment.payment_details.as_ref().ok_or("there is no instrument")?;
    assert_eq!(instrument.kind, Some(InstrumentType::FasterPaymentSystem));
    assert_eq!(instrument.faster_payment_system, None, "the bank leaves it out");
    assert!(payment.amounts.as_ref().is_some_and(|amounts| amounts.gross.is_none()), "they are empty");
    let NextStep::Qr(code) = session.next_step() else { return Err("a QR code is expected".into()) };
    assert_eq!(code.content.as_ref().map(|link| link.expose().as_str()), Some("https://qr.nspk.ru/AS1000"));
    let [contact] = payment.customer.as_ref().map(|customer| customer.contacts.as_slice()).unwrap_or_default() else {
        return Err("one contact is expected".into());
    };
    assert_eq!(contact.phone.as_ref().map(|phone| phone.expose().as_str()), Some("7123*****45"));
    Ok(())
}

impl Sampled for SessionInitPaymentSync {
    fn sample() -> Sample<Self> {
        let request = || Ok(Self::new(key("order-42-1")?, payment(card()?).payment_options(returning())));
        let sample = Sample::new("succeeded", request, |session| {
            assert_eq!(session.result(), Some(SessionResult::Succeeded));
            Ok(())
        })
        .case(
            "version_2",
            || {
                let payment = payment(card()?).payment_options(returning());
                Ok(Self::new(key("order-42-1")?, payment).api_version(ApiVersion::V2))
            },
            |session| {
                let [payment] = session.payments() else { return Err("one payment is expected".into()) };
                assert_eq!(payment.status, OperationStatus::Pending, "the payer has to pass 3-D Secure");
                let NextStep::Redirect(page) = session.next_step() else { return Err("a page is expected".into()) };
                assert_eq!(page.tds_data.as_ref().map(Json::as_str), Some(r#"{"version":"2.2"}"#));
                Ok(())
            },
        )
        .marked(|marks| Ok(Self::new(key("order-42-1")?, marked_payment(marks)?.payment_options(returning()))))
        .broken(
            "no address to return to",
            || Ok(Self::new(key("order-42-1")?, payment(card()?))),
            RETURN_URL,
            "must be given for a synchronous payment",
        );
        by_key(sample, NO_WEBHOOK)
    }
}

const NO_WEBHOOK: &str = concat!(
    "ask-a-person/no%20webhook%20follows%20a%20synchronous%20payment%3A%20ask%20the%20bank%27s%20support%20for%20it%20by%20",
    "the%20customer%27s%20reference",
);

impl Sampled for SessionStartPayment {
    fn sample() -> Sample<Self> {
        let sample = Sample::new(
            "by_token",
            || {
                let token = RecurrentPayment::by_client(RecurrentToken::new("rt_4f1c0b7d9e"));
                let payment = payment(token.security_code("123".parse()?)).payment_options(returning());
                Ok(Self::new(session_id(), payment))
            },
            |session| {
                is_started(&session, 1, 0)?;
                let [payment] = session.payments() else { return Err("one payment is expected".into()) };
                let recurrent = payment.payment_details.as_ref().and_then(|details| details.recurrent.as_ref());
                let recurrent = recurrent.ok_or("there is no token")?;
                assert_eq!(recurrent.initiator, Some(Initiator::Client));
                assert_eq!(recurrent.kind, Some("recurrent_token".into()));
                Ok(())
            },
        )
        .case(
            "version_2",
            || {
                let device =
                    PlatformDetails::new(PlatformType::Mobile).os(PlatformOs::Ios).browser(PlatformBrowser::Chrome);
                let by_t_pay = InternetBanking::of_kind(InternetBankingType::TPay);
                let rest = NewPayment::empty().details(by_t_pay).payment_options(returning().platform_details(device));
                Ok(Self::new(session_id(), rest).api_version(ApiVersion::V2))
            },
            |session| {
                let [payment] = session.payments() else { return Err("one payment is expected".into()) };
                let banking = payment.payment_details.as_ref().and_then(|details| details.internet_banking.as_ref());
                let kind = banking.and_then(|banking| banking.kind.as_ref());
                assert_eq!(kind, Some(&InternetBankingType::TPay));
                Ok(())
            },
        )
        .marked(|marks| Ok(Self::new(session_id(), marked_payment(marks)?)));
        in_session(sample, || Ok(Self::new(no_session(), NewPayment::empty())))
    }
}

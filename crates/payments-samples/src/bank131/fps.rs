//! The Faster Payments System.

use bank131_client::ApiVersion;
use bank131_client::fps::{FpsBank, FpsBanks, FpsCustomerVerification};
use bank131_client::session::{OperationStatus, Participant, Participants, Session};

use super::session::{REQUIRED, essence, recipient};
use super::{NO_KEY, STARTS_NOTHING, apart_from_sessions};
use crate::{Checked, Sample, Sampled};

impl Sampled for FpsBanks {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new("listed", || Ok(Self::new()), |banks| are_listed(&banks)))
            .case("with_sdk_body", || Ok(Self::new().with_sdk_body()), |banks| are_listed(&banks))
            .essence(
                |banks| {
                    let ids = banks.iter().map(|bank| bank.id.to_string());
                    ["banks[0].id", "banks[1].id"].map(Into::into).into_iter().zip(ids).collect()
                },
                &["banks[0]", "banks[1]"],
            )
            .without_echo("the list is the same for everybody")
    }
}

fn are_listed(banks: &[FpsBank]) -> Checked {
    let [first, second] = banks else { return Err("two banks are expected".into()) };
    assert_eq!((first.id.as_str(), second.id.as_str()), ("100000000069", "100000000008"));
    assert_eq!((&first.eng_name, &first.ru_name), (&Some("Bank 131".into()), &Some("Банк 131".into())));
    assert_eq!((&second.eng_name, &second.ru_name), (&None, &Some("Альфа-Банк".into())));
    Ok(())
}

impl Sampled for FpsCustomerVerification {
    fn sample() -> Sample<Self> {
        let request = || Ok(Self::new("79680000000", "100000000069", recipient()));
        Sample::new("verified", request, |session| is_begun(&session))
            .case(
                "version_2",
                || Ok(Self::new("79680000000", "100000000069", recipient()).api_version(ApiVersion::V2)),
                |session| is_begun(&session),
            )
            .marked(|marks| {
                let person = Participant::default().full_name(marks.person());
                Ok(Self::new(marks.person(), "100000000069", Participants::of_recipient(person)))
            })
            .essence(essence, REQUIRED)
            .without_echo("the bank gives the session its number here")
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable("session_wrong_state", "the call makes the session, so there is no state to be wrong")
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
    }
}

fn is_begun(session: &Session) -> Checked {
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    assert_eq!((payout.id.as_str(), &payout.status), ("po_2040", &OperationStatus::InProgress));
    assert_eq!((&payout.amount_details, payout.customer.is_none()), (&None, true));
    let account = payout.instrument().and_then(|instrument| instrument.bank_account.as_ref());
    let phone = account.and_then(|account| account.faster_payment_system_verification.as_ref());
    assert_eq!(phone.and_then(|phone| phone.bank_id.clone()), Some("100000000069".into()));
    Ok(())
}

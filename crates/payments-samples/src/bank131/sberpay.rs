//! `SberPay`.

use bank131_client::sberpay::SberPayPush;
use bank131_client::session::SessionId;

use super::{EMPTY, NO_KEY, NO_SESSION, STARTS_NOTHING, says_ok};
use crate::{Sample, Sampled};

impl Sampled for SberPayPush {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("sent", || Ok(Self::new("89876543210", SessionId::new("ps_123"))), |()| Ok(()));
        says_ok(sample)
            .names_no_operation("a message is no operation")
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable(NO_SESSION.0, NO_SESSION.1)
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .marked(|marks| {
                let phone = format!("79{:09}", marks.number());
                Ok(Self::new(phone, SessionId::new(marks.misplaced_card())))
            })
            .broken(
                "a phone number with spaces",
                || Ok(Self::new("8 987 654 32 10", SessionId::new("ps_123"))),
                "phone",
                "must be 7 to 15 digits with the country code, with or without a plus in front",
            )
            .broken("an empty session id", || Ok(Self::new("89876543210", SessionId::new(""))), "session_id", EMPTY)
    }
}

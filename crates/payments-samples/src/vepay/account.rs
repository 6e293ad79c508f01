//! The account.

use vepay_client::account::Check;
use vepay_client::operation::RequestStatus;

use super::{NO_EXTID, NO_NUMBER};
use crate::{Sample, Sampled};

impl Sampled for Check {
    fn sample() -> Sample<Self> {
        Sample::new(
            "there",
            || Ok(Self::new()),
            |checked| {
                assert_eq!((checked.status, checked.message), (RequestStatus::Success, None));
                Ok(())
            },
        )
        .essence(|checked| vec![("status".into(), checked.status.to_string())], &["status"])
        .without_echo(NO_NUMBER)
        .names_no_operation(NO_NUMBER)
        .inapplicable(NO_EXTID.0, NO_EXTID.1)
    }
}

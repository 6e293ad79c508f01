//! `check`.

use payments_contract::{Case, Checked, Exchange, Suite};
use vepay_client::account::Check;
use vepay_client::operation::RequestStatus;

use crate::failures;
use crate::fixtures::client;

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("check");
    row.case(Case::success("there"), there);
    failures::register(row, "there", || Ok(Check::new()), &[("duplicate_extid", "the call carries no extid")]);
}

async fn there(exchange: Exchange) -> Checked {
    let checked = client(&exchange)?.send(&Check::new()).await?;

    assert_eq!((checked.status, checked.message), (RequestStatus::Success, None));
    Ok(())
}

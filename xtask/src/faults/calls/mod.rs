//! Every endpoint of every client, as a [`Call`](super::call::Call).

pub(super) mod bank131;
pub(super) mod kvell;
pub(super) mod payneteasy;
pub(super) mod vepay;

//! A card registration, its polling schedule and the outcome of starting one.

use std::time::Duration;

use payments_core::{InvalidField, Minutes, Money, PollSchedule};

use super::card_get::{CardGet, CardGetResponse};
use super::card_reg::CardReg;
use super::objects::RegistrationPurpose;
use crate::operation::{ExtId, FormUrl, HasStatus, OperationId, StoredOperation, sealed};

/// A card registration: the data to store so that it can be polled and its callbacks verified.
///
/// Polling needs its id and its purpose. Verifying a callback also needs your `extid`. The timeout is optional; it sets the
/// polling [schedule](Self::schedule).
///
/// ```
/// use vepay_client::card::{Registration, RegistrationPurpose};
/// use vepay_client::common::InvalidField;
/// use vepay_client::{ExtId, OperationId};
///
/// /// Restores a registration from your database.
/// fn stored(id: u64, ext_id: &str) -> Result<Registration, InvalidField> {
///     let registration = Registration::new(OperationId::new(id), RegistrationPurpose::PayoutOnly);
///     registration.ext_id(ExtId::new(ext_id)?).timeout_minutes(10)
/// }
///
/// assert_eq!(stored(101464, "card-7")?.schedule().timeout().as_secs(), 33 * 60);
/// # Ok::<(), InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    id: OperationId,
    purpose: RegistrationPurpose,
    ext_id: Option<ExtId>,
    timeout: Option<Minutes<10, 59>>,
    amount: Option<Money>,
}

impl Registration {
    /// Creates a registration from its stored id and purpose. Callbacks also need your `extid`: [`ext_id`](Self::ext_id).
    pub const fn new(id: OperationId, purpose: RegistrationPurpose) -> Self {
        Self { id, purpose, ext_id: None, timeout: None, amount: None }
    }

    pub(crate) fn begun(id: OperationId, request: &CardReg) -> Self {
        Self { ext_id: Some(request.ext_id().clone()), timeout: request.timeout(), ..Self::new(id, request.purpose()) }
    }

    /// Sets your `extid`, which callbacks and postbacks are compared with. [`Callback::confirm`](crate::Callback::confirm)
    /// rejects a registration without it.
    #[must_use]
    pub fn ext_id(mut self, ext_id: ExtId) -> Self {
        self.ext_id = Some(ext_id);
        self
    }

    /// Sets the expected amount, which [`Callback::confirm`](crate::Callback::confirm) compares. Without it, any amount is
    /// accepted. [`RegistrationPurpose`] documents the amount that Vepay charges to verify a card.
    #[must_use]
    pub fn amount(mut self, amount: Money) -> Self {
        self.amount = Some(amount);
        self
    }

    /// Sets the timeout that the registration was created with: 10 to 59 minutes, as [`CardReg`] takes it.
    ///
    /// # Errors
    ///
    /// The number is outside these limits; the error names the field `timeout`.
    pub fn timeout_minutes(
        mut self,
        minutes: impl TryInto<Minutes<10, 59>, Error: Into<InvalidField>>,
    ) -> Result<Self, InvalidField> {
        self.timeout = Some(minutes.try_into().map_err(|error| error.into().named("timeout"))?);
        Ok(self)
    }

    /// The registration id at Vepay.
    pub const fn id(&self) -> OperationId {
        self.id
    }

    /// The purpose of the registration.
    pub const fn purpose(&self) -> RegistrationPurpose {
        self.purpose
    }

    /// Your `extid`, if set.
    pub const fn own_ext_id(&self) -> Option<&ExtId> {
        self.ext_id.as_ref()
    }

    /// The polling schedule: every 2 seconds at first, later every 30, until three minutes after the registration expires.
    ///
    /// A registration expires with its timeout, or after half an hour where that is longer: servers have been observed to wait
    /// half an hour whatever the timeout was. The three minutes are for Vepay's own cleanup, which runs once a minute. The
    /// intervals are this client's choice; Vepay documents none.
    pub fn schedule(&self) -> PollSchedule {
        const MINUTE: u64 = 60;
        let lifetime = u64::from(self.timeout.map_or(0, Minutes::get)).max(30) * MINUTE;
        let timeout = Duration::from_secs(lifetime + 3 * MINUTE);
        // These values always satisfy the rules of `PollSchedule::new`; a test covers that.
        PollSchedule::new(Duration::from_secs(2), Duration::from_secs(30), timeout).unwrap_or_default()
    }
}

impl CardGet {
    /// Creates a request for this registration.
    pub fn of(registration: &Registration) -> Self {
        Self::new(registration.id(), registration.purpose().card_use())
    }
}

impl From<&Registration> for StoredOperation {
    fn from(registration: &Registration) -> Self {
        Self::registration(registration.id, registration.ext_id.clone(), registration.amount.clone())
    }
}

impl sealed::Sealed for Registration {}

impl HasStatus for Registration {
    type Status = CardGetResponse;
    type StatusRequest = CardGet;

    fn status_request(&self) -> CardGet {
        CardGet::of(self)
    }

    fn stored(&self) -> StoredOperation {
        self.into()
    }
}

/// Outcome of [`Client::register`](crate::Client::register): a form to fill in, or an existing registration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RegisterOutcome {
    /// A registration with a form for the customer. (On a server before 2022 it may be an earlier registration with this
    /// `extid`.)
    Form {
        /// The registration, to be stored.
        registration: Registration,
        /// The address of the form in which the customer enters the card.
        url: FormUrl,
    },
    /// A registration with this `extid` already exists: an earlier attempt arrived, though its response may have been lost.
    ///
    /// Query its status. The address of its form can no longer be retrieved; if the customer has not opened the form, let the
    /// registration expire and begin another under a new `extid`.
    ///
    /// Vepay requires an `extid` to be unique over all operations. If you have used it for a payment, this is no registration.
    Existing {
        /// The registration, to be stored.
        registration: Registration,
    },
}

impl RegisterOutcome {
    /// The registration, new or existing.
    pub const fn registration(&self) -> &Registration {
        match self {
            Self::Form { registration, .. } | Self::Existing { registration } => registration,
        }
    }

    /// The address of the form in which the customer enters the card, if it is known.
    pub const fn url(&self) -> Option<&FormUrl> {
        match self {
            Self::Form { url, .. } => Some(url),
            Self::Existing { .. } => None,
        }
    }
}

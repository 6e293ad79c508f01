//! A registration, from its beginning to its card.

use std::time::Duration;

use payments_core::{Money, PollSchedule};

use crate::endpoints::CardReg;
use crate::objects::{ExtId, FormUrl, RegistrationId, RegistrationPurpose};

/// What has to be remembered of a registration to ask for its card: its number and what it is for; to believe a callback about
/// it, your own number as well; and, if you like, the timeout.
///
/// ```
/// use vepay_client::{ExtId, InvalidField, Registration, RegistrationId, RegistrationPurpose};
///
/// /// From what your database remembers.
/// fn stored(id: u64, own_number: &str) -> Result<Registration, InvalidField> {
///     let registration = Registration::new(RegistrationId::new(id), RegistrationPurpose::PayoutOnly);
///     Ok(registration.ext_id(ExtId::new(own_number)?).timeout_minutes(10))
/// }
///
/// assert_eq!(stored(101464, "card-7")?.schedule().timeout().as_secs(), 33 * 60);
/// # Ok::<(), InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    id: RegistrationId,
    purpose: RegistrationPurpose,
    ext_id: Option<ExtId>,
    timeout: Option<u8>,
    amount: Option<Money>,
}

impl Registration {
    /// A registration that was begun before. For callbacks it also needs your own number: [`ext_id`](Self::ext_id).
    pub const fn new(id: RegistrationId, purpose: RegistrationPurpose) -> Self {
        Self { id, purpose, ext_id: None, timeout: None, amount: None }
    }

    pub(crate) fn begun(id: RegistrationId, request: &CardReg) -> Self {
        Self { ext_id: Some(request.ext_id().clone()), timeout: request.timeout(), ..Self::new(id, request.purpose()) }
    }

    /// Adds your own number, for comparison with what callbacks and postbacks say. [`Callback::confirm`](crate::Callback::confirm)
    /// refuses a registration without it.
    #[must_use]
    pub fn ext_id(mut self, ext_id: ExtId) -> Self {
        self.ext_id = Some(ext_id);
        self
    }

    /// Adds the amount you expect, for [`Callback::confirm`](crate::Callback::confirm) to compare. What Vepay takes to prove a
    /// card is said at [`RegistrationPurpose`]; without an amount here, any is accepted.
    #[must_use]
    pub fn amount(mut self, amount: Money) -> Self {
        self.amount = Some(amount);
        self
    }

    /// Adds the timeout it was begun with.
    #[must_use]
    pub const fn timeout_minutes(mut self, minutes: u8) -> Self {
        self.timeout = Some(minutes);
        self
    }

    /// Its number at Vepay.
    pub const fn id(&self) -> RegistrationId {
        self.id
    }

    /// What the card is registered for.
    pub const fn purpose(&self) -> RegistrationPurpose {
        self.purpose
    }

    /// Your own number, if it is known here.
    pub const fn own_ext_id(&self) -> Option<&ExtId> {
        self.ext_id.as_ref()
    }

    pub(crate) const fn expected_amount(&self) -> Option<&Money> {
        self.amount.as_ref()
    }

    /// When to ask for the card, and when to give up: every 2 seconds at first, later every 30, until three minutes after
    /// the registration has run out.
    ///
    /// It runs out with the timeout, or after half an hour where that is longer: servers have been seen to wait half an hour
    /// whatever the timeout was. The three minutes are for Vepay's own clearing, which runs once a minute. The waits are this
    /// client's choice; Vepay documents none.
    pub fn schedule(&self) -> PollSchedule {
        const MINUTE: u64 = 60;
        let lifetime = u64::from(self.timeout.unwrap_or_default()).max(30) * MINUTE;
        let timeout = Duration::from_secs(lifetime + 3 * MINUTE);
        // It keeps the schedule's own rules, which a test shows.
        PollSchedule::new(Duration::from_secs(2), Duration::from_secs(30), timeout).unwrap_or_default()
    }
}

/// What came of [`Client::register`](crate::Client::register).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RegisterOutcome {
    /// There is a form for the client to fill in. (A server before 2022 may mean an earlier registration with this number.)
    Form {
        /// What to remember.
        registration: Registration,
        /// Where the client enters the card.
        url: FormUrl,
    },
    /// A registration with this external number exists: an earlier attempt arrived, though its answer may have been lost. Ask
    /// how it stands. The address of its form cannot be learnt any more; if the client has not been there, let it run out and
    /// begin another under a new number.
    ///
    /// Vepay counts the number over all operations. If you have used it for a payment, this is no registration.
    Existing {
        /// What to remember.
        registration: Registration,
    },
}

impl RegisterOutcome {
    /// The registration, new or old.
    pub const fn registration(&self) -> &Registration {
        match self {
            Self::Form { registration, .. } | Self::Existing { registration } => registration,
        }
    }

    /// Where the client enters the card, if it is known.
    pub const fn url(&self) -> Option<&FormUrl> {
        match self {
            Self::Form { url, .. } => Some(url),
            Self::Existing { .. } => None,
        }
    }
}

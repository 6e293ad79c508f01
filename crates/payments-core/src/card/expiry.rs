//! The expiry date of a card.

use std::fmt;
use std::time::SystemTime;

use zeroize::Zeroize;

use super::CardError;
use crate::time::days_in_month;

const DAY: u64 = 86_400;

/// The expiry month and year of a card.
///
/// An expired date is accepted: the issuer decides, and test cards are often expired. A shop that wants to tell its payer at once
/// asks [`has_passed`](Self::has_passed).
///
/// ```
/// use payments_core::CardExpiry;
///
/// let expiry = CardExpiry::new(1, 2022)?;
/// assert_eq!((expiry.month_digits(), expiry.year_digits()), ("01".to_owned(), "22".to_owned()));
/// # Ok::<(), payments_core::CardError>(())
/// ```
#[derive(Clone)]
pub struct CardExpiry {
    month: u8,
    year: u16,
}

impl CardExpiry {
    /// Creates an expiry date from a month, 1 to 12, and a year of four digits, 2000 to 2099.
    ///
    /// # Errors
    ///
    /// [`CardError::ExpiryMonth`] and [`CardError::ExpiryYear`].
    pub const fn new(month: u8, year: u16) -> Result<Self, CardError> {
        if month < 1 || month > 12 {
            return Err(CardError::ExpiryMonth);
        }
        if year < 2000 || year > 2099 {
            return Err(CardError::ExpiryYear);
        }
        Ok(Self { month, year })
    }

    /// Whether the card has expired at this time, wherever the payer is: a card is valid to the end of its month.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use payments_core::CardExpiry;
    ///
    /// let in_may_2033 = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
    /// assert!(CardExpiry::new(4, 2033)?.has_passed(in_may_2033));
    /// assert!(!CardExpiry::new(5, 2033)?.has_passed(in_may_2033));
    /// # Ok::<(), payments_core::CardError>(())
    /// ```
    pub fn has_passed(&self, at: SystemTime) -> bool {
        let seconds = at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        // The last place on earth is twelve hours behind UTC.
        seconds >= DAY * u64::from(self.days_to_its_end()) + DAY / 2
    }

    /// The days from 1970 to the first day of the next month.
    fn days_to_its_end(&self) -> u32 {
        let (year, month) = (u32::from(self.year), self.month);
        // Between 1970 and 2099 every fourth year has a leap day.
        let leap_days_before = (year - 1969) / 4;
        let months = (1..=month).map(|month| u32::from(days_in_month(self.year, month)));
        365 * (year - 1970) + leap_days_before + months.sum::<u32>()
    }

    /// The month in two digits, `"01"` to `"12"`. For the endpoint that sends it.
    pub fn month_digits(&self) -> String {
        format!("{:02}", self.month)
    }

    /// The year in four digits, `"2022"`. For the endpoint that sends it.
    pub fn full_year_digits(&self) -> String {
        self.year.to_string()
    }

    /// The last two digits of the year. For the endpoint that sends it.
    pub fn year_digits(&self) -> String {
        format!("{:02}", self.year % 100)
    }
}

impl Drop for CardExpiry {
    fn drop(&mut self) {
        self.month.zeroize();
        self.year.zeroize();
    }
}

impl fmt::Debug for CardExpiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CardExpiry([hidden])")
    }
}

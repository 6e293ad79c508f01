//! The expiry date of a card.

use std::fmt;

use zeroize::Zeroize;

use super::CardError;

/// The expiry month and year of a card.
///
/// An expired date is accepted: the issuer decides, and test cards are often expired.
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

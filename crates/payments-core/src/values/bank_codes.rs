//! Numbers of accounts and banks in Russia.

use super::check_digits;
use crate::checked_text;

checked_text! {
    /// The number of an account at a Russian bank (расчётный счёт): 20 digits. Its check digit depends on the bank, and is not
    /// checked.
    pub struct AccountNumber: "account number", is_account_number;
}

checked_text! {
    /// A Russian bank identification code (БИК): 9 digits.
    pub struct Bik: "BIK", is_bik;
}

fn is_account_number(text: &str) -> Result<(), &'static str> {
    check_digits(text, &[20], "must be 20 digits")
}

fn is_bik(text: &str) -> Result<(), &'static str> {
    check_digits(text, &[9], "must be 9 digits")
}

//! Double-entry accounts of a provider's money.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::latest::Latest;

/// An amount in minor units, with its currency, such as `RUB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) amount: u64,
    currency: String,
}

impl Sum {
    /// The currency may be in lower case.
    pub(crate) fn new(amount: u64, currency: &str) -> Self {
        Self { amount, currency: currency.to_ascii_uppercase() }
    }

    pub(crate) fn with_amount(&self, amount: u64) -> Self {
        Self { amount, currency: self.currency.clone() }
    }

    /// The currency, in upper case.
    pub(crate) fn currency(&self) -> &str {
        &self.currency
    }
}

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account {
    /// Outside: the payers.
    Payers,
    /// Outside: the shop, which funds payouts and deposits.
    Shop,
    /// Outside: the recipients.
    Recipients,
    /// Outside: the currency exchange.
    Exchange,
    /// Held for the shop, not yet debited.
    Held,
    /// Debited, and owed to the shop.
    Balance,
    /// The provider's fees.
    Fees,
}

impl Account {
    #[cfg(test)]
    pub(crate) const OUTSIDE: [Self; 4] = [Self::Payers, Self::Shop, Self::Recipients, Self::Exchange];
}

/// Why a posting is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyError {
    NothingHeld,
    OtherCurrency,
    AboveHeld,
    /// Above the debited amount less earlier refunds.
    AboveDebited,
}

/// A change of a purse at a known time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) at: Timestamp,
    pub(crate) purse: String,
    /// The operation; `None` for a deposit.
    pub(crate) operation: Option<u64>,
    /// Whether the purse has more than before.
    pub(crate) is_credit: bool,
    pub(crate) sum: Sum,
    /// Where the money came from or went.
    pub(crate) other: Account,
}

/// On whose behalf money is moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    /// Whose part of [`Account::Balance`] it is.
    pub(super) purse: &'a str,
    pub(super) operation: Option<u64>,
    /// Without a time nothing is written into the journal.
    pub(super) at: Option<Timestamp>,
}

/// The accounts of a provider. Each posting debits one account and credits another, so all balances of a currency add up to zero.
///
/// [`Account::Balance`] is divided into purses: one for each owner, or for each account of theirs.
#[derive(Debug, Default)]
pub(crate) struct Books {
    accounts: BTreeMap<(Account, String), i128>,
    purses: BTreeMap<(String, String), i128>,
    journal: Latest<Posting>,
}

impl Books {
    pub(super) fn move_sum(&mut self, from: Account, to: Account, sum: &Sum, mark: Mark<'_>) {
        let amount = i128::from(sum.amount);
        *self.accounts.entry((from, sum.currency.clone())).or_default() -= amount;
        *self.accounts.entry((to, sum.currency.clone())).or_default() += amount;
        if from == Account::Balance {
            self.change_purse(false, to, sum, mark);
        }
        if to == Account::Balance {
            self.change_purse(true, from, sum, mark);
        }
    }

    fn change_purse(&mut self, is_credit: bool, other: Account, sum: &Sum, mark: Mark<'_>) {
        let purse = self.purses.entry((mark.purse.to_owned(), sum.currency.clone())).or_default();
        let amount = i128::from(sum.amount);
        *purse += if is_credit { amount } else { -amount };
        if let Some(at) = mark.at {
            let (purse, sum) = (mark.purse.to_owned(), sum.clone());
            self.journal.push(Posting { at, purse, operation: mark.operation, is_credit, sum, other });
        }
    }

    /// What is in every purse: its name, the currency, the amount.
    pub(crate) fn purses(&self) -> impl Iterator<Item = (&str, &str, i128)> {
        self.purses.iter().map(|((name, currency), amount)| (name.as_str(), currency.as_str(), *amount))
    }

    /// What is in a purse, by currency.
    pub(crate) fn purse(&self, purse: &str) -> Vec<(String, i128)> {
        let of_it = self.purses.iter().filter(|((name, _), _)| name == purse);
        of_it.map(|((_, currency), balance)| (currency.clone(), *balance)).collect()
    }

    /// What is in a purse in a currency, in upper case.
    pub(crate) fn purse_in(&self, purse: &str, currency: &str) -> i128 {
        self.purses.get(&(purse.to_owned(), currency.to_owned())).copied().unwrap_or_default()
    }

    /// The latest changes of a purse, the oldest first.
    pub(crate) fn journal<'a>(&'a self, purse: &'a str) -> impl Iterator<Item = &'a Posting> {
        self.journal.iter().filter(move |posting| posting.purse == purse)
    }

    /// The balance of an account; negative if more was taken from it than added.
    #[cfg(test)]
    pub(crate) fn at(&self, place: Account, currency: &str) -> i128 {
        self.accounts.get(&(place, currency.to_owned())).copied().unwrap_or_default()
    }

    /// The sum of all purses.
    #[cfg(test)]
    pub(crate) fn in_purses(&self, currency: &str) -> i128 {
        self.purses.iter().filter(|((_, of), _)| of == currency).map(|(_, balance)| balance).sum()
    }
}

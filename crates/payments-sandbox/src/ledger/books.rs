//! Money: where it came from, where it is, where it went.

use std::collections::BTreeMap;

/// A sum in minor units of a currency, such as `RUB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) amount: u64,
    currency: String,
}

impl Sum {
    /// The currency in any case.
    pub(crate) fn new(amount: u64, currency: &str) -> Self {
        Self { amount, currency: currency.to_ascii_uppercase() }
    }

    fn with_amount(&self, amount: u64) -> Self {
        Self { amount, currency: self.currency.clone() }
    }
}

/// Where money can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Outside: with those who pay.
    Payers,
    /// Outside: with the shop, which pays some transfers itself.
    Shop,
    /// Outside: with those who are paid.
    Recipients,
    /// Outside: with whoever exchanges one currency for another.
    Exchange,
    /// Held, and not debited.
    Held,
    /// Debited, and owed to the shop.
    Balance,
    /// What the provider keeps.
    Fees,
}

impl Place {
    #[cfg(test)]
    pub(crate) const OUTSIDE: [Self; 4] = [Self::Payers, Self::Shop, Self::Recipients, Self::Exchange];
}

/// Why money was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyError {
    NothingHeld,
    OtherCurrency,
    AboveHeld,
    /// Above what was debited and not refunded yet.
    AboveDebited,
}

/// The money of a provider. Each move takes from one place what it gives to another, so that all places together have none.
#[derive(Debug, Default)]
pub(crate) struct Books(BTreeMap<(Place, String), i128>);

impl Books {
    fn move_sum(&mut self, from: Place, to: Place, sum: &Sum) {
        let amount = i128::from(sum.amount);
        *self.0.entry((from, sum.currency.clone())).or_default() -= amount;
        *self.0.entry((to, sum.currency.clone())).or_default() += amount;
    }

    /// What is there by now; below zero where more came from than went to.
    #[cfg(test)]
    pub(crate) fn at(&self, place: Place, currency: &str) -> i128 {
        self.0.get(&(place, currency.to_owned())).copied().unwrap_or_default()
    }
}

/// The money of one operation.
#[derive(Debug, Default)]
pub(crate) struct Funds {
    held: Option<Sum>,
    debited: Option<Debit>,
}

#[derive(Debug)]
struct Debit {
    from: Place,
    sum: Sum,
    refunded: u64,
    fee: u64,
}

/// The money of one operation, to be moved.
#[derive(Debug)]
pub(crate) struct Purse<'a> {
    pub(super) funds: &'a mut Funds,
    pub(super) books: &'a mut Books,
}

impl Purse<'_> {
    /// Holds a payer's money.
    pub(crate) fn hold(&mut self, sum: Sum) {
        self.release();
        self.books.move_sum(Place::Payers, Place::Held, &sum);
        self.funds.held = Some(sum);
    }

    /// Gives back what is held, if anything is.
    pub(crate) fn release(&mut self) {
        if let Some(held) = self.funds.held.take() {
            self.books.move_sum(Place::Held, Place::Payers, &held);
        }
    }

    /// Debits what is held: the whole, or a part, and then the rest is given back. Returns what was debited.
    pub(crate) fn capture(&mut self, part: Option<Sum>) -> Result<Sum, MoneyError> {
        let held = self.funds.held.as_ref().ok_or(MoneyError::NothingHeld)?;
        let part = part.unwrap_or_else(|| held.clone());
        if part.currency != held.currency {
            return Err(MoneyError::OtherCurrency);
        }
        let rest = held.amount.checked_sub(part.amount).ok_or(MoneyError::AboveHeld)?;
        self.books.move_sum(Place::Held, Place::Balance, &part);
        self.funds.held = Some(part.with_amount(rest));
        self.release();
        self.funds.debited = Some(Debit { from: Place::Payers, sum: part.clone(), refunded: 0, fee: 0 });
        Ok(part)
    }

    /// Debits money that was not held.
    pub(crate) fn debit(&mut self, from: Place, sum: Sum) {
        self.books.move_sum(from, Place::Balance, &sum);
        self.funds.debited = Some(Debit { from, sum, refunded: 0, fee: 0 });
    }

    /// Keeps a fee of what was debited.
    pub(crate) fn charge_fee(&mut self, amount: u64) {
        if let Some(debit) = &mut self.funds.debited {
            debit.fee += amount;
            self.books.move_sum(Place::Balance, Place::Fees, &debit.sum.with_amount(amount));
        }
    }

    /// Pays a recipient. What is paid in another currency is bought for all that was debited and is still there.
    pub(crate) fn pay_out(&mut self, sum: &Sum) {
        if let Some(debit) = self.funds.debited.as_ref().filter(|debit| debit.sum.currency != sum.currency) {
            let left = debit.sum.amount.saturating_sub(debit.refunded).saturating_sub(debit.fee);
            self.books.move_sum(Place::Balance, Place::Exchange, &debit.sum.with_amount(left));
            self.books.move_sum(Place::Exchange, Place::Balance, sum);
        }
        self.books.move_sum(Place::Balance, Place::Recipients, sum);
    }

    /// Takes back from the recipient what the payer is to be refunded.
    pub(crate) fn take_back(&mut self, sum: &Sum) {
        self.books.move_sum(Place::Recipients, Place::Balance, sum);
    }

    /// What was debited and not refunded yet.
    pub(crate) fn refundable(&self) -> Option<Sum> {
        let debit = self.funds.debited.as_ref()?;
        Some(debit.sum.with_amount(debit.sum.amount - debit.refunded))
    }

    /// Gives money back to where it was debited.
    pub(crate) fn refund(&mut self, sum: &Sum) -> Result<(), MoneyError> {
        let debit = self.funds.debited.as_mut().ok_or(MoneyError::AboveDebited)?;
        if sum.currency != debit.sum.currency {
            return Err(MoneyError::OtherCurrency);
        }
        let refunded = debit.refunded.checked_add(sum.amount).filter(|refunded| *refunded <= debit.sum.amount);
        debit.refunded = refunded.ok_or(MoneyError::AboveDebited)?;
        self.books.move_sum(Place::Balance, debit.from, sum);
        Ok(())
    }
}

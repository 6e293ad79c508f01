//! Double-entry accounts of a provider's money.

use std::collections::BTreeMap;

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

    fn with_amount(&self, amount: u64) -> Self {
        Self { amount, currency: self.currency.clone() }
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

/// The accounts of a provider. Each posting debits one account and credits another, so all balances of a currency add up to zero.
#[derive(Debug, Default)]
pub(crate) struct Books(BTreeMap<(Account, String), i128>);

impl Books {
    fn move_sum(&mut self, from: Account, to: Account, sum: &Sum) {
        let amount = i128::from(sum.amount);
        *self.0.entry((from, sum.currency.clone())).or_default() -= amount;
        *self.0.entry((to, sum.currency.clone())).or_default() += amount;
    }

    /// The balance of an account; negative if more was taken from it than added.
    #[cfg(test)]
    pub(crate) fn at(&self, place: Account, currency: &str) -> i128 {
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
    from: Account,
    sum: Sum,
    refunded: u64,
    fee: u64,
}

/// Postings of one operation.
#[derive(Debug)]
pub(crate) struct Postings<'a> {
    pub(super) funds: &'a mut Funds,
    pub(super) books: &'a mut Books,
}

impl Postings<'_> {
    /// Holds a payer's money.
    pub(crate) fn hold(&mut self, sum: Sum) {
        self.release();
        self.books.move_sum(Account::Payers, Account::Held, &sum);
        self.funds.held = Some(sum);
    }

    /// Releases the held amount, if there is one.
    pub(crate) fn release(&mut self) {
        if let Some(held) = self.funds.held.take() {
            self.books.move_sum(Account::Held, Account::Payers, &held);
        }
    }

    /// Debits the held amount, or a part of it and releases the rest. Returns the debited amount.
    pub(crate) fn capture(&mut self, part: Option<Sum>) -> Result<Sum, MoneyError> {
        let held = self.funds.held.as_ref().ok_or(MoneyError::NothingHeld)?;
        let part = part.unwrap_or_else(|| held.clone());
        if part.currency != held.currency {
            return Err(MoneyError::OtherCurrency);
        }
        let rest = held.amount.checked_sub(part.amount).ok_or(MoneyError::AboveHeld)?;
        self.books.move_sum(Account::Held, Account::Balance, &part);
        self.funds.held = Some(part.with_amount(rest));
        self.release();
        self.funds.debited = Some(Debit { from: Account::Payers, sum: part.clone(), refunded: 0, fee: 0 });
        Ok(part)
    }

    /// Debits an amount without a hold.
    pub(crate) fn debit(&mut self, from: Account, sum: Sum) {
        self.books.move_sum(from, Account::Balance, &sum);
        self.funds.debited = Some(Debit { from, sum, refunded: 0, fee: 0 });
    }

    /// Takes a fee from the debited amount.
    pub(crate) fn charge_fee(&mut self, amount: u64) {
        if let Some(debit) = &mut self.funds.debited {
            debit.fee += amount;
            self.books.move_sum(Account::Balance, Account::Fees, &debit.sum.with_amount(amount));
        }
    }

    /// Pays a recipient. For a payout in another currency the whole debited amount, less refunds and fee, is exchanged.
    pub(crate) fn pay_out(&mut self, sum: &Sum) {
        if let Some(debit) = self.funds.debited.as_ref().filter(|debit| debit.sum.currency != sum.currency) {
            let left = debit.sum.amount.saturating_sub(debit.refunded).saturating_sub(debit.fee);
            self.books.move_sum(Account::Balance, Account::Exchange, &debit.sum.with_amount(left));
            self.books.move_sum(Account::Exchange, Account::Balance, sum);
        }
        self.books.move_sum(Account::Balance, Account::Recipients, sum);
    }

    /// Takes an amount back from the recipient.
    pub(crate) fn take_back(&mut self, sum: &Sum) {
        self.books.move_sum(Account::Recipients, Account::Balance, sum);
    }

    /// The amount that can still be refunded.
    pub(crate) fn refundable(&self) -> Option<Sum> {
        let debit = self.funds.debited.as_ref()?;
        Some(debit.sum.with_amount(debit.sum.amount - debit.refunded))
    }

    /// Refunds an amount to the account that was debited.
    pub(crate) fn refund(&mut self, sum: &Sum) -> Result<(), MoneyError> {
        let debit = self.funds.debited.as_mut().ok_or(MoneyError::AboveDebited)?;
        if sum.currency != debit.sum.currency {
            return Err(MoneyError::OtherCurrency);
        }
        let refunded = debit.refunded.checked_add(sum.amount).filter(|refunded| *refunded <= debit.sum.amount);
        debit.refunded = refunded.ok_or(MoneyError::AboveDebited)?;
        self.books.move_sum(Account::Balance, debit.from, sum);
        Ok(())
    }
}

//! The money of one operation: what is held, debited, refunded and paid out.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::books::{Account, Books, Mark, MoneyError, Sum};

/// The money of one operation, or of one of its parts.
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
    exchanged: u64,
}

impl Debit {
    fn new(from: Account, sum: Sum) -> Self {
        Self { from, sum, refunded: 0, fee: 0, exchanged: 0 }
    }

    /// What is left of it, and from now on is exchanged.
    fn exchange(&mut self) -> Sum {
        let gone = [self.refunded, self.fee, self.exchanged];
        let left = gone.into_iter().fold(self.sum.amount, u64::saturating_sub);
        self.exchanged += left;
        self.sum.with_amount(left)
    }
}

/// Postings of one operation, or of one of its parts: each part has its own hold and debit.
#[derive(Debug)]
pub(crate) struct Postings<'a> {
    pub(super) parts: &'a mut BTreeMap<usize, Funds>,
    pub(super) part: usize,
    pub(super) books: &'a mut Books,
    pub(super) mark: Mark<'a>,
}

impl Postings<'_> {
    /// The postings at this time, which the journal tells.
    pub(crate) fn at(mut self, now: Timestamp) -> Self {
        self.mark.at = Some(now);
        self
    }

    /// The postings of a part of the operation. Part 0 is the operation as a whole.
    pub(crate) fn part(&mut self, part: usize) -> Postings<'_> {
        Postings { parts: self.parts, part, books: self.books, mark: self.mark }
    }

    fn funds(&mut self) -> &mut Funds {
        self.parts.entry(self.part).or_default()
    }

    fn debit_of(&mut self) -> Option<&mut Debit> {
        self.funds().debited.as_mut()
    }

    fn move_sum(&mut self, from: Account, to: Account, sum: &Sum) {
        self.books.move_sum(from, to, sum, self.mark);
    }

    /// Holds a payer's money.
    pub(crate) fn hold(&mut self, sum: Sum) {
        self.release();
        self.move_sum(Account::Payers, Account::Held, &sum);
        self.funds().held = Some(sum);
    }

    /// Releases the held amount, if there is one.
    pub(crate) fn release(&mut self) {
        if let Some(held) = self.funds().held.take() {
            self.move_sum(Account::Held, Account::Payers, &held);
        }
    }

    /// Whether an amount is held.
    pub(crate) fn holds(&mut self) -> bool {
        self.funds().held.is_some()
    }

    /// Debits the held amount, or a part of it and releases the rest. Returns the debited amount.
    pub(crate) fn capture(&mut self, part: Option<Sum>) -> Result<Sum, MoneyError> {
        let held = self.funds().held.clone().ok_or(MoneyError::NothingHeld)?;
        let part = part.unwrap_or_else(|| held.clone());
        if part.currency() != held.currency() {
            return Err(MoneyError::OtherCurrency);
        }
        let rest = held.amount.checked_sub(part.amount).ok_or(MoneyError::AboveHeld)?;
        self.move_sum(Account::Held, Account::Balance, &part);
        self.funds().held = Some(part.with_amount(rest));
        self.release();
        self.funds().debited = Some(Debit::new(Account::Payers, part.clone()));
        Ok(part)
    }

    /// Debits an amount without a hold.
    pub(crate) fn debit(&mut self, from: Account, sum: Sum) {
        self.move_sum(from, Account::Balance, &sum);
        self.funds().debited = Some(Debit::new(from, sum));
    }

    /// Takes a fee from the debited amount.
    pub(crate) fn charge_fee(&mut self, amount: u64) {
        if let Some(debit) = self.debit_of() {
            debit.fee += amount;
            let fee = debit.sum.with_amount(amount);
            self.move_sum(Account::Balance, Account::Fees, &fee);
        }
    }

    /// Takes a fee from the balance, where nothing was debited.
    pub(crate) fn take_fee(&mut self, sum: &Sum) {
        self.move_sum(Account::Balance, Account::Fees, sum);
    }

    /// Pays a recipient. For a payout in another currency the whole debited amount, less refunds and fee, is
    /// exchanged, once.
    pub(crate) fn pay_out(&mut self, sum: &Sum) {
        let foreign = self.debit_of().filter(|debit| debit.sum.currency() != sum.currency());
        if let Some(left) = foreign.map(Debit::exchange) {
            self.move_sum(Account::Balance, Account::Exchange, &left);
            self.move_sum(Account::Exchange, Account::Balance, sum);
        }
        self.move_sum(Account::Balance, Account::Recipients, sum);
    }

    /// Whether the balance covers an amount.
    pub(crate) fn covers(&self, sum: &Sum) -> bool {
        self.books.purse_in(self.mark.purse, sum.currency()) >= i128::from(sum.amount)
    }

    /// Takes an amount back from the recipient.
    pub(crate) fn take_back(&mut self, sum: &Sum) {
        self.move_sum(Account::Recipients, Account::Balance, sum);
    }

    /// The amount that can still be refunded.
    pub(crate) fn refundable(&mut self) -> Option<Sum> {
        let debit = self.debit_of()?;
        Some(debit.sum.with_amount(debit.sum.amount - debit.refunded))
    }

    /// Refunds an amount to the account that was debited.
    pub(crate) fn refund(&mut self, sum: &Sum) -> Result<(), MoneyError> {
        let debit = self.debit_of().ok_or(MoneyError::AboveDebited)?;
        if sum.currency() != debit.sum.currency() {
            return Err(MoneyError::OtherCurrency);
        }
        let refunded = debit.refunded.checked_add(sum.amount).filter(|refunded| *refunded <= debit.sum.amount);
        debit.refunded = refunded.ok_or(MoneyError::AboveDebited)?;
        let to = debit.from;
        self.move_sum(Account::Balance, to, sum);
        Ok(())
    }
}

//! The ledger for itself: its rules, and random operations whose sums are counted in another way.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Account, KeyUse, Ledger, MoneyError, NotFound, Repeated, Sum};
use crate::latest::KEPT;
use crate::random::Random;

const CURRENCIES: [&str; 2] = ["RUB", "TJS"];

fn ledger() -> Ledger<&'static str, u8, u32> {
    Ledger::new(7)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[test]
fn an_operation_is_found_by_its_owner() {
    let mut ledger = ledger();
    let number = ledger.open("shop", Some("order-1"), "one");
    assert_eq!((number, ledger.find(Some(number), "shop")), (7, Ok(7)));
    assert_eq!(ledger.find(Some(number), "other"), Err(NotFound::Foreign));
    assert_eq!(
        (ledger.find(Some(8), "shop"), ledger.find(None, "shop")),
        (Err(NotFound::Unknown), Err(NotFound::Unknown))
    );
    assert_eq!(ledger.find_by_reference("order-1"), Ok(7));
    ledger.open("shop", Some("order-1"), "two");
    assert_eq!(ledger.find_by_reference("order-1"), Err(NotFound::Several));
    assert_eq!(ledger.find_by_reference("order-2"), Err(NotFound::Unknown));
}

#[test]
fn a_key_belongs_to_its_owner_and_to_its_first_request() {
    let mut ledger = ledger();
    let key = |owner: &str, body: &'static str| KeyUse::new(owner, "k".to_owned(), [&b"/path"[..], body.as_bytes()]);
    assert!(ledger.repeated(&key("shop", "a")).is_none());
    let number = ledger.open("shop", None, "one");
    ledger.use_key(number, key("shop", "a"), 200);
    assert_eq!(ledger.repeated(&key("shop", "a")), Some(Repeated::SameRequest(&200)));
    assert_eq!(ledger.repeated(&key("shop", "b")), Some(Repeated::OtherRequest));
    assert!(ledger.repeated(&key("other", "a")).is_none());
}

#[test]
fn steps_run_in_the_order_in_which_they_are_due() {
    let mut ledger = ledger();
    let (one, two) = (ledger.open("shop", None, "one"), ledger.open("shop", None, "two"));
    ledger.set_due(one, Some((at(30), 1)));
    ledger.set_due(two, Some((at(20), 2)));
    // What was due before no longer is.
    ledger.set_due(one, Some((at(10), 3)));
    assert_eq!((ledger.next_due(), ledger.take_due(at(9))), (Some(at(10)), None));
    assert_eq!(ledger.take_due(at(25)), Some((one, 3, at(10))));
    assert_eq!(ledger.take_due(at(25)), Some((two, 2, at(20))));
    assert_eq!((ledger.take_due(at(99)), ledger.next_due()), (None, None));
}

#[test]
fn the_oldest_is_forgotten_with_all_that_leads_to_it() {
    let mut ledger = ledger();
    let first = ledger.open("shop", Some("order-1"), "one");
    ledger.open_page(first, "page");
    ledger.set_due(first, Some((at(1), 1)));
    ledger.use_key(first, KeyUse::new("shop", "k".to_owned(), [&b"a"[..]]), 200);
    for _ in 0..KEPT {
        ledger.open("shop", None, "more");
    }
    assert!(ledger.get(first).is_none());
    assert_eq!(ledger.find_by_reference("order-1"), Err(NotFound::Unknown));
    assert_eq!((ledger.find_by_page("page"), ledger.next_due()), (None, None));
    assert!(ledger.repeated(&KeyUse::new("shop", "k".to_owned(), [&b"a"[..]])).is_none());
    assert_eq!((ledger.operations.len(), ledger.references.len(), ledger.due.len()), (KEPT, 0, 0));
}

#[test]
fn money_keeps_its_rules() {
    let mut ledger = ledger();
    let number = ledger.open("shop", None, "one");
    let (_, mut postings) = ledger.change(number).unwrap();
    assert_eq!(postings.capture(None), Err(MoneyError::NothingHeld));
    assert_eq!(postings.refund(&Sum::new(1, "RUB")), Err(MoneyError::AboveDebited));
    postings.hold(Sum::new(1000, "rub"));
    assert_eq!(postings.capture(Some(Sum::new(1001, "RUB"))), Err(MoneyError::AboveHeld));
    assert_eq!(postings.capture(Some(Sum::new(1, "TJS"))), Err(MoneyError::OtherCurrency));
    assert_eq!(postings.capture(Some(Sum::new(700, "RUB"))), Ok(Sum::new(700, "RUB")));
    assert_eq!(postings.capture(None), Err(MoneyError::NothingHeld));
    assert_eq!(postings.refund(&Sum::new(1, "TJS")), Err(MoneyError::OtherCurrency));
    assert_eq!(postings.refund(&Sum::new(500, "RUB")), Ok(()));
    assert_eq!(postings.refund(&Sum::new(201, "RUB")), Err(MoneyError::AboveDebited));
    assert_eq!(postings.refundable(), Some(Sum::new(200, "RUB")));
    assert_eq!(postings.refund(&Sum::new(u64::MAX, "RUB")), Err(MoneyError::AboveDebited));
    assert_eq!(ledger.books().at(Account::Held, "RUB"), 0);
    assert_eq!(ledger.books().at(Account::Balance, "RUB"), 200);
    assert_eq!(ledger.books().at(Account::Payers, "RUB"), -200);
}

/// What the places should hold, counted from the moves that were allowed and nothing else.
#[derive(Default)]
struct Count {
    paid_in: i128,
    paid_out: i128,
    held: BTreeMap<u64, i128>,
    debited: BTreeMap<u64, i128>,
    refunded: BTreeMap<u64, i128>,
    fees: i128,
}

#[test]
fn money_in_is_money_out_and_held_and_fees_at_every_step() {
    for seed in 0..20 {
        random_operations(seed);
    }
}

fn random_operations(seed: u8) {
    let mut random = Random::new([seed; 32]);
    let mut ledger = ledger();
    let mut counts = CURRENCIES.map(|_| Count::default());
    let mut currency_of = BTreeMap::new();
    for _ in 0..1_000 {
        let choice = random.below(11);
        if choice == 0 || currency_of.is_empty() {
            let number = ledger.open(["shop", "other"][usize::try_from(random.below(2)).unwrap()], None, "one");
            if random.below(3) == 0 {
                ledger.use_purse(number, "shop/account");
            }
            currency_of.insert(number, usize::try_from(random.below(2)).unwrap());
            continue;
        }
        let number = 7 + random.below(currency_of.len().try_into().unwrap());
        let (_, postings) = ledger.change(number).unwrap();
        let currency = currency_of[&number];
        let sum = Sum::new(1 + random.below(1_000), CURRENCIES[currency]);
        if choice == 10 {
            ledger.deposit("shop", &sum, at(1));
            counts[currency].paid_in += i128::from(sum.amount);
        } else {
            // Every operation has three parts, each with its own hold and debit.
            let part = random.below(3);
            let mut postings = postings.at(at(1));
            move_money(choice, number * 3 + part, postings.part(part.try_into().unwrap()), &sum, &mut counts[currency]);
        }
        for (name, count) in CURRENCIES.iter().zip(&counts) {
            adds_up(&ledger, name, count);
        }
    }
}

fn move_money(choice: u64, number: u64, mut postings: super::Postings<'_>, sum: &Sum, count: &mut Count) {
    let amount = i128::from(sum.amount);
    let held = count.held.get(&number).copied().unwrap_or_default();
    let debited = count.debited.get(&number).copied().unwrap_or_default();
    let refunded = count.refunded.entry(number).or_default();
    match choice {
        1 | 2 if debited == 0 => {
            postings.hold(sum.clone());
            count.paid_in += amount - held;
            count.held.insert(number, amount);
        }
        3 => {
            postings.release();
            count.paid_in -= held;
            count.held.remove(&number);
        }
        4 => {
            let allowed = held > 0 && amount <= held;
            assert_eq!(postings.capture(Some(sum.clone())).is_ok(), allowed, "{amount} of {held}");
            if allowed {
                count.paid_in -= held - amount;
                count.held.remove(&number);
                count.debited.insert(number, amount);
            }
        }
        5 if held == 0 && debited == 0 => {
            postings.debit(Account::Payers, sum.clone());
            count.paid_in += amount;
            count.debited.insert(number, amount);
        }
        6 => {
            let allowed = debited > 0 && *refunded + amount <= debited;
            assert_eq!(postings.refund(sum).is_ok(), allowed, "{amount} of {debited} less {refunded}");
            if allowed {
                count.paid_out += amount;
                *refunded += amount;
            }
        }
        7 if debited > 0 => {
            postings.charge_fee(sum.amount / 100);
            count.fees += amount / 100;
        }
        8 if debited > 0 => {
            postings.pay_out(sum);
            count.paid_out += amount;
        }
        9 => {
            postings.take_fee(sum);
            count.fees += amount;
        }
        _ => {}
    }
}

fn adds_up(ledger: &Ledger<&'static str, u8, u32>, currency: &str, count: &Count) {
    let at = |place| ledger.books().at(place, currency);
    let (held, fees, balance) = (at(Account::Held), at(Account::Fees), at(Account::Balance));
    let outside: i128 = Account::OUTSIDE.into_iter().map(at).sum();
    assert_eq!(-outside, held + fees + balance, "what came in and did not go out is still there");
    assert_eq!(held, count.held.values().sum());
    assert_eq!(fees, count.fees);
    assert_eq!(balance, ledger.books().in_purses(currency), "every purse is somebody's");
    assert_eq!(count.paid_in, count.paid_out + held + fees + balance);
    assert!(held >= 0 && fees >= 0, "{currency}: {held} held, {fees} of fees");
}

#[test]
fn a_payout_in_another_currency_is_bought_for_what_was_debited() {
    let mut ledger = ledger();
    let number = ledger.open("shop", None, "one");
    let (_, mut postings) = ledger.change(number).unwrap();
    postings.debit(Account::Payers, Sum::new(100_000, "rub"));
    postings.charge_fee(1_000);
    postings.pay_out(&Sum::new(10_843, "TJS"));
    let books = ledger.books();
    assert_eq!((books.at(Account::Payers, "RUB"), books.at(Account::Exchange, "RUB")), (-100_000, 99_000));
    assert_eq!((books.at(Account::Exchange, "TJS"), books.at(Account::Recipients, "TJS")), (-10_843, 10_843));
    assert_eq!((books.at(Account::Balance, "RUB"), books.at(Account::Balance, "TJS")), (0, 0));
}

#[test]
fn a_purse_tells_what_changed_it() {
    let mut ledger = ledger();
    ledger.deposit("shop/account", &Sum::new(500, "rub"), at(10));
    let number = ledger.open("shop", None, "one");
    ledger.use_purse(number, "shop/account");
    let (_, postings) = ledger.change(number).unwrap();
    assert!(postings.covers(&Sum::new(500, "RUB")) && !postings.covers(&Sum::new(501, "RUB")));
    let mut postings = postings.at(at(20));
    postings.pay_out(&Sum::new(300, "RUB"));
    postings.take_fee(&Sum::new(3, "RUB"));
    assert_eq!(ledger.books().purse("shop/account"), [("RUB".to_owned(), 197)]);
    assert_eq!((ledger.books().purse("shop"), ledger.books().purse_in("shop/account", "TJS")), (vec![], 0));
    let told: Vec<_> = ledger
        .books()
        .journal("shop/account")
        .map(|posting| (posting.at, posting.operation, posting.is_credit, posting.sum.amount, posting.other))
        .collect();
    assert_eq!(
        told,
        [
            (at(10), None, true, 500, Account::Shop),
            (at(20), Some(number), false, 300, Account::Recipients),
            (at(20), Some(number), false, 3, Account::Fees),
        ]
    );
}

#[test]
fn a_part_of_an_operation_has_its_own_hold_and_debit() {
    let mut ledger = ledger();
    let number = ledger.open("shop", None, "one");
    let (_, mut postings) = ledger.change(number).unwrap();
    postings.part(0).hold(Sum::new(100, "RUB"));
    postings.part(1).debit(Account::Payers, Sum::new(50, "RUB"));
    assert_eq!((postings.part(0).refundable(), postings.part(1).refundable()), (None, Some(Sum::new(50, "RUB"))));
    assert!(postings.part(0).holds() && !postings.part(1).holds());
    assert_eq!(postings.part(1).capture(None), Err(MoneyError::NothingHeld));
    assert_eq!(postings.part(0).capture(Some(Sum::new(70, "RUB"))), Ok(Sum::new(70, "RUB")));
    assert_eq!(postings.part(1).refund(&Sum::new(51, "RUB")), Err(MoneyError::AboveDebited));
    assert_eq!(ledger.books().at(Account::Balance, "RUB"), 120);
}

//! What the books say: the balance of a project, of an account, the statement of a day; and the rates.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::bank::{Bank, SESSION_PREFIX};
use super::error::Refusal;
use super::request::{Money, checked, currency, is_digits};
use crate::json::{Malformed, Object};
use crate::ledger::{Account, Posting, Sum};

/// What every project and every account has at first: a million roubles.
const FIRST_DEPOSIT: u64 = 100_000_000;

/// What one unit of any other currency costs in roubles, in parts of ten thousand.
const RATE: u128 = 27_233;
const PARTS: u128 = 10_000;

/// What an account from which is paid begins with.
///
/// Source: Bank 131, the balance of an account.
const PREFIXES: [&str; 5] = ["40702", "40703", "40802", "40807", "40701"];

impl Bank {
    /// Pays the first deposit into a purse that has never had any money.
    pub(super) fn fill_purse(&mut self, purse: &str, now: Timestamp) {
        if self.sessions.books().purse(purse).is_empty() {
            self.sessions.deposit(purse, &Sum::new(FIRST_DEPOSIT, "RUB"), now);
        }
    }

    /// `wallet/balance`.
    pub(super) fn balance(&self, body: &Object<'_>, project: &str) -> Result<Value, Refusal> {
        let is_time = |text: &str| text.parse::<Timestamp>().is_ok();
        checked(body, "request_datetime", is_time, "must be a time such as 2019-10-14T19:53:00+03:00")?;
        let wallets = self.sessions.books().purse(project).into_iter().zip(131..).map(|((currency, balance), id)| {
            let amount = i64::try_from(balance).unwrap_or_default();
            json!({"id": id.to_string(), "amount_details": {"amount": amount, "currency": currency.to_lowercase()}})
        });
        Ok(json!({"status": "ok", "wallets": wallets.collect::<Vec<_>>()}))
    }

    /// `report/account_balance`.
    pub(super) fn account_balance(
        &mut self,
        body: &Object<'_>,
        project: &str,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        let account = account_number(body)?;
        let purse = format!("{project}/{account}");
        self.fill_purse(&purse, now);
        Ok(json!({
            "status": "ok",
            "account_number": account,
            "account_currency": "RUB",
            "balance": {"current_balance": self.in_roubles(&purse)},
        }))
    }

    /// `report/account_statement`, of one day in UTC, in the newest form of the answer.
    pub(super) fn account_statement(
        &mut self,
        body: &Object<'_>,
        project: &str,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        let account = account_number(body)?;
        let day = date(body, "date_from")?;
        if date(body, "date_to")? != day {
            return Err(Malformed::new("date_to", "must be the same as date_from").into());
        }
        let purse = format!("{project}/{account}");
        self.fill_purse(&purse, now);
        let postings = self.sessions.books().journal(&purse).filter(|posting| posting.sum.currency() == "RUB");
        let (mut turnover, mut after, mut transactions) = ((0_i64, 0_i64), 0_i64, Vec::new());
        for posting in postings {
            let at = posting.at.to_zoned(TimeZone::UTC).date();
            let amount = i64::try_from(posting.sum.amount).unwrap_or_default();
            if at > day {
                after += if posting.is_credit { amount } else { -amount };
            } else if at == day {
                if posting.is_credit {
                    turnover.1 += amount;
                } else {
                    turnover.0 += amount;
                }
                transactions.push(transaction(posting, day, transactions.len()));
            }
        }
        let closing = self.in_roubles(&purse) - after;
        let (debet, credit) = turnover;
        Ok(json!({"status": "ok", "method": {"name": "account_statement", "account_statement": {
            "date_from": day.to_string(),
            "date_to": day.to_string(),
            "account_number": account,
            "total_turnover": {"debet": debet, "credit": credit},
            "total_balance": {"opening": closing - credit + debet, "closing": closing},
            "transactions": transactions,
        }}}))
    }

    fn in_roubles(&self, purse: &str) -> i64 {
        i64::try_from(self.sessions.books().purse_in(purse, "RUB")).unwrap_or_default()
    }
}

fn account_number<'a>(body: &Object<'a>) -> Result<&'a str, Malformed> {
    let is_own = |text: &str| is_digits(text, 20, 20) && PREFIXES.iter().any(|prefix| text.starts_with(prefix));
    checked(body, "account_number", is_own, "must be 20 digits that begin with 40702, 40703, 40802, 40807 or 40701")
}

fn date(body: &Object<'_>, name: &str) -> Result<Date, Malformed> {
    let text = body.string(name)?;
    let date = (text.len() == 10).then(|| Date::strptime("%Y-%m-%d", text).ok()).flatten();
    date.ok_or_else(|| Malformed::new(body.path_of(name), "must be a date such as 2024-03-15"))
}

/// The number within the day makes the bank's id.
fn transaction(posting: &Posting, day: Date, position: usize) -> Value {
    let (purpose, counter_party) = match posting.other {
        Account::Fees => ("Комиссия банка", "Банк 131"),
        Account::Shop => ("Пополнение счёта", "ООО «Песочница»"),
        _ => ("Выплата", "Получатель"),
    };
    let id = format!("{}-{}", day.strftime("%Y%m%d"), position + 1);
    let mut shown = json!({
        "amount": posting.sum.amount,
        "base_amount": posting.sum.amount,
        "currency": posting.sum.currency(),
        "payment_date": day.to_string(),
        "bank_system_id": id,
        "transaction_id": id,
        "purpose": purpose,
        "counter_party": {
            "name": counter_party,
            "account_number": "40702810900000000001",
            "bank_code": "044525974",
        },
        "type": if posting.is_credit { "credit" } else { "debit" },
    });
    if let (Some(number), Some(members)) = (posting.operation, shown.as_object_mut()) {
        members.insert("session_id".to_owned(), json!(format!("{SESSION_PREFIX}{number}")));
    }
    shown
}

/// `calculate`: one of both amounts is given, one of both currencies is the rouble. The answer has no `status`.
pub(super) fn calculate(body: &Object<'_>) -> Result<Value, Refusal> {
    let amounts = body.object("amounts")?;
    let (source, destination) = (Side::read(&amounts, "source")?, Side::read(&amounts, "destination")?);
    if source.is_rouble == destination.is_rouble {
        return Err(Malformed::new("amounts", "one of both currencies must be rub").into());
    }
    let (sent, received) = match (source.amount, destination.amount) {
        (Some(sent), None) => {
            let received = convert(sent, source.is_rouble);
            // What is received is whole, and what is sent is what that costs: it differs by a kopeck or two from what was asked for.
            (if source.is_rouble { cost(received) } else { sent }, received)
        }
        (None, Some(received)) => (if source.is_rouble { cost(received) } else { units_for(received) }, received),
        _ => return Err(Malformed::new("amounts", "exactly one of both amounts must be null").into()),
    };
    let transfer_fee = (sent / 100).max(1);
    let of_source = |amount: u64| json!({"amount": amount, "currency": source.currency});
    Ok(json!({
        "amounts": {
            "source": of_source(sent),
            "destination": {"amount": received, "currency": destination.currency},
            "transfer_fee": of_source(transfer_fee),
            "sms_fee": of_source(0),
            "payment": of_source(sent + transfer_fee),
        },
        "exchanges": {
            "source": {"amount": source.amount, "currency": source.currency},
            "destination": {"amount": destination.amount, "currency": destination.currency},
            "rate": {"fx_rate": 2.7233, "quantity": 1},
        },
    }))
}

struct Side {
    amount: Option<u64>,
    currency: String,
    is_rouble: bool,
}

impl Side {
    fn read(amounts: &Object<'_>, name: &str) -> Result<Self, Malformed> {
        let side = amounts.object(name)?;
        let code = currency(&side, "currency")?.to_owned();
        let amount = side.value("amount").map(|_| Money::read(&side)).transpose()?.map(|money| money.amount);
        Ok(Self { amount, is_rouble: code.eq_ignore_ascii_case("rub"), currency: code })
    }
}

/// What is received for an amount, rounded.
fn convert(amount: u64, is_rouble: bool) -> u64 {
    let amount = u128::from(amount);
    let received = if is_rouble { (amount * PARTS + RATE / 2) / RATE } else { (amount * RATE + PARTS / 2) / PARTS };
    u64::try_from(received).unwrap_or(u64::MAX)
}

/// What an amount in the other currency costs in roubles, rounded up.
fn cost(units: u64) -> u64 {
    u64::try_from((u128::from(units) * RATE).div_ceil(PARTS)).unwrap_or(u64::MAX)
}

/// How much of the other currency an amount in roubles costs, rounded up.
fn units_for(roubles: u64) -> u64 {
    u64::try_from((u128::from(roubles) * PARTS).div_ceil(RATE)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_what_the_received_costs() {
        // The sums of the bank's example, which has the same rate.
        assert_eq!(convert(357_912, true), 131_426);
        assert_eq!(cost(131_426), 357_913);
        assert_eq!((convert(10_000, false), units_for(27_233)), (27_233, 10_000));
    }
}

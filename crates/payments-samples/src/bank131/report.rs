//! Reports.

use bank131_client::common::{Date, Hidden};
use bank131_client::report::{
    AccountBalance, AccountStatement, AccountStatementResponse, Transaction, TransactionType, WalletBalance,
};
use bank131_client::session::SessionId;
use bank131_client::{Currency, Money};

use super::apart_from_sessions;
use crate::{Checked, Sample, Sampled};

const ACCOUNT: &str = "40702810900000000025";
const SHORT: &str = "an account of 19 digits";
const ACCOUNT_RULE: &str = "must be 20 digits";

impl Sampled for WalletBalance {
    fn sample() -> Sample<Self> {
        let request = || Ok(Self::new("2019-10-14T19:53:00+03:00"));
        apart_from_sessions(Sample::new("two_wallets", request, |wallets| {
            let [first, second] = wallets.as_slice() else { return Err("two wallets are expected".into()) };
            assert_eq!((first.id.as_str(), second.id.as_str()), ("131", "132"));
            assert_eq!(first.amount_details, Some(Money::from_minor_units(13_100, Currency::RUB)));
            assert_eq!(second.amount_details, Some(Money::from_minor_units(0, Currency::USD)));
            Ok(())
        }))
        .essence(
            |wallets| {
                let ids = wallets.iter().map(|wallet| wallet.id.to_string());
                ["wallets[0].id", "wallets[1].id"].map(Into::into).into_iter().zip(ids).collect()
            },
            &["wallets[0]", "wallets[1]"],
        )
        .without_echo("it repeats nothing of the request")
        .broken(
            "a time without an offset",
            || Ok(Self::new("2019-10-14T19:53:00")),
            "request_datetime",
            "must be a time with an offset, such as 2019-10-14T19:53:00+03:00",
        )
    }
}

impl Sampled for AccountBalance {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new(
            "in_roubles",
            || Ok(Self::new(ACCOUNT)),
            |report| {
                assert_eq!(report.account_number, Some(Hidden::from(ACCOUNT)));
                assert_eq!(report.current_balance(), Some(Money::from_minor_units(1_310_000, Currency::RUB)));
                Ok(())
            },
        ))
        .marked(|marks| Ok(Self::new(format!("40702810001{:09}", marks.number()))))
        // A response is read only if it is about the account that was asked about.
        .marked(|_| Ok(Self::new(ACCOUNT)))
        .essence(
            |report| {
                let balance = report.balance.as_ref().and_then(|balance| balance.current_balance);
                vec![("balance.current_balance".into(), balance.unwrap_or_default().expose().to_string())]
            },
            &[],
        )
        .broken(SHORT, || Ok(Self::new(&ACCOUNT[1..])), "account_number", ACCOUNT_RULE)
    }
}

impl Sampled for AccountStatement {
    fn sample() -> Sample<Self> {
        let day = || Ok(Self::of_day(ACCOUNT, Date::new(2024, 7, 2)?));
        apart_from_sessions(Sample::new("beside_account_statement", day, |report| is_read(&report)))
            .answered("within_method", |report| is_read(&report))
            .marked(|marks| Ok(Self::of_day(format!("40702810001{:09}", marks.number()), Date::new(2024, 7, 2)?)))
            // A response is read only if it is about the account that was asked about.
            .marked(|_| Ok(Self::of_day(ACCOUNT, Date::new(2024, 7, 2)?)))
            .essence(
                |report| {
                    let amount =
                        |transaction: &Transaction| transaction.amount.unwrap_or_default().expose().to_string();
                    let mut amounts = report.transactions.iter().map(amount);
                    let first = amounts.next().unwrap_or_default();
                    let places = ["transactions[0].amount", "method.account_statement.transactions[0].amount"];
                    places.map(|place| (place.into(), first.clone())).into()
                },
                &["account_statement", "method.account_statement"],
            )
            .broken(SHORT, || Ok(Self::of_day(&ACCOUNT[1..], Date::new(2024, 7, 2)?)), "account_number", ACCOUNT_RULE)
    }
}

fn is_read(report: &AccountStatementResponse) -> Checked {
    let days = (report.date_from.as_ref().map(AsRef::as_ref), report.date_to.as_ref().map(AsRef::as_ref));
    assert_eq!(days, (Some("2024-07-02"), Some("2024-07-02")));
    assert_eq!((&report.account_number, report.is_whole), (&Some(Hidden::from(ACCOUNT)), true));
    assert_eq!(report.name.as_ref().map(|name| name.expose().as_str()), Some("ООО Ромашка"));
    let turnover = report.total_turnover.as_ref().ok_or("there is no turnover")?;
    assert_eq!((turnover.debit, turnover.credit), (Some(10_000.into()), Some(25_000.into())));
    let balance = report.total_balance.as_ref().ok_or("there is no balance")?;
    assert_eq!((balance.opening, balance.closing), (Some(100_000.into()), Some(115_000.into())));
    let [payout, payment] = report.transactions.as_slice() else { return Err("two transactions are expected".into()) };
    is_payout(payout)?;
    assert_eq!((&payment.kind, payment.amount), (&Some(TransactionType::Credit), Some(25_000.into())));
    assert!(payment.counter_party.is_none() && payment.session_id.is_none());
    Ok(())
}

fn is_payout(payout: &Transaction) -> Checked {
    assert_eq!((&payout.kind, payout.base_amount), (&Some(TransactionType::Debit), Some(10_000.into())));
    assert_eq!(payout.money(), Some(Money::from_minor_units(10_000, Currency::RUB)));
    assert_eq!(payout.payment_date.as_ref().map(AsRef::as_ref), Some("2024-07-02"));
    assert_eq!(payout.bank_system_id.as_ref().map(ToString::to_string).as_deref(), Some("7700131"));
    assert_eq!(payout.transaction_id.as_ref().map(ToString::to_string).as_deref(), Some("tr_7"));
    assert_eq!(payout.session_id, Some(SessionId::new("ps_3230")));
    assert_eq!(payout.purpose, Some(Hidden::from("Выплата по договору")));
    let party = payout.counter_party.as_ref().ok_or("there is no counter-party")?;
    assert_eq!((&party.name, &party.inn), (&Some("Иванов Иван".into()), &Some("770708389312".into())));
    assert_eq!(party.account_number, Some(Hidden::from("40817810400003869535")));
    assert_eq!((&party.bank_code, &party.kpp), (&Some("044525974".into()), &None));
    Ok(())
}

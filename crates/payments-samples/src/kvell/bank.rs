//! Banks.

use kvell_client::bank::BankList;

use crate::{Sample, Sampled};

/// The numbers of the banks in the documented list.
const NUMBERS: [&str; 4] = ["[0].bank_id", "[1].bank_id", "[2].bank_id", "[3].bank_id"];

impl Sampled for BankList {
    fn sample() -> Sample<Self> {
        Sample::new(
            "recorded",
            || Ok(Self::new()),
            |banks| {
                let banks: Vec<_> =
                    banks.iter().map(|bank| (bank.bank_id.as_str(), bank.bank_bic.clone(), bank.name.raw())).collect();
                let expected = [
                    ("100000000008", Some("044525593".into()), "Альфа-Банк"),
                    ("100000000111", Some("044525225".into()), "Сбербанк"),
                    ("100000000004", Some("044525974".into()), "Т-Банк"),
                    ("100000000005", None, "ВТБ"),
                ];
                assert_eq!(banks, expected);
                Ok(())
            },
        )
        // A bank without a number is left out, so only the last one may lose it without moving another.
        .essence(
            |banks| {
                NUMBERS.map(Into::into).into_iter().zip(banks.iter().map(|bank| bank.bank_id.to_string())).collect()
            },
            &["[0].bank_id", "[1].bank_id", "[2].bank_id"],
        )
        .without_echo("the list is the same for everybody")
        .names_no_operation("it is a list of banks")
    }
}

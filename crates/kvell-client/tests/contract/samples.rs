//! One request of each endpoint, for generated responses.

use kvell_client::bank::{Bank, BankList};
use kvell_client::card::{Card, CardByTransaction};
use kvell_client::order::{Order, OrderByTransaction};
use kvell_client::payout::Account2Card;
use payments_contract::{Essence, Sample, Suite};

use crate::fixtures::send;
use crate::{account2card, card_by_transaction, orders};

pub(crate) fn register(suite: &mut Suite) {
    suite.echoes(&["transaction", "customer_key"]);
    suite.operations(&["id", "order", "transaction", "customer_card_token"]);
    suite.sample(
        Sample::new::<OrderByTransaction>("flat", |wire| send(wire, &orders::request()?), order)
            .required(&["status", "order"]),
    );
    suite.sample(
        Sample::new::<CardByTransaction>("documented", |wire| send(wire, &card_by_transaction::request()?), card)
            .required(&["customer_card_token"]),
    );
    suite.sample(
        Sample::new::<Account2Card>(
            "by_number",
            |wire| send(wire, &account2card::request()?),
            |response| order(&response.order),
        )
        .required(&["status", "order"]),
    );
    suite.sample(
        Sample::new::<BankList>("recorded", |wire| send(wire, &BankList::new()), |banks| bank_list(banks))
            .required(&["[0].bank_id", "[1].bank_id", "[2].bank_id"])
            .without_echo("the list is the same for everybody")
            .names_no_operation("it is a list of banks"),
    );
}

fn line(place: &str, text: &str) -> (String, String) {
    (place.to_owned(), text.to_owned())
}

/// The result of an order, flat or within another object.
fn order(order: &Order) -> Essence {
    let id = order.id.as_ref().map_or("", |id| id.as_str());
    let status = order.status.as_str();
    vec![line("status", status), line("id", id), line("order.status", status), line("order.id", id)]
}

fn card(card: &Card) -> Essence {
    vec![line("customer_card_token", card.customer_card_token.expose())]
}

/// The banks in the order of the list, without those that have no number.
fn bank_list(banks: &[Bank]) -> Essence {
    (0..).zip(banks).map(|(place, bank): (usize, _)| (format!("[{place}].bank_id"), bank.bank_id.to_string())).collect()
}

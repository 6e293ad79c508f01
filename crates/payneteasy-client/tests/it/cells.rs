//! The parameters of each scenario: the document's six tables, merged, cell by cell.

use payneteasy_client::{
    CardNumber, Currency, Money,
    card::RecurringPaymentId,
    common::{CardError, CardExpiry, SecurityCode},
    order::{ClientOrderId, Order},
    transfer::TransferForm,
};

use crate::support::{broken_rule, parameter, parameters};
use crate::transfers::{
    DESCRIPTION, DESTINATION, ORDER, RPI, SCENARIOS, SOURCE, Scenario, order, return_urls, source_card_of, usd,
};

/// `R` required, `C` conditional, `-` not in that scenario's table; `F` and `T` are the values of `deposit2card`, for which
/// the tables give a value instead.
///
/// Source: PaynetEasy, "3.36. /api/v4/transfer-form": Form to PAN, Form to RPI, PAN to Form, RPI to Form, Form to Form,
/// Deposit to Form. One cell is corrected: the table of Form to RPI prints `destination-card-no` over the description of
/// `destination_card_recurring_payment_id`, which is what its example sends.
const TABLE: &str = "
    destination-card-no                   R - - - - -
    destination_card_recurring_payment_id - R - - - -
    credit_card_number                    - - R - - -
    cvv2                                  - - R R - -
    expire_month                          - - R - - -
    expire_year                           - - R - - -
    card_printed_name                     - - R - - -
    card_recurring_payment_id             - - - R - -
    deposit2card                          F F F F F T
    ipaddress                             R R R R R R
    amount                                R R R R R R
    currency                              R R R R R R
    order_desc                            R R R R R R
    client_orderid                        R R R R R R
    first_name                            C C C C C C
    last_name                             C C C C C C
    ssn                                   C C C C C C
    birthday                              C C C C C C
    address1                              C C C C C C
    city                                  C C C C C C
    state                                 C C C C C C
    zip_code                              C C C C C C
    country                               C C C C C C
    phone                                 C C C C C C
    cell_phone                            C C C C C C
    purpose                               C C C C C C
    email                                 C C C C C C
    site_url                              C C C C C C
    redirect_url                          C C C C C C
    redirect_success_url                  C C C C C C
    redirect_fail_url                     C C C C C C
    preferred_language                    C C C C C C
    merchant_form_data                    C C C C C C
    server_callback_url                   C C C C C C
    notify_url                            C C C C C C
";

/// Not in the tables, but in the document's example of Form to PAN.
const ONLY_IN_THE_EXAMPLE: [&str; 3] =
    ["destination_card_printed_name", "destination_expire_month", "destination_expire_year"];

struct Cell {
    parameter: &'static str,
    scenario: Scenario,
    necessity: char,
}

impl Cell {
    fn name(&self) -> String {
        format!("{} in {:?} ({})", self.parameter, self.scenario, self.necessity)
    }
}

fn cells() -> Vec<Cell> {
    let rows = TABLE.trim().lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    let cells: Vec<Cell> = rows
        .flat_map(|row| {
            assert_eq!(row.len(), 7, "{row:?}");
            SCENARIOS.into_iter().enumerate().map(move |(column, scenario)| Cell {
                parameter: row[0],
                scenario,
                necessity: row[column + 1].parse().unwrap(),
            })
        })
        .collect();
    assert_eq!(cells.len(), 35 * 6);
    cells
}

/// The value that the fullest request sends under this name; if the requests of a scenario differ, that of one of them.
fn value(parameter: &str, scenario: Scenario) -> &'static str {
    match parameter {
        "destination-card-no" => DESTINATION,
        "destination_card_recurring_payment_id" | "card_recurring_payment_id" => RPI,
        "credit_card_number" => SOURCE,
        "cvv2" => "123",
        "expire_month" => "12",
        "expire_year" => "2023",
        "card_printed_name" => "Test Test",
        "deposit2card" => {
            if scenario == Scenario::DepositToForm {
                "true"
            } else {
                "false"
            }
        }
        "ipaddress" => "1.1.1.1",
        "amount" => "100",
        "currency" => "USD",
        "order_desc" => DESCRIPTION,
        "client_orderid" => ORDER,
        "first_name" => "Anna",
        "last_name" => "Petrova",
        "ssn" => "6789",
        "birthday" => "19840716",
        "address1" => "Lenina 1",
        "city" => "Omsk",
        "state" => "NY",
        "zip_code" => "644000",
        "country" => "US",
        "phone" => "+79130000001",
        "cell_phone" => "+79130000002",
        "purpose" => "+9999999999",
        "email" => "anna@shop.example",
        "site_url" => "https://shop.example",
        "redirect_url" => "https://shop.example/back",
        "redirect_success_url" => "https://shop.example/yes",
        "redirect_fail_url" => "https://shop.example/no",
        "preferred_language" => "ru",
        "merchant_form_data" => "theme=dark",
        "server_callback_url" => "https://shop.example/final",
        "notify_url" => "https://shop.example/updates",
        other => panic!("{other}"),
    }
}

#[test]
fn requests_match_every_cell_of_the_table() {
    for cell in cells() {
        let name = cell.name();
        let sent = |requests: [TransferForm; 2]| requests.map(|request| parameter(&request, cell.parameter));
        let (smallest, fullest) = (sent(cell.scenario.smallest()), sent(cell.scenario.fullest()));
        let expected = Some(value(cell.parameter, cell.scenario).to_owned());
        match cell.necessity {
            'R' | 'F' | 'T' => {
                assert_eq!(smallest, [expected.clone(), expected.clone()], "{name}: smallest");
                assert_eq!(fullest, [expected.clone(), expected], "{name}: fullest");
            }
            // The return addresses exclude each other, and so do the notifications: one of the two requests has it.
            'C' if cell.parameter.ends_with("_url") && cell.parameter != "site_url" => {
                assert!(smallest.contains(&None), "{name}: smallest {smallest:?}");
                assert!(fullest.contains(&expected) && fullest.contains(&None), "{name}: fullest {fullest:?}");
            }
            'C' => {
                assert_eq!(smallest, [None, None], "{name}: smallest");
                assert_eq!(fullest, [expected.clone(), expected], "{name}: fullest");
            }
            '-' => assert_eq!([smallest, fullest], [[None, None], [None, None]], "{name}"),
            _ => panic!("{name}"),
        }
    }
}

#[test]
fn extra_parameters_cannot_fill_a_cell() {
    for cell in cells() {
        let [smallest, _] = cell.scenario.smallest();
        let broken = broken_rule(&cell.name(), &smallest.extra(cell.parameter, "1"));
        assert_eq!(broken.field(), cell.parameter, "{}", cell.name());
        assert_eq!(
            broken.rule(),
            "must not be given as an extra parameter: it is one of the gateway's own",
            "{}",
            cell.name()
        );
    }
}

#[test]
fn nothing_is_sent_that_the_tables_do_not_list() {
    let cells = cells();
    for scenario in SCENARIOS {
        for request in scenario.smallest().into_iter().chain(scenario.fullest()) {
            for (name, sent) in parameters(&request) {
                let listed = cells
                    .iter()
                    .any(|cell| cell.parameter == name && cell.scenario == scenario && cell.necessity != '-');
                let in_example = scenario == Scenario::FormToPan && ONLY_IN_THE_EXAMPLE.contains(&name.as_str());
                assert!(listed || in_example, "{name} in {scenario:?}");
                assert!(!sent.is_empty(), "{name} in {scenario:?} is empty");
            }
        }
    }
}

/// The order with one empty value.
fn order_without(parameter: &str, nothing: &str) -> Option<Order> {
    let number = ClientOrderId::new(ORDER);
    Some(match parameter {
        "ipaddress" => Order::new(number, usd(100), DESCRIPTION, nothing),
        "amount" => Order::new(number, usd(0), DESCRIPTION, "1.1.1.1"),
        "currency" => {
            let nameless = Money::from_minor_units(100, Currency::from_code(nothing));
            Order::new(number, nameless, DESCRIPTION, "1.1.1.1")
        }
        "order_desc" => Order::new(number, usd(100), nothing, "1.1.1.1"),
        "client_orderid" => Order::new(ClientOrderId::new(nothing), usd(100), DESCRIPTION, "1.1.1.1"),
        _ => return None,
    })
}

#[test]
fn what_is_required_cannot_be_empty() {
    let required: Vec<Cell> = cells().into_iter().filter(|cell| cell.necessity == 'R').collect();
    assert_eq!(required.len(), 9 + 5 * 6);
    for cell in required {
        let name = cell.name();
        for nothing in ["", "  "] {
            let [return_url, _] = return_urls();
            let request = match (cell.parameter, order_without(cell.parameter, nothing)) {
                (_, Some(order)) => cell.scenario.transfer(order, return_url),
                ("card_printed_name", None) => {
                    let destination = payneteasy_client::transfer::DestinationCard::new(DESTINATION.parse().unwrap());
                    cell.scenario.transfer_of(order(), return_url, source_card_of(nothing), destination)
                }
                // The rest are types that are never empty.
                (parameter, None) => {
                    assert!(cannot_be_made_of(parameter, nothing), "{name}");
                    continue;
                }
            };
            assert_eq!(broken_rule(&name, &request).field(), cell.parameter, "{name}");
        }
    }
}

fn cannot_be_made_of(parameter: &str, nothing: &str) -> bool {
    match parameter {
        "destination-card-no" | "credit_card_number" => CardNumber::new(nothing).is_err(),
        "destination_card_recurring_payment_id" | "card_recurring_payment_id" => {
            RecurringPaymentId::new(nothing).is_err()
        }
        "cvv2" => SecurityCode::new(nothing).is_err(),
        "expire_month" => matches!(CardExpiry::new(0, 2023), Err(CardError::ExpiryMonth)),
        "expire_year" => matches!(CardExpiry::new(12, 0), Err(CardError::ExpiryYear)),
        other => panic!("{other}"),
    }
}

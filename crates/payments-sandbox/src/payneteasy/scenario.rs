//! The six kinds of transfer, told apart by the parameters that are there.

use super::fields::Fields;
use super::refusal::Refusal;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scenario {
    FormToPan,
    FormToRpi,
    PanToForm,
    RpiToForm,
    FormToForm,
    DepositToForm,
}

const SOURCE_CARD: [&str; 4] = ["credit_card_number", "expire_month", "expire_year", "card_printed_name"];
const SOURCE_ID: &str = "card_recurring_payment_id";
const CVV2: &str = "cvv2";
const DESTINATION_CARD: [&str; 2] = ["destination-card-no", "destination"];
const DESTINATION_EXTRAS: [&str; 3] =
    ["destination_card_printed_name", "destination_expire_month", "destination_expire_year"];
const DESTINATION_ID: &str = "destination_card_recurring_payment_id";

impl Scenario {
    /// Finds the scenario, what it lacks, and what does not belong to it: whoever sends the data of a card where it is
    /// not called for should hear of it.
    pub(super) fn recognize(fields: &Fields) -> Result<Self, Refusal> {
        let scenario = Self::guess(fields)?;
        for name in scenario.required() {
            fields.require(name)?;
        }
        let mut stray = all_names().filter(|name| fields.has(name) && !scenario.knows(name));
        match stray.next() {
            Some(name) => Err(Refusal::invalid(name, &format!("is not used in {}", scenario.name()))),
            None if scenario == Self::FormToPan => check_aliases(fields).map(|()| scenario),
            None => Ok(scenario),
        }
    }

    /// The scenario meant, whole or not.
    fn guess(fields: &Fields) -> Result<Self, Refusal> {
        let any = |names: &[&str]| names.iter().any(|name| fields.has(name));
        if fields.require("deposit2card")? == "true" {
            return Ok(Self::DepositToForm);
        }
        Ok(if any(&SOURCE_CARD) {
            Self::PanToForm
        } else if fields.has(SOURCE_ID) {
            Self::RpiToForm
        } else if any(&DESTINATION_CARD) {
            Self::FormToPan
        } else if fields.has(DESTINATION_ID) {
            Self::FormToRpi
        } else {
            Self::FormToForm
        })
    }

    fn required(self) -> &'static [&'static str] {
        match self {
            Self::PanToForm => &["credit_card_number", CVV2, "expire_month", "expire_year", "card_printed_name"],
            // The security code is required too; its absence is noticed later, and has a code of its own.
            Self::RpiToForm => &[SOURCE_ID],
            Self::FormToRpi => &[DESTINATION_ID],
            // Either of two names, one of which is there: that is how the scenario was recognized.
            Self::FormToPan | Self::FormToForm | Self::DepositToForm => &[],
        }
    }

    fn knows(self, name: &str) -> bool {
        match self {
            Self::FormToPan => DESTINATION_CARD.contains(&name) || DESTINATION_EXTRAS.contains(&name),
            Self::FormToRpi => name == DESTINATION_ID,
            Self::PanToForm => SOURCE_CARD.contains(&name) || name == CVV2,
            Self::RpiToForm => name == SOURCE_ID || name == CVV2,
            Self::FormToForm | Self::DepositToForm => false,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::FormToPan => "Form to PAN",
            Self::FormToRpi => "Form to RPI",
            Self::PanToForm => "PAN to Form",
            Self::RpiToForm => "RPI to Form",
            Self::FormToForm => "Form to Form",
            Self::DepositToForm => "Deposit to Form",
        }
    }
}

/// Every parameter that belongs to some scenarios and not to others.
fn all_names() -> impl Iterator<Item = &'static str> {
    let groups = [&SOURCE_CARD[..], &[SOURCE_ID, CVV2], &DESTINATION_CARD, &DESTINATION_EXTRAS, &[DESTINATION_ID]];
    groups.into_iter().flatten().copied()
}

fn check_aliases(fields: &Fields) -> Result<(), Refusal> {
    if DESTINATION_CARD.into_iter().all(|name| fields.has(name)) {
        return Err(Refusal::invalid("destination", "is another name of destination-card-no, only one can be used"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognized(names: &[&str], deposit: &str) -> Result<Scenario, String> {
        let mut pairs: Vec<(String, String)> = names.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect();
        pairs.push(("deposit2card".to_owned(), deposit.to_owned()));
        let fields = Fields::new(&pairs).unwrap();
        Scenario::recognize(&fields).map_err(|refusal| refusal.message().to_owned())
    }

    #[test]
    fn scenarios_are_told_apart() {
        let card = ["credit_card_number", "cvv2", "expire_month", "expire_year", "card_printed_name"];
        assert_eq!(recognized(&[], "false"), Ok(Scenario::FormToForm));
        assert_eq!(recognized(&[], "true"), Ok(Scenario::DepositToForm));
        assert_eq!(recognized(&["destination"], "false"), Ok(Scenario::FormToPan));
        assert_eq!(recognized(&["destination-card-no", "destination_expire_year"], "false"), Ok(Scenario::FormToPan));
        assert_eq!(recognized(&[DESTINATION_ID], "false"), Ok(Scenario::FormToRpi));
        assert_eq!(recognized(&card, "false"), Ok(Scenario::PanToForm));
        assert_eq!(recognized(&[SOURCE_ID], "false"), Ok(Scenario::RpiToForm));
        for missing in card {
            let rest: Vec<&str> = card.into_iter().filter(|name| *name != missing).collect();
            assert_eq!(recognized(&rest, "false"), Err(format!("Parameter {missing} is required")));
        }
    }

    #[test]
    fn what_belongs_to_another_scenario_is_refused() {
        let stray = |name: &str, scenario: &str| Err(format!("Parameter {name} is not used in {scenario}"));
        assert_eq!(recognized(&["cvv2"], "false"), stray("cvv2", "Form to Form"));
        assert_eq!(recognized(&["destination"], "true"), stray("destination", "Deposit to Form"));
        assert_eq!(recognized(&["credit_card_number"], "true"), stray("credit_card_number", "Deposit to Form"));
        assert_eq!(recognized(&["destination", DESTINATION_ID], "false"), stray(DESTINATION_ID, "Form to PAN"));
        assert_eq!(recognized(&[SOURCE_ID, "cvv2", "destination"], "false"), stray("destination", "RPI to Form"));
        assert!(recognized(&["destination", "destination-card-no"], "false").is_err());
    }
}

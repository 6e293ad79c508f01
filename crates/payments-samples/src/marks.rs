//! Texts that a test searches for in everything that is printed, and in memory.

use std::cell::RefCell;

use payments_core::{CardNumber, SecurityCode};

/// Values that must not be shown. A sample puts them where its secrets and personal data are; a mark that was taken must be in
/// the request that is sent.
#[derive(Debug)]
pub struct Marks {
    card: String,
    security_code: String,
    token: String,
    person: String,
    number: u64,
    taken: RefCell<Vec<String>>,
}

impl Marks {
    /// Creates marks: a card number, a security code, a token, a person's name, and a number that is a secret.
    pub fn new(card: &str, security_code: &str, token: &str, person: &str, number: u64) -> Self {
        let [card, security_code, token, person] = [card, security_code, token, person].map(str::to_owned);
        Self { card, security_code, token, person, number, taken: RefCell::default() }
    }

    /// A card number.
    ///
    /// # Panics
    ///
    /// The marks were made with something else.
    pub fn card(&self) -> CardNumber {
        self.card_text().parse().unwrap()
    }

    /// The card number as text: where a caller may put one by mistake.
    pub fn card_text(&self) -> &str {
        self.take(&self.card)
    }

    /// A card's security code.
    ///
    /// # Panics
    ///
    /// The marks were made with something else.
    pub fn security_code(&self) -> SecurityCode {
        self.take(&self.security_code).parse().unwrap()
    }

    /// A token, or any text that lets one act.
    pub fn token(&self) -> &str {
        self.take(&self.token)
    }

    /// A person's name, or any personal text.
    pub fn person(&self) -> &str {
        self.take(&self.person)
    }

    /// A number that is a secret, such as that of a saved card.
    pub fn number(&self) -> u64 {
        self.taken.borrow_mut().push(self.number.to_string());
        self.number
    }

    /// The marks that were taken.
    pub fn taken(&self) -> Vec<String> {
        self.taken.borrow().clone()
    }

    fn take<'a>(&'a self, mark: &'a str) -> &'a str {
        self.taken.borrow_mut().push(mark.to_owned());
        mark
    }
}

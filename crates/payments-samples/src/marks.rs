//! Texts that a test searches for in everything that is printed, and in memory.

use std::cell::RefCell;

use payments_core::{CardNumber, Secret, SecurityCode};

/// A kind of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mark {
    /// A card number.
    Card,
    /// A card number where no card number belongs: a caller may put one there by mistake.
    MisplacedCard,
    /// A card's security code.
    SecurityCode,
    /// A token, which is wiped.
    Token,
    /// A text that lets one act, where texts are not wiped: in an address, in a JSON document.
    Text,
    /// A person's name, or any personal text.
    Person,
    /// A number that is a secret.
    Number,
}

/// Values that must not be shown. A sample puts them where its secrets and personal data are; a mark that was taken must be in
/// the request that is sent. They are wiped, so that the memory tests find only what the client leaves.
#[derive(Debug)]
pub struct Marks {
    card: Secret,
    security_code: Secret,
    token: Secret,
    person: Secret,
    number: u64,
    taken: RefCell<Vec<Mark>>,
}

impl Marks {
    /// Creates marks: a card number, a security code, a token, a person's name, and a number that is a secret.
    pub fn new(
        card: impl Into<String>,
        security_code: impl Into<String>,
        token: impl Into<String>,
        person: impl Into<String>,
        number: u64,
    ) -> Self {
        Self {
            card: Secret::new(card),
            security_code: Secret::new(security_code),
            token: Secret::new(token),
            person: Secret::new(person),
            number,
            taken: RefCell::default(),
        }
    }

    /// A card number.
    ///
    /// # Panics
    ///
    /// The marks were made with something else.
    pub fn card(&self) -> CardNumber {
        self.take(Mark::Card, &self.card).parse().unwrap()
    }

    /// The card number as text, where no card number belongs: a caller may put one there by mistake.
    pub fn misplaced_card(&self) -> &str {
        self.take(Mark::MisplacedCard, &self.card)
    }

    /// A card's security code.
    ///
    /// # Panics
    ///
    /// The marks were made with something else.
    pub fn security_code(&self) -> SecurityCode {
        self.take(Mark::SecurityCode, &self.security_code).parse().unwrap()
    }

    /// A token.
    pub fn token(&self) -> &str {
        self.take(Mark::Token, &self.token)
    }

    /// The token as a text that lets one act, where texts are not wiped: in an address, in a JSON document.
    pub fn text(&self) -> &str {
        self.take(Mark::Text, &self.token)
    }

    /// A person's name, or any personal text.
    pub fn person(&self) -> &str {
        self.take(Mark::Person, &self.person)
    }

    /// A number that is a secret, such as that of a saved card.
    pub fn number(&self) -> u64 {
        self.taken.borrow_mut().push(Mark::Number);
        self.number
    }

    /// The marks that were taken.
    pub fn taken(&self) -> Vec<Mark> {
        self.taken.borrow().clone()
    }

    fn take<'a>(&'a self, mark: Mark, text: &'a Secret) -> &'a str {
        self.taken.borrow_mut().push(mark);
        text.expose()
    }
}

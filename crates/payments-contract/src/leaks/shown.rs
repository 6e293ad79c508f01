//! Everything that a value, an error or a call prints.

use std::any::type_name;
use std::collections::BTreeSet;
use std::error::Error as _;
use std::fmt::{Debug, Display};

use payments_core::{Error, Provider, Response};

use super::log::recorded;
use crate::panics;

/// The printed texts, and their sources.
#[derive(Debug, Default)]
pub struct Shown {
    texts: Vec<(String, String)>,
    identifiers: BTreeSet<&'static str>,
    read: bool,
}

impl Shown {
    /// Collects everything that `work` prints and logs.
    pub(crate) fn by(work: impl FnOnce(&mut Self)) -> Self {
        let mut shown = Self::default();
        let log = recorded(|| work(&mut shown));
        shown.texts.push(("the log".to_owned(), log));
        shown
    }

    /// Prints a value with `Debug`, in both its forms.
    pub fn debug(&mut self, what: &str, value: &(impl Debug + ?Sized)) {
        self.texts.push((format!("{what}, {{:?}}"), format!("{value:?}")));
        self.texts.push((format!("{what}, {{:#?}}"), format!("{value:#?}")));
    }

    /// Prints a value with `Display`.
    pub fn display(&mut self, what: &str, value: &(impl Display + ?Sized)) {
        self.texts.push((format!("{what}, {{}}"), format!("{value}")));
    }

    /// Prints a value with `Debug` and `Display`.
    pub fn both(&mut self, what: &str, value: &(impl Debug + Display)) {
        self.debug(what, value);
        self.display(what, value);
    }

    /// Prints an identifier, which is stored and searched for: its `Display` is its text unchanged, and is exempt from the
    /// search. Its `Debug` is not. Name the types with [`Leaks::identifiers`](super::Leaks::identifiers).
    ///
    /// # Panics
    ///
    /// `Display` differs from the text.
    pub fn identifier<T: Debug + Display>(&mut self, value: &T, text: &str) {
        let name = type_name::<T>().rsplit("::").next().unwrap_or_default();
        assert_eq!(value.to_string(), text, "the Display of {name}");
        self.debug(name, value);
        self.identifiers.insert(name);
    }

    /// Prints the error of a call, and everything that can be reached from it.
    pub fn error<P: Provider>(&mut self, error: &Error<P>) {
        self.both("the error", error);
        if let Some(refusal) = error.refusal() {
            self.both("the refusal", refusal);
        }
        if let Some(recovery) = error.recovery() {
            self.debug("the recovery", recovery);
        }
        if let Some(http) = error.http() {
            self.debug("the HTTP answer", http);
        }
        if let Some(field) = error.invalid_field() {
            self.both("the field", field);
        }
        let mut cause = error.source();
        while let Some(error) = cause {
            self.texts.push(("a cause".to_owned(), format!("{error} {error:?}")));
            cause = error.source();
        }
    }

    /// Prints the result of a call, including the messages of panics: of `unwrap` on an error, and of `unwrap_err` on a
    /// success.
    pub fn call<T: Debug, P: Provider>(&mut self, result: Result<Response<T>, Error<P>>) {
        self.result("the answer", &result);
        match &result {
            Ok(answer) => self.debug("the HTTP answer", &answer.http),
            Err(error) => self.error(error),
        }
        self.panic(result);
    }

    /// Prints any other result: of receiving a callback, of building a client.
    pub fn result<T: Debug, E: Debug>(&mut self, what: &str, result: &Result<T, E>) {
        self.read |= result.is_ok();
        self.debug(what, result);
    }

    /// Prints the messages of panics of `unwrap` and `unwrap_err` on a result.
    ///
    /// # Panics
    ///
    /// Never: the panic is caught.
    pub fn panic<T: Debug, E: Debug>(&mut self, result: Result<T, E>) {
        #[expect(clippy::unwrap_used, reason = "it is to panic")]
        let said = panics::said(|| match result {
            Ok(_) => drop(result.unwrap_err()),
            Err(_) => drop(result.unwrap()),
        });
        self.texts.push(("a panic".to_owned(), said.unwrap_or_default()));
    }

    /// Whether the document with the canary was read: no call and no callback failed.
    pub(crate) const fn was_read(&self) -> bool {
        self.read
    }

    /// The types whose `Display` was exempt.
    pub(crate) const fn exempt(&self) -> &BTreeSet<&'static str> {
        &self.identifiers
    }

    /// Every printed text, and its source.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(what, text)| (what.as_str(), text.as_str()))
    }
}

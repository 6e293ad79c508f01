//! Sentences in both languages of the page.

use std::fmt::Display;

use payments_core::html::escape;

/// A sentence in Russian and in English. A name that is the same in both has no English.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bilingual {
    pub(crate) ru: &'static str,
    pub(crate) en: &'static str,
}

/// What is known about an order, in both languages. Texts of a provider are in it only if they are scrubbed.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) ru: String,
    pub(crate) en: String,
}

impl Note {
    /// The clients' errors are sentences in English.
    pub(crate) fn of_error(error: &impl Display) -> Self {
        Self { ru: format!("Запрос не удался: {error}"), en: error.to_string() }
    }
}

impl From<Bilingual> for Note {
    fn from(Bilingual { ru, en }: Bilingual) -> Self {
        Self { ru: ru.to_owned(), en: en.to_owned() }
    }
}

/// Both as HTML.
pub(crate) fn both(ru: &str, en: &str) -> String {
    if en.is_empty() || en == ru {
        return escape(ru).into_owned();
    }
    format!("{} <span class=\"en\" lang=\"en\">{}</span>", escape(ru), escape(en))
}

impl Bilingual {
    /// Both as HTML.
    pub(crate) fn html(self) -> String {
        both(self.ru, self.en)
    }
}

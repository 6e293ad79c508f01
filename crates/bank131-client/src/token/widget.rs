//! The bank's widgets, for which a public token is issued.

use payments_core::{InvalidField, json_fields, open_enum};

use crate::self_employed::TaxReference;
use crate::session::{ReturnUrl, SessionId};

open_enum! {
    /// The language of a widget.
    pub enum WidgetLocale {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
    }
}

json_fields! {
    /// The payment form of the bank, for the payment of a session (`acquiring_widget`).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AcquiringWidget;

    /// Creates a payment form for this session, which must have been created before.
    pub fn new;

    /// The session.
    required session_id: SessionId = "session_id";
    /// Sets where the payer goes after a successful payment: an absolute `http` or `https` address.
    optional success_return_url(try): ReturnUrl = "success_return_url";
    /// Sets where the payer goes after a failed payment: an absolute `http` or `https` address.
    optional failure_return_url(try): ReturnUrl = "failure_return_url";
    /// Sets whether the payer is shown a box to agree to recurrent payments. The bank's SDK always sends it, `false` unless it is
    /// set, so that leaving it out should mean no (*inferred*).
    optional show_recurrent_checkbox: bool = "show_recurrent_checkbox";
    /// Sets the language.
    optional locale: WidgetLocale = "locale";
    /// Sets whether the form shows success once the money is held, in a two-stage payment.
    optional success_on_hold: bool = "success_on_hold";
}

impl AcquiringWidget {
    pub(super) fn validate(&self) -> Result<(), InvalidField> {
        self.session_id.validate()
    }
}

json_fields! {
    /// The form in which a self-employed person links the bank (`self_employed_widget`).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SelfEmployedWidget;

    /// Creates a form for the person with this taxpayer number, 12 digits.
    pub fn new;

    /// The person's taxpayer number.
    required tax_reference(try): TaxReference = "tax_reference";
}

json_fields! {
    /// The form in which a person enters a card or an account, of which your server gets a token only (`tokenize_widget`).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TokenizeWidget;

    fn with_access;

    required access: bool = "access";
    /// Sets the language. Known from the sibling product of the same software only.
    optional locale: WidgetLocale = "locale";
}

impl TokenizeWidget {
    /// Creates a form.
    pub fn new() -> Self {
        Self::with_access(true)
    }
}

impl Default for TokenizeWidget {
    fn default() -> Self {
        Self::new()
    }
}

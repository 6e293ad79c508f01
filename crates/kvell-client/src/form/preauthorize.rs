//! `bind/card/preauthorize`: binds a card with a hold that is then cancelled.

use std::fmt;

use payments_core::{BaseUrl, Currency, FlatFields, InvalidField, Money};
use url::{Url, form_urlencoded};

use super::html;
use crate::authenticator::Credentials;
use crate::card::CardByTransaction;
use crate::checks::check_text;
use crate::ids::{CustomerKey, TransactionId};
use crate::recovery::{Recovery, StatusQuery};

/// The text of the form's button in Kvell's own example.
const BUTTON: &str = "Привязать карту";

/// The form of `bind/card/preauthorize`: binds a card. It holds an amount on the card and cancels the hold; nothing is debited.
///
/// `GET` or `POST /bind/card/preauthorize` of the host for forms, by the payer's browser. [`Client::sign_form`] turns it into
/// a [`SignedForm`]; this crate never opens it.
///
/// ```
/// use kvell_client::form::Preauthorize;
/// use kvell_client::{Client, Currency, CustomerKey, Environment, Money, Secret, TransactionId};
///
/// # fn bind_card() -> Result<(), Box<dyn std::error::Error>> {
/// let client =
///     Client::builder(Environment::Stage, "3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae", Secret::new("your secret_key"))
///         .build()?;
/// let transaction = TransactionId::random()?; // store it with the buyer before you show the form
/// let form = Preauthorize::new(
///     CustomerKey::new("buyer-42"),
///     transaction,
///     Money::parse("1.50", Currency::RUB)?,
///     "Проверка карты",
///     "https://shop.example/card-saved",
///     "https://shop.example/card-not-saved",
/// )
/// .auto_return(0);
///
/// let signed = client.sign_form(&form)?;
/// println!("redirect the browser to {}", signed.url()); // or respond with signed.html()
/// # Ok(())
/// # }
/// ```
///
/// # What the signature does not protect
///
/// - The values it covers are concatenated without a separator. The browser can move characters from one value to the next;
///   a [`TransactionId`] that is a UUID makes that visible, **if** you compare the returned pair of transaction and customer
///   with the stored one. The boundary between `success_url` and `fail_url` can be moved unnoticed: use the browser's return
///   to choose the page to show, never as a result.
/// - `description` and `auto_return` are not covered: the browser can change both.
/// - It has no timestamp: the form can be opened until Kvell refuses the transaction number.
///
/// # What is not documented
///
/// Lengths, the smallest and largest hold (zero is sent as it is), whether the two addresses must be `https` or known to
/// Kvell, how long a form is valid, whether a transaction number may be used twice. Only known rules are checked here.
///
/// Source: Kvell, /customer/cards/preauthorize.
///
/// [`Client::sign_form`]: crate::Client::sign_form
#[derive(Clone)]
pub struct Preauthorize {
    customer_key: CustomerKey,
    transaction: TransactionId,
    amount: Money,
    description: String,
    success_url: String,
    fail_url: String,
    auto_return: Option<u32>,
}

impl Preauthorize {
    /// Creates a form.
    ///
    /// - `customer_key`: your customer number; returned with the card.
    /// - `transaction`: your number of this binding, stored before you show the form; returned with the card.
    /// - `amount`: the amount held for a moment: roubles, not below zero. It is sent in kopecks.
    /// - `description`: of the transaction. Not signed.
    /// - `success_url`, `fail_url`: the addresses the browser returns to, absolute `http` or `https`.
    ///
    /// No text may be empty or contain control characters: a browser changes line breaks, which would make the signature
    /// invalid.
    pub fn new(
        customer_key: CustomerKey,
        transaction: TransactionId,
        amount: Money,
        description: impl Into<String>,
        success_url: impl Into<String>,
        fail_url: impl Into<String>,
    ) -> Self {
        Self {
            customer_key,
            transaction,
            amount,
            description: description.into(),
            success_url: success_url.into(),
            fail_url: fail_url.into(),
            auto_return: None,
        }
    }

    /// Redirects the browser automatically after so many seconds; 0 immediately (`auto_return`). Kvell does not document what
    /// happens without it; presumably the payer continues by hand. Not signed.
    #[must_use]
    pub const fn auto_return(mut self, seconds: u32) -> Self {
        self.auto_return = Some(seconds);
        self
    }

    /// Your customer number.
    pub const fn customer_key(&self) -> &CustomerKey {
        &self.customer_key
    }

    /// Your transaction number.
    pub const fn transaction(&self) -> &TransactionId {
        &self.transaction
    }

    fn validate(&self) -> Result<(), InvalidField> {
        check_text("customer_key", self.customer_key.as_str())?;
        check_text("transaction", self.transaction.as_str())?;
        if *self.amount.currency() != Currency::RUB {
            return Err(InvalidField::new("amount", "must be roubles"));
        }
        if self.amount.minor_units() < 0 {
            return Err(InvalidField::new("amount", "must not be below zero"));
        }
        check_text("description", &self.description)?;
        check_address("success_url", &self.success_url)?;
        check_address("fail_url", &self.fail_url)
    }

    pub(crate) fn sign(&self, forms: &BaseUrl, credentials: &Credentials) -> Result<SignedForm, InvalidField> {
        self.validate()?;
        let amount = self.amount.minor_units().to_string();
        // Raw values, before any encoding; description and auto_return are not covered.
        let signature = credentials.sign(&[
            self.customer_key.as_str(),
            self.transaction.as_str(),
            &amount,
            &self.success_url,
            &self.fail_url,
        ]);
        let fields = [
            ("api_key", credentials.api_key().to_owned()),
            ("customer_key", self.customer_key.as_str().to_owned()),
            ("transaction", self.transaction.as_str().to_owned()),
            ("description", self.description.clone()),
            ("amount", amount),
            ("signature", signature),
            ("success_url", self.success_url.clone()),
            ("fail_url", self.fail_url.clone()),
        ];
        let auto_return = self.auto_return.map(|seconds| ("auto_return", seconds.to_string()));
        let fields = fields.into_iter().chain(auto_return).map(|(name, value)| (name.to_owned(), value)).collect();
        let card = CardByTransaction::new(self.customer_key.clone(), self.transaction.clone());
        Ok(SignedForm { action: format!("{}/bind/card/preauthorize", forms.as_str()), fields, card })
    }
}

fn check_address(field: &'static str, address: &str) -> Result<(), InvalidField> {
    check_text(field, address)?;
    // Parsing accepts spaces around the address, but they would be signed and sent.
    let is_web = |url: Url| matches!(url.scheme(), "http" | "https") && address.trim() == address;
    match Url::parse(address).map(is_web) {
        Ok(true) => Ok(()),
        _ => Err(InvalidField::new(field, "must be an absolute http or https address")),
    }
}

/// Shows neither the customer nor the addresses, which may identify them.
impl fmt::Debug for Preauthorize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Preauthorize")
            .field("transaction", &self.transaction)
            .field("amount", &self.amount)
            .field("auto_return", &self.auto_return)
            .finish_non_exhaustive()
    }
}

/// A signed form for the payer's browser, as an address, as fields, or as HTML.
///
/// Each has the same values. The form binds the card of anyone who opens it, so pass it to the payer only; `Debug` shows no
/// values.
#[derive(Clone)]
pub struct SignedForm {
    action: String,
    fields: FlatFields,
    card: CardByTransaction,
}

impl SignedForm {
    /// The full address, for a redirect or a link (`GET`).
    pub fn url(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields.iter());
        format!("{}?{}", self.action, query.finish())
    }

    /// The `action` of a custom HTML form (`POST`).
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The fields of a custom HTML form, in order, as raw text. Escape them for HTML, send them in UTF-8, and give the button
    /// no name.
    pub const fn fields(&self) -> &FlatFields {
        &self.fields
    }

    /// A full page, to be served as `text/html; charset=utf-8`. It submits itself; if scripts do not run, or a content security
    /// policy forbids them, the payer submits it with its button.
    pub fn html(&self) -> String {
        html::page(&self.html_form(BUTTON), BUTTON)
    }

    /// Only the HTML form, with this button text, for your own page. It has no script.
    pub fn html_form(&self, button: &str) -> String {
        html::form(&self.action, &self.fields, button)
    }

    /// The request that finds out the result if no callback comes: Kvell sends a callback at most six times within 50 minutes,
    /// and documents none for a card that was not saved.
    pub fn recovery(&self) -> Recovery {
        Recovery::Ask(StatusQuery::Card(self.card.clone()))
    }
}

impl fmt::Debug for SignedForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignedForm")
            .field("action", &self.action)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

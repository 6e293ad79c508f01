//! `bind/card/preauthorize`: binds a card with a hold that is then cancelled.

use payments_core::__private::FormPart as _;
use payments_core::{BaseUrl, FlatFields, Hidden, InvalidField, Money, form_fields, html};

use super::return_url::ReturnUrl;
use crate::authenticator::Credentials;
use crate::card::CardByTransaction;
use crate::checks::check_roubles;
use crate::ids::{CustomerKey, TransactionId};
use crate::order::Description;
use crate::recovery::{Recovery, StatusQuery};

/// The text of the form's button in Kvell's own example.
const BUTTON: &str = "Привязать карту";

/// The fields that the signature does not cover. It covers the raw values of all others, in the order in which they are sent.
const UNSIGNED: [&str; 2] = ["description", "auto_return"];

/// In Kvell's example the signature stands in front of the addresses, of which this is the first.
const AFTER_SIGNATURE: &str = "success_url";

form_fields! {
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
    #[derive(Clone, Debug)]
    pub struct Preauthorize;

    /// Creates a form from its fields in the order in which they are sent.
    fn in_order;

    /// Your customer number.
    required customer_key: CustomerKey = "customer_key";
    /// Your number of the binding.
    required transaction: TransactionId = "transaction";
    /// What the binding is for. Not signed.
    required description(try): Description = "description";
    /// Roubles, sent in kopecks.
    required amount: Money as kopecks = "amount";
    /// Where the browser returns with a card.
    required success_url(try): ReturnUrl = "success_url";
    /// Where the browser returns without one.
    required fail_url(try): ReturnUrl = "fail_url";
    /// Redirects the browser automatically after so many seconds; 0 immediately (`auto_return`). Kvell does not document what
    /// happens without it; presumably the payer continues by hand. Not signed.
    optional auto_return: u32 = "auto_return";
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
        description: impl TryInto<Description, Error: Into<InvalidField>>,
        success_url: impl TryInto<ReturnUrl, Error: Into<InvalidField>>,
        fail_url: impl TryInto<ReturnUrl, Error: Into<InvalidField>>,
    ) -> Self {
        Self::in_order(customer_key, transaction, description, amount, success_url, fail_url)
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
        self.check_fields()?;
        check_roubles(&self.amount)?;
        InvalidField::unless(self.amount.minor_units() >= 0, "amount", "must not be below zero")
    }

    pub(crate) fn sign(&self, forms: &BaseUrl, credentials: &Credentials) -> Result<SignedForm, InvalidField> {
        self.validate()?;
        let mut own = Vec::new();
        self.each_field(&mut |name, text| own.push((name, text)));
        let covered = own.iter().filter(|(name, _)| !UNSIGNED.contains(name));
        let signature = credentials.sign(covered.map(|(_, text)| text.as_ref()));
        let mut fields = vec![("api_key", credentials.api_key().into())];
        for (name, text) in own {
            if name == AFTER_SIGNATURE {
                fields.push(("signature", signature.as_str().into()));
            }
            fields.push((name, text));
        }
        Ok(SignedForm {
            action: format!("{}/bind/card/preauthorize", forms.as_str()),
            fields: fields.into_iter().map(|(name, text)| (name.to_owned(), text.into_owned())).collect(),
            card: CardByTransaction::new(self.customer_key.clone(), self.transaction.clone()).into(),
        })
    }
}

fn kopecks(amount: &Money) -> String {
    amount.minor_units().to_string()
}

/// A signed form for the payer's browser, as an address, as fields, or as HTML.
///
/// Each has the same values. The form binds the card of anyone who opens it, so pass it to the payer only; `Debug` shows no
/// values.
#[derive(Clone, Debug)]
pub struct SignedForm {
    action: String,
    fields: FlatFields,
    card: Hidden<CardByTransaction>,
}

impl SignedForm {
    /// The full address, for a redirect or a link (`GET`).
    pub fn url(&self) -> String {
        // Names and texts can always be written.
        let query = serde_urlencoded::to_string(self.fields.iter().collect::<Vec<_>>()).unwrap_or_default();
        format!("{}?{query}", self.action)
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
        Recovery::Ask(StatusQuery::Card(self.card.expose().clone()))
    }
}

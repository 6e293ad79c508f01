//! The reference of a transfer, by which it is found again.

use payments_core::__private::{JsonForm, JsonList};
use payments_core::{Email, Hidden, InvalidField, identifier, json, two_way_fields};
use serde::{Deserialize, Serialize};

use crate::word;

identifier! {
    /// Your reference of one transfer: order number and attempt.
    pub struct CustomerReference;
}

/// Your reference of one transfer, which comes back in its webhooks, and the payer's contacts.
///
/// The reference is the order number and the number of the attempt, such as `order-42-1`: the same text as the
/// [idempotency key](crate::IdempotencyKey). With the order number alone, a late webhook of the first attempt would be taken
/// for one of the second.
///
/// Use a different reference for each transfer: the bank sends it back in the session and its webhooks
/// ([`AcquiringPayment::customer`](crate::session::AcquiringPayment::customer),
/// [`Payout::customer`](crate::session::Payout::customer)), and recovery by webhook recognises the transfer by it. The bank
/// itself calls it the identifier of the payer in your system.
///
/// On the wire: `{"reference": "lucky", "contacts": [{"email": …}, {"phone": …}]}`. These contacts are a list; those of a
/// [`Participant`](crate::session::Participant) are an object.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Customer {
    /// Your reference of this transfer: order number and attempt. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub reference: CustomerReference,
    /// Ways to reach the payer. After a payment by QR code the bank adds a masked phone number.
    #[serde(default, deserialize_with = "json::list")]
    pub contacts: Vec<CustomerContact>,
}

impl Customer {
    /// Creates a customer with this reference.
    pub fn new(reference: impl Into<String>) -> Self {
        Self { reference: CustomerReference::new(reference), contacts: Vec::new() }
    }

    /// Adds an e-mail address.
    ///
    /// Takes an [`Email`], or what converts into one; otherwise nothing is sent, and the error names `contacts.email`.
    #[must_use]
    pub fn email<T>(mut self, address: T) -> Self
    where
        T: TryInto<Email, Error: Into<InvalidField>>,
    {
        self.contacts.push(CustomerContact::default().email(address));
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, number: impl Into<Hidden<String>>) -> Self {
        self.contacts.push(CustomerContact::default().phone(number));
        self
    }
}

/// By hand, because the reference is not optional and the contacts are a list.
impl JsonForm for Customer {
    fn check(&self) -> Result<(), InvalidField> {
        InvalidField::unless(!self.reference.as_str().is_empty(), "reference", "must not be empty")?;
        self.contacts.iter().try_for_each(JsonForm::check).map_err(|error| error.within("contacts"))
    }

    fn json_form(&self) -> impl Serialize {
        #[derive(Serialize)]
        struct Fields<'a> {
            reference: &'a CustomerReference,
            #[serde(skip_serializing_if = "Option::is_none")]
            contacts: Option<JsonList<'a, CustomerContact>>,
        }

        let contacts = (!self.contacts.is_empty()).then_some(JsonList(&self.contacts));
        Fields { reference: &self.reference, contacts }
    }
}

two_way_fields! {
    /// An e-mail address or phone number of the payer.
    #[derive(Clone, Debug, Default)]
    pub struct CustomerContact;

    /// An e-mail address.
    email(try Email): Hidden<String> = "email";
    /// A phone number.
    phone(into): Hidden<String> = "phone";
}

//! What a shop sends and what its payers type, provider by provider: for `demo` and for `faults`.

pub(crate) mod bank131;
pub(crate) mod kvell;
pub(crate) mod payneteasy;
pub(crate) mod vepay;

/// What a payer types into a form: names of fields, and texts.
pub(crate) type Typed<'a> = [(&'a str, &'a str)];

/// A card, in the fields of Vepay's and of Kvell's form.
pub(crate) const fn typed_card(number: &str) -> [(&str, &str); 4] {
    [("card_number", number), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")]
}

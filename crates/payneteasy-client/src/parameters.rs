//! Request parameters: their order, and the gateway's limits for each.

use std::borrow::Cow;

use payments_core::__private::FormPart;
use payments_core::__private::serde::Serialize as _;
use payments_core::{Body, InvalidField};
use url::form_urlencoded;

/// The rule for a parameter, from the gateway's table.
struct Rule {
    name: &'static str,
    kind: Kind,
    longest: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Digits only.
    Numeric,
    /// Anything.
    Text,
}

/// The table's limit "64k".
const SIXTY_FOUR_K: usize = 64 * 1024;

/// Digits of the largest 64-bit number: the table's type Long has no documented length.
const LONG: usize = 19;

/// Types and greatest lengths, in characters. Source: PaynetEasy, api/v4/transfer-form, the six tables merged.
const RULES: &[Rule] = &[
    Rule { name: "address1", kind: Kind::Text, longest: 256 },
    // A decimal number with a dot, as `Money` prints it.
    Rule { name: "amount", kind: Kind::Text, longest: 10 },
    Rule { name: "birthday", kind: Kind::Numeric, longest: 8 },
    Rule { name: "by-request-sn", kind: Kind::Text, longest: 128 },
    Rule { name: "card_printed_name", kind: Kind::Text, longest: 128 },
    Rule { name: "card_recurring_payment_id", kind: Kind::Numeric, longest: LONG },
    Rule { name: "cell_phone", kind: Kind::Text, longest: 15 },
    Rule { name: "city", kind: Kind::Text, longest: 50 },
    Rule { name: "client_orderid", kind: Kind::Text, longest: 128 },
    Rule { name: "country", kind: Kind::Text, longest: 2 },
    Rule { name: "credit_card_number", kind: Kind::Numeric, longest: 19 },
    Rule { name: "currency", kind: Kind::Text, longest: 3 },
    Rule { name: "cvv2", kind: Kind::Numeric, longest: 4 },
    Rule { name: "deposit2card", kind: Kind::Text, longest: 5 },
    Rule { name: "destination-card-no", kind: Kind::Numeric, longest: 19 },
    Rule { name: "destination_card_printed_name", kind: Kind::Text, longest: 128 },
    Rule { name: "destination_card_recurring_payment_id", kind: Kind::Numeric, longest: LONG },
    Rule { name: "destination_expire_month", kind: Kind::Numeric, longest: 2 },
    Rule { name: "destination_expire_year", kind: Kind::Numeric, longest: 4 },
    Rule { name: "email", kind: Kind::Text, longest: 50 },
    Rule { name: "expire_month", kind: Kind::Numeric, longest: 2 },
    Rule { name: "expire_year", kind: Kind::Numeric, longest: 4 },
    Rule { name: "first_name", kind: Kind::Text, longest: 50 },
    Rule { name: "ipaddress", kind: Kind::Text, longest: 45 },
    Rule { name: "last_name", kind: Kind::Text, longest: 50 },
    Rule { name: "login", kind: Kind::Text, longest: 20 },
    // 128 in the table, 2 MB in the text: the smaller limit is safe for any installation.
    Rule { name: "merchant_form_data", kind: Kind::Text, longest: 128 },
    Rule { name: "notify_url", kind: Kind::Text, longest: 1024 },
    Rule { name: "order_desc", kind: Kind::Text, longest: SIXTY_FOUR_K },
    Rule { name: "orderid", kind: Kind::Numeric, longest: 20 },
    Rule { name: "phone", kind: Kind::Text, longest: 15 },
    Rule { name: "preferred_language", kind: Kind::Text, longest: 2 },
    Rule { name: "purpose", kind: Kind::Text, longest: 128 },
    Rule { name: "redirect_fail_url", kind: Kind::Text, longest: 1024 },
    Rule { name: "redirect_success_url", kind: Kind::Text, longest: 1024 },
    Rule { name: "redirect_url", kind: Kind::Text, longest: 1024 },
    Rule { name: "server_callback_url", kind: Kind::Text, longest: 1024 },
    Rule { name: "site_url", kind: Kind::Text, longest: 128 },
    Rule { name: "ssn", kind: Kind::Numeric, longest: 4 },
    // Two in the table; five states of Australia have three letters.
    Rule { name: "state", kind: Kind::Text, longest: 3 },
    Rule { name: "zip_code", kind: Kind::Text, longest: 10 },
];

/// The media type of every request body.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// More parameters than a transfer usually has.
pub(crate) const CAPACITY: usize = 32;

/// The parameters of one request, in alphabetical order, each at most once.
pub(crate) struct Parameters<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl<'a> Parameters<'a> {
    /// The parameters of a request whose values keep the rules of their kinds.
    pub(crate) fn of(request: &'a impl FormPart) -> Result<Self, InvalidField> {
        request.check_fields()?;
        let mut parameters = Self(Vec::with_capacity(CAPACITY));
        request.each_field(&mut |name, value| parameters.add(name, value));
        Ok(parameters)
    }

    /// Adds a parameter. White space around the value is dropped, because the gateway drops it after the signature was
    /// made; an empty value is left out, as in every official client.
    pub(crate) fn add(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let value = match value.into() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        if value.is_empty() {
            return;
        }
        let place = self.0.partition_point(|(known, _)| *known < name);
        self.0.insert(place, (name, value));
    }

    /// Checks that the required parameters are present, and every parameter against the gateway's table.
    pub(crate) fn check(&self, required: &[&'static str]) -> Result<(), InvalidField> {
        let is_given = |name: &str| self.0.iter().any(|(known, _)| *known == name);
        if let Some(name) = required.iter().find(|name| !is_given(name)) {
            return Err(InvalidField::new(*name, "must be given"));
        }
        self.0.iter().try_for_each(|(name, value)| match rule(name) {
            Some(rule) => check(rule, value),
            None => Ok(()),
        })
    }

    /// Encodes the request body.
    pub(crate) fn to_body(&self) -> Result<Body, InvalidField> {
        // Large enough with every byte escaped: a buffer that grows leaves unwiped card data in the old allocation.
        let room = self.0.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(room));
        self.0
            .serialize(serde_urlencoded::Serializer::new(&mut form))
            .map_err(|_| InvalidField::new("body", "must be pairs of names and texts"))?;
        Ok(Body::new(FORM, form.finish().into_bytes()))
    }
}

/// Whether a name belongs to the gateway, so that an extra parameter must not use it.
pub(crate) fn is_typed(name: &str) -> bool {
    // `destination` is documented as an alias of `destination-card-no`.
    name == "destination" || rule(name).is_some()
}

fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

fn check(rule: &Rule, value: &str) -> Result<(), InvalidField> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match rule.kind {
        Kind::Numeric if !digits(value) => Err(InvalidField::new(rule.name, "must be digits only")),
        // Stops counting at the limit.
        _ if value.chars().nth(rule.longest).is_some() => {
            Err(InvalidField::new(rule.name, format!("must have at most {} characters", rule.longest)))
        }
        _ => Ok(()),
    }
}

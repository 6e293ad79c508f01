//! The table of inputs that a client rejects before it sends anything: each row is tested, and the table is a document.
//!
//! ```no_run
//! use payments_contract::bad_input::BadInput;
//! use payments_core::{CardNumber, InvalidField};
//!
//! let mut table = BadInput::new("example-client", "Example Bank");
//! table.value("CardNumber::new", "a number with spaces", "", "a card number is digits only, without spaces or dashes",
//!     &CardNumber::new("4242 4242 4242 4242").unwrap_err());
//! table.call("payment/start", "an amount of 0", "amount", "must be above zero", |wire| {
//!     // wire.run(client(wire).send(&PaymentStart::new(Money::from_minor_units(0, Currency::RUB))))
//!     # Err::<(), payments_core::Error<Example>>(panic!())
//! });
//! table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &[]);
//! table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
//! # struct Example;
//! # impl payments_core::Provider for Example {
//! #     const NAME: &'static str = "Example";
//! #     const USER_AGENT: &'static str = "example";
//! #     const ACCEPT: &'static str = "*/*";
//! #     type Refusal = String;
//! #     type Query = payments_core::NoQuery;
//! #     type Host = ();
//! #     const DEFAULT_HOST: () = ();
//! #     type Auth<'a> = ();
//! #     fn classify(_: &payments_core::RawResponse, _: payments_core::EffectKind) -> payments_core::Classification<String> {
//! #         payments_core::Classification::Done
//! #     }
//! #     fn names_operation(_: &payments_core::RawResponse) -> bool { false }
//! #     fn is_transient(_: &String) -> bool { false }
//! # }
//! ```

#![allow(clippy::panic, reason = "a test that cannot go on fails")]

use std::fmt::{Display, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

use payments_core::{Error, ErrorKind, Outcome, Provider};

use crate::FakeProvider;
use payments_core::testing::FakeResponse;

/// If set, the document is rewritten instead of compared.
const UPDATE: &str = "UPDATE_DOCS";

/// The text before the sections.
const TITLE: &str = "# What is refused before anything is sent

Every row is a test: the call gives an error with this field and this rule, its outcome is *not sent*, and the transport was
not asked. Written by `UPDATE_DOCS=1 cargo test --test safety`; the same test without it fails when this page is not what
the code does.
";

/// Calls that reject a field. A field that is named in one must have a row.
const REFUSING: [&str; 3] = ["InvalidField::new(", "check_length(", "check_text("];

/// The table of one client.
#[derive(Debug)]
pub struct BadInput {
    package: &'static str,
    provider: &'static str,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    place: String,
    what: String,
    field: String,
    rule: String,
}

impl BadInput {
    /// Creates the table of a package.
    pub const fn new(package: &'static str, provider: &'static str) -> Self {
        Self { package, provider, rows: Vec::new() }
    }

    /// Adds a request that an endpoint rejects: the field and the rule, and the call that tries to send it.
    ///
    /// # Panics
    ///
    /// It is sent, or rejected for another reason.
    pub fn call<T, P: Provider>(
        &mut self,
        endpoint: &str,
        what: &str,
        field: &str,
        rule: &str,
        send: impl FnOnce(&FakeProvider) -> Result<T, Error<P>>,
    ) {
        let wire = FakeProvider::new(FakeResponse::ok("{}"));
        let Err(error) = send(&wire) else { panic!("{endpoint}, {what}: it was sent") };
        assert_eq!(wire.requests().len(), 0, "{endpoint}, {what}: it was sent");
        let proven = (error.kind(), error.outcome(), error.money_may_have_moved(), error.recovery().is_some());
        assert_eq!(proven, (ErrorKind::Invalid, Outcome::NotSent, false, false), "{endpoint}, {what}: {error}");
        let invalid = error.invalid_field().map(|invalid| (invalid.field(), invalid.rule()));
        assert_eq!(invalid, Some((field, rule)), "{endpoint}, {what}");
        self.add(endpoint, what, field, rule);
    }

    /// Adds a value that its constructor rejects: the error's text is the field and the rule, or only the rule if `field` is
    /// empty.
    ///
    /// # Panics
    ///
    /// It is rejected for another reason.
    pub fn value(&mut self, place: &str, what: &str, field: &str, rule: &str, refused: &impl Display) {
        let expected = if field.is_empty() { rule.to_owned() } else { format!("{field} {rule}") };
        assert_eq!(refused.to_string(), expected, "{place}, {what}");
        self.add(place, what, field, rule);
    }

    fn add(&mut self, place: &str, what: &str, field: &str, rule: &str) {
        let [place, what, field, rule] = [place, what, field, rule].map(str::to_owned);
        self.rows.push(Row { place, what, field, rule });
    }

    /// Checks against the source that every rule and field in it has a row, or is listed here as one that no input can break.
    ///
    /// # Panics
    ///
    /// A rule or a field has no row.
    pub fn assert_covers(&self, source: &str, unbreakable: &[&str]) {
        let mut missing = Vec::new();
        for file in rust_files(Path::new(source)) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let rules =
                literals(&code).filter(|literal| literal.starts_with("must ") || literal.starts_with("cannot "));
            let lacks_rule = |rule: &&str| !self.rows.iter().any(|row| fits(&row.rule, rule));
            missing.extend(rules.filter(|rule| !unbreakable.contains(rule)).filter(lacks_rule).map(str::to_owned));
            let lacks_field = |field: &&str| !self.rows.iter().any(|row| row.field.ends_with(field));
            let fields = fields(&code).filter(|field| !unbreakable.contains(field));
            missing.extend(fields.filter(lacks_field).map(str::to_owned));
        }
        assert!(missing.is_empty(), "{} has no rows for {missing:#?}", self.package);
    }

    /// Compares this package's section of the document with the table, or writes it if `UPDATE_DOCS` is set.
    ///
    /// # Panics
    ///
    /// The section differs.
    pub fn assert_documented(&self, document: &str) {
        let (begin, end) = self.marks();
        let section = format!("{begin}{}{end}", self.section());
        let written = fs::read_to_string(document).unwrap_or_default();
        if std::env::var_os(UPDATE).is_none() {
            assert!(
                self.is_documented_in(&written),
                "{document} is not what {} does: run the test with {UPDATE}=1",
                self.package
            );
            return;
        }
        let written = if written.is_empty() { TITLE.to_owned() } else { written };
        let rest = written.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
        let updated = match rest {
            Some((before, behind)) => format!("{before}{section}{behind}"),
            None => format!("{written}\n{section}"),
        };
        let saved = fs::write(document, updated);
        assert!(saved.is_ok(), "{document} cannot be written");
    }

    /// The text before this package's section, and the text after it.
    fn marks(&self) -> (String, String) {
        (format!("<!-- {} -->\n", self.package), format!("<!-- end of {} -->\n", self.package))
    }

    fn is_documented_in(&self, written: &str) -> bool {
        let (begin, end) = self.marks();
        written.contains(&format!("{begin}{}{end}", self.section()))
    }

    fn section(&self) -> String {
        let mut text = format!("\n## {}: `{}`\n\n", self.provider, self.package);
        text.push_str("| where | field | rule | refused, for example |\n|---|---|---|---|\n");
        for Row { place, what, field, rule } in &self.rows {
            let field = if field.is_empty() { "–".to_owned() } else { format!("`{field}`") };
            let [what, rule] = [what, rule].map(|words| payments_core::scrub(words).replace('|', "\\|"));
            let _ = writeln!(text, "| `{place}` | {field} | {rule} | {what} |");
        }
        text.push('\n');
        text
    }
}

/// Whether the source builds this rule, with any text in place of `{…}`.
fn fits(rule: &str, built: &str) -> bool {
    match (built.split_once('{'), built.rsplit_once('}')) {
        (Some((before, _)), Some((_, behind))) => rule.starts_with(before) && rule.ends_with(behind),
        _ => rule == built,
    }
}

/// The texts between quotation marks.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2)
}

/// The fields that are named in calls that reject something.
fn fields(code: &str) -> impl Iterator<Item = &str> {
    REFUSING.iter().flat_map(move |call| {
        let calls = code.match_indices(call).filter_map(|(place, found)| code.get(place + found.len()..));
        calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
    })
}

pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;
    use std::time::Duration;

    use payments_core::{
        AccountNumber, BaseUrl, Bik, CardExpiry, CardNumber, Currency, Date, Email, Inn, InvalidField, Minutes, Money,
        Phone, PollSchedule, RetryPolicy, SecurityCode, Timeouts, check_browser_address,
    };

    use super::*;

    fn add_schedules(table: &mut BadInput) {
        let s = Duration::from_secs;
        for (timeouts, what, field, rule) in [
            (Timeouts::new(s(0), s(1), s(1)), "no time to connect", "connect timeout", "must be above zero"),
            (
                Timeouts::new(s(2), s(2), s(2)),
                "2 s to connect and 2 s in all",
                "connect timeout",
                "must be shorter than the attempt timeout",
            ),
            (
                Timeouts::new(s(1), s(3), s(2)),
                "an attempt of 3 s in 2 s",
                "attempt timeout",
                "must not be longer than the total timeout",
            ),
        ] {
            table.value("Timeouts::new", what, field, rule, &timeouts.unwrap_err());
        }
        for (retries, what, field, rule) in [
            (RetryPolicy::default().attempts(0), "no attempt at all", "attempts", "must be at least 1"),
            (
                RetryPolicy::default().waits(s(2), s(1)),
                "2 s, at most 1 s",
                "first wait",
                "must not be longer than the longest wait",
            ),
        ] {
            table.value("RetryPolicy", what, field, rule, &retries.unwrap_err());
        }
        for (schedule, what, field, rule) in [
            (PollSchedule::new(s(0), s(1), s(9)), "no wait", "first wait", "must be above zero"),
            (
                PollSchedule::new(s(2), s(1), s(9)),
                "2 s, at most 1 s",
                "first wait",
                "must not be longer than the longest wait",
            ),
            (
                PollSchedule::new(s(1), s(9), s(8)),
                "a wait of 9 s in 8 s",
                "longest wait",
                "must not be longer than the timeout",
            ),
            (
                PollSchedule::in_stages(s(3), s(4), s(2), s(9)),
                "3 s, later 2 s",
                "first wait",
                "must not be longer than the later ones",
            ),
            (
                PollSchedule::in_stages(s(1), s(9), s(2), s(8)),
                "a stage of 9 s in 8 s",
                "timeout",
                "must not be shorter than the first stage or a wait",
            ),
        ] {
            table.value("PollSchedule", what, field, rule, &schedule.unwrap_err());
        }
    }

    fn refusal<T: FromStr<Err = InvalidField>>(text: &str) -> InvalidField {
        text.parse::<T>().err().unwrap()
    }

    fn add_browser_addresses(table: &mut BadInput) {
        let ports = "must have a port that browsers open: they refuse those of other protocols, such as 6000 or 10080";
        for (what, host, port, rule) in [
            ("a port of X11", "shop.example", Some(6000), ports),
            ("a host that cannot exist", "shop.invalid", None, "must be a host that exists"),
            (
                "every address",
                "0.0.0.0",
                None,
                "must not be 0.0.0.0 or [::], which a server listens on and no browser opens",
            ),
        ] {
            let refused = InvalidField::new("return URL", check_browser_address(host, port).unwrap_err());
            table.value("check_browser_address", what, "return URL", rule, &refused);
        }
    }

    #[test]
    fn shared_types_refuse_bad_input() {
        let mut table = BadInput::new("payments-core", "Shared by all");
        let digits = "a card number is digits only, without spaces or dashes";
        for (number, rule) in [
            ("4242 4242 4242 4242", digits),
            ("424242424242", "a card number has 13 to 19 digits"),
            ("42424242424242424242", "a card number has 13 to 19 digits"),
            ("4242424242424241", "the card number's check digit is wrong"),
        ] {
            table.value("CardNumber::new", number, "", rule, &CardNumber::new(number).unwrap_err());
        }
        for code in ["12", "12345", "12a"] {
            table.value(
                "SecurityCode::new",
                code,
                "",
                "a security code is 3 or 4 digits",
                &SecurityCode::new(code).unwrap_err(),
            );
        }
        let (month, year) = ("the expiry month is 1 to 12", "the expiry year has four digits, 2000 to 2099");
        table.value("CardExpiry::new", "month 13", "", month, &CardExpiry::new(13, 2030).unwrap_err());
        table.value("CardExpiry::new", "year 30", "", year, &CardExpiry::new(12, 30).unwrap_err());
        for (date, what, field, rule) in [
            (Date::new(999, 1, 1), "year 999", "year", "must have four digits"),
            (Date::new(2026, 13, 1), "month 13", "month", "must be 1 to 12"),
            (Date::new(2026, 2, 29), "29 February 2026", "day", "must be 1 to 28"),
        ] {
            table.value("Date::new", what, field, rule, &date.unwrap_err());
        }
        for (amount, currency, rule) in [
            ("1,00", Currency::RUB, "an amount is digits with at most one dot between them, such as 1000.00"),
            ("1.001", Currency::RUB, "the currency has 2 decimals, the amount has more"),
        ] {
            table.value("Money::parse", &format!("`{amount}`"), "", rule, &Money::parse(amount, currency).unwrap_err());
        }
        add_browser_addresses(&mut table);
        for (address, rule) in [
            ("host.example", "the address must be absolute, such as https://host.example/path"),
            ("https://user:secret@host.example", "the address must not carry a user or password"),
            ("https://host.example/?a=b", "the address must not carry a query or fragment"),
            (
                "https://host.example/a/../b",
                "the address's path must be plain: no dot segments, no escapes, nothing that needs one",
            ),
            ("http://host.example", "the address must be https; plain http is for this machine only"),
            ("ftp://host.example", "the address must be https"),
        ] {
            table.value("Environment::at", &format!("`{address}`"), "", rule, &BaseUrl::new(address).unwrap_err());
        }
        let phone = "must be 7 to 15 digits with the country code, with or without a plus in front";
        for (place, what, field, rule, refused) in [
            (
                "AccountNumber::new",
                "19 digits",
                "account number",
                "must be 20 digits",
                refusal::<AccountNumber>("4070281040000000000"),
            ),
            ("Bik::new", "8 digits", "BIK", "must be 9 digits", refusal::<Bik>("04452522")),
            (
                "Email::new",
                "`client`",
                "e-mail address",
                "must have the form name@example.org",
                refusal::<Email>("client"),
            ),
            ("Inn::new", "11 digits", "INN", "must be 10 or 12 digits", refusal::<Inn>("77070838930")),
            ("Phone::new", "`8 937`", "phone number", phone, refusal::<Phone>("8 937")),
        ] {
            table.value(place, what, field, rule, &refused);
        }
        let minutes = Minutes::<10, 59>::new(60).unwrap_err();
        table.value("Minutes::<10, 59>::new", "60", "duration", "must be 10 to 59 minutes", &minutes);
        add_schedules(&mut table);
        // Rules that the clients' tables cover with their own fields, and those that no value here can break.
        let elsewhere = [
            "must not be empty",
            "must have at most {longest} characters",
            "must be neither empty nor dots: it is a part of the address",
            "must not be empty, hold control characters, or begin or end with white space",
        ];
        let unbreakable = [
            // What the compiler says.
            "cannot be a field of a request",
            "cannot be a field of a form",
            "must have a JSON form",
            "is not a valid header value",
            "path",
            "body",
            "value",
            "environment",
            "host",
        ];
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../payments-core/src");
        table.assert_covers(source, &[&elsewhere[..], &unbreakable[..]].concat());
        table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
    }

    #[test]
    fn a_rule_without_a_row_is_reported() {
        let source = tempfile::tempdir().unwrap();
        let code = "check_length(\"name\", name, 3)?;\nInvalidField::new(\"sum\", format!(\"must have {n} digits\"))";
        fs::write(source.path().join("rules.rs"), format!("// \"must not be read\"\n{code}")).unwrap();
        let covers = |table: &BadInput| {
            let path = source.path().to_str().unwrap().to_owned();
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| table.assert_covers(&path, &[]))).is_ok()
        };
        let mut table = BadInput::new("example", "Example");
        assert!(!covers(&table));
        table.value("place", "what", "order.name", "must not be empty", &"order.name must not be empty");
        assert!(!covers(&table));
        table.value("place", "what", "sum", "must have 3 digits", &"sum must have 3 digits");
        assert!(covers(&table));
    }

    #[test]
    fn a_document_that_differs_from_the_code_is_reported() {
        let mut table = BadInput::new("example", "Example");
        table.value("place", "4242424242424242", "sum", "must be above zero", &"sum must be above zero");
        assert!(table.section().contains("| `place` | `sum` | must be above zero | ************4242 |\n"));
        let written = format!("before\n<!-- example -->\n{}<!-- end of example -->\nbehind", table.section());
        assert!(table.is_documented_in(&written));
        table.value("place", "what", "sum", "must be small", &"sum must be small");
        assert!(!table.is_documented_in(&written));
    }
}

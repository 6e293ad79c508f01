//! Comparing the received request with the one in the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff;
use crate::exchange::Recorded;
use crate::panics::caught;
use crate::suite::Check;
use payments_samples::case_file::{OF_THE_CONNECTION, RequestFile};

/// All differences, each as a text of one or more lines.
pub(crate) fn differences(
    expected: &RequestFile,
    sent: &Recorded,
    checks: &BTreeMap<&'static str, Check>,
) -> Vec<String> {
    let mut differences = Vec::new();
    let expected_line = format!("{} {}", expected.method, expected.target);
    let sent_line = format!("{} {}", sent.method, sent.target);
    if expected_line != sent_line {
        differences.push(format!("the request line differs:\n- {expected_line}\n+ {sent_line}"));
    }
    let expected_headers = by_name(&expected.headers);
    let sent_headers = by_name(&sent.headers);
    let names: BTreeSet<&str> = expected_headers.keys().chain(sent_headers.keys()).copied().collect();
    for name in names.into_iter().filter(|name| !OF_THE_CONNECTION.contains(name)) {
        let [expected, sent_values] = [&expected_headers, &sent_headers].map(|headers| values(headers, name));
        differences.extend(header_difference(name, expected, sent_values, sent, checks));
    }
    differences.extend(diff::bodies(&expected.body, &sent.body));
    differences
}

type Headers<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn by_name(headers: &[(String, String)]) -> Headers<'_> {
    let mut by_name = Headers::new();
    for (name, value) in headers {
        by_name.entry(name).or_default().push(value);
    }
    by_name
}

fn values<'a>(headers: &'a Headers<'a>, name: &str) -> &'a [&'a str] {
    headers.get(name).map(Vec::as_slice).unwrap_or_default()
}

fn header_difference(
    name: &str,
    expected: &[&str],
    sent_values: &[&str],
    sent: &Recorded,
    checks: &BTreeMap<&'static str, Check>,
) -> Option<String> {
    if let ([expected], [value]) = (expected, sent_values)
        && let Some(placeholder) = expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
    {
        let Some(check) = checks.get(placeholder) else {
            return Some(format!(
                "the header `{name}` is written `{expected}`, which is neither a variable nor a check"
            ));
        };
        return caught(|| check(sent, value))
            .err()
            .map(|problem| format!("the header `{name}` fails its check: {problem}"));
    }
    if expected == sent_values {
        return None;
    }
    let lines = |sign: char, values: &[&str]| -> String {
        let lines: Vec<String> = values.iter().map(|value| format!("\n{sign} {name}: {value}")).collect();
        lines.concat()
    };
    Some(format!("the header `{name}` differs:{}{}", lines('-', expected), lines('+', sent_values)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected() -> RequestFile {
        let file = b"# Source: here\nPOST /pay?now=1\na: one\na: two\nx-sign: {signature}\n\n{\"sum\":1}\n";
        RequestFile::parse(file, &BTreeMap::new()).unwrap()
    }

    fn sent() -> Recorded {
        let headers =
            [("host", "127.0.0.1:1"), ("a", "one"), ("x-sign", "good"), ("a", "two"), ("content-length", "9")];
        Recorded {
            method: "POST".to_owned(),
            target: "/pay?now=1".to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: b"{\"sum\":1}".to_vec(),
        }
    }

    fn checks() -> BTreeMap<&'static str, Check> {
        let check: Check = Box::new(|_, value| if value == "good" { Ok(()) } else { Err("it is not good".into()) });
        BTreeMap::from([("signature", check)])
    }

    #[track_caller]
    fn differs(change: impl FnOnce(&mut Recorded), complaint: &str) {
        let mut sent = sent();
        change(&mut sent);
        let differences = differences(&expected(), &sent, &checks());
        assert_eq!(differences.len(), 1, "{differences:?}");
        assert!(differences.iter().any(|difference| difference.contains(complaint)), "{differences:?}");
    }

    #[test]
    fn the_same_request_has_no_differences() {
        assert_eq!(differences(&expected(), &sent(), &checks()), Vec::<String>::new());
    }

    #[test]
    fn a_difference_in_any_part_is_reported() {
        differs(|sent| sent.method = "PUT".to_owned(), "- POST /pay?now=1\n+ PUT /pay?now=1");
        differs(|sent| sent.target = "/pay".to_owned(), "+ POST /pay");
        differs(|sent| sent.headers.retain(|(_, value)| value != "two"), "- a: one\n- a: two\n+ a: one");
        differs(|sent| sent.headers.push(("b".to_owned(), "three".to_owned())), "+ b: three");
        differs(|sent| sent.headers.retain(|(name, _)| name != "x-sign"), "- x-sign: {signature}");
        differs(|sent| sent.headers.iter_mut().for_each(|(_, value)| *value = value.replace("good", "")), "not good");
        differs(|sent| sent.body = b"{\"sum\":2}".to_vec(), "byte 7");
        differs(|sent| sent.body = b"{\"sum\": 1}".to_vec(), "byte 7");
    }

    #[test]
    fn a_placeholder_needs_its_check() {
        let differences = differences(&expected(), &sent(), &BTreeMap::new());
        assert!(differences.iter().any(|difference| difference.contains("neither a variable nor a check")));
    }
}

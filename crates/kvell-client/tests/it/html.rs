//! The HTML form, read as a browser reads it.

use kvell_client::form::Preauthorize;
use kvell_client::{CustomerKey, TransactionId};

use crate::support::{Stage, form_a, form_of, rub, vectors};

/// The texts between two marks, in order.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).map(move |rest| rest.split(end).next().unwrap())
}

fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&amp;", "&")
}

/// The fields that a browser would send.
fn inputs(html: &str) -> Vec<(String, String)> {
    between(html, "<input type=\"hidden\" ", ">\n")
        .map(|input| {
            let attribute = |name: &str| unescape(between(input, &format!("{name}=\""), "\"").next().unwrap());
            (attribute("name"), attribute("value"))
        })
        .collect()
}

fn html(form: &Preauthorize) -> String {
    Stage::new([]).client.sign_form(form).unwrap().html()
}

#[test]
fn a_browser_sends_exactly_the_fields() {
    for vector in vectors()["preauthorize"].as_array().unwrap() {
        let form = Stage::new([]).client.sign_form(&form_of(vector)).unwrap();
        let fields: Vec<_> = form.fields().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(inputs(&form.html()), fields);
        assert_eq!(inputs(&form.html_form("Go")), fields);
    }
}

#[test]
fn vector_b_is_escaped_as_documented() {
    let page = html(&form_of(&vectors()["preauthorize"][1]));
    assert!(page.contains("name=\"description\" value=\"Продукт №1 &quot;A&quot; &lt;b&gt;\""), "{page}");
}

#[test]
fn nothing_breaks_out_of_an_attribute() {
    let attack = "\"><script>alert('x')</script>&amp;";
    let form = Preauthorize::new(
        CustomerKey::new(attack),
        TransactionId::from_any_text(attack),
        rub(1),
        attack,
        "https://shop.example/?a='\"><b>&c",
        "https://shop.example/fail",
    );
    let page = html(&form);
    assert_eq!(page.matches("<script>").count(), 1, "its own: {page}");
    assert!(!page.contains("alert('x')") && !page.contains("<b>"), "{page}");
    let values = inputs(&page);
    assert_eq!(values.len(), 8);
    assert_eq!(values[1].1, attack);
    assert_eq!(values[3].1, attack);
}

#[test]
fn the_page_declares_its_encoding_submits_itself_and_works_without_script() {
    let page = html(&form_a());
    assert!(page.starts_with("<!DOCTYPE html>\n"));
    assert!(page.contains("<meta charset=\"utf-8\">"));
    let action = "action=\"https://customer.stage.kvell.group/bind/card/preauthorize\"";
    assert!(page.contains(&format!("<form {action} method=\"POST\" accept-charset=\"utf-8\">")), "{page}");
    assert!(page.contains("<script>document.forms[0].submit()</script>"));
    assert!(page.contains("<button type=\"submit\">Привязать карту</button>"), "without a name: {page}");
    assert!(!page.contains("noscript") && !page.contains("name=\"submit\""));
    assert!(page.find("</form>") < page.find("<script>"), "the form is there before it is submitted");
}

#[test]
fn the_form_alone_has_no_script_and_a_custom_button() {
    let form = Stage::new([]).client.sign_form(&form_a()).unwrap().html_form("Save & <go>");
    assert!(form.starts_with("<form ") && form.ends_with("</form>\n"));
    assert!(!form.contains("<script"));
    assert!(form.contains("<button type=\"submit\">Save &amp; &lt;go&gt;</button>"));
}

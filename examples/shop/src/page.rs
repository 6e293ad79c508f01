//! The page: what is offered, and the orders with their states.

use std::fmt::Write as _;

use payments_core::Money;

use crate::order::State;
use crate::providers::{Bank131, Kvell, Offer, PaynetEasy, Provider, Vepay};
use crate::store::Line;
use payments_core::html::escape;

const STYLE: &str = "
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: #f5f6f8; color: #17202a; font: 16px/1.5 system-ui, sans-serif }
h1 { font-size: 1.5rem; margin: 0 0 1rem } h2 { font-size: 1.05rem; margin: 0 } p { margin: 0 0 .75rem; color: #5b6673 }
.offers { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); align-items: start; margin-bottom: 2rem }
form, .orders { background: #fff; border: 1px solid #dfe3e8; border-radius: 10px; padding: 1rem }
.orders { padding: 0; overflow-x: auto }
label { display: block; font-size: .85rem; color: #394450; margin-bottom: .5rem }
input { display: block; width: 100%; padding: .4rem .6rem; border: 1px solid #a9b3bd; border-radius: 6px; font: inherit }
input::placeholder { color: #a3adb7 }
button, a.pay { display: inline-block; padding: .4rem .9rem; border: 0; border-radius: 6px; background: #13663a; color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
form button { width: 100%; font-size: .95rem } a.pay { white-space: nowrap }
table { width: 100%; border-collapse: collapse } th, td { padding: .6rem .9rem; text-align: left; vertical-align: top; border-top: 1px solid #e8ebee }
thead th { border: 0; font-size: .85rem; font-weight: 600; color: #5b6673 }
.number { font-family: ui-monospace, monospace; font-size: .85rem; white-space: nowrap } .amount { white-space: nowrap; font-variant-numeric: tabular-nums }
.state { display: inline-block; padding: .05rem .6rem; border-radius: 999px; font-size: .85rem; font-weight: 600; white-space: nowrap }
.begun { background: #fdebc8; color: #7a4b00 } .pending { background: #dbe9fb; color: #134a8a }
.succeeded { background: #d8f0e0; color: #0f5a31 } .failed { background: #fadcdc; color: #8f1d1d }
";

/// Reloads the table only, so that what is being typed is kept.
const SCRIPT: &str = "
setInterval(async () => {
  const answer = await fetch('/orders').catch(() => null);
  if (answer?.ok) document.querySelector('.orders').innerHTML = await answer.text();
}, 1000);
";

/// The whole page. `number` generates the number of an order that a form may begin.
pub(crate) fn whole<E>(lines: &[Line], mut number: impl FnMut() -> Result<String, E>) -> Result<String, E> {
    let mut offers = String::new();
    offer::<Bank131>(&mut offers, &number()?);
    offer::<PaynetEasy>(&mut offers, &number()?);
    offer::<Vepay>(&mut offers, &number()?);
    offer::<Kvell>(&mut offers, &number()?);
    let table = table(lines);
    Ok(framed(&format!(
        "<h1>Shop</h1><div class=\"offers\">{offers}</div><h1>Orders</h1><div class=\"orders\">{table}</div>\
         <script>{SCRIPT}</script>"
    )))
}

/// The form of an order that was begun and whose outcome is unknown.
pub(crate) fn again<P: Provider>(number: &str) -> String {
    let mut form = String::new();
    offer::<P>(&mut form, &format!("{number}/again"));
    framed(&format!(
        "<h1>Once more</h1><p>The answer to this order was lost. Type the same again: the order keeps its number, and the \
         provider acts once on a number.</p><div class=\"offers\">{form}</div>"
    ))
}

fn framed(content: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Shop</title><style>{STYLE}</style>{content}</html>"
    )
}

/// The orders, for the page and for its script.
pub(crate) fn table(lines: &[Line]) -> String {
    if lines.is_empty() {
        return "<table><tr><td>None yet.</td></tr></table>".to_owned();
    }
    let mut html = String::from(
        "<table><thead><tr><th>Order</th><th>Begun</th><th>Provider</th><th>Amount</th><th>State</th><th></th><th></th>\
         </tr></thead>",
    );
    for line in lines {
        row(&mut html, line);
    }
    html + "</table>"
}

fn row(html: &mut String, line: &Line) {
    let Line { number, provider, amount, begun_at, state, asks_payer, card_last4, note } = line;
    let short = number.split('-').next().unwrap_or_default();
    let card = card_last4.as_ref().map(|last4| format!(" Card *{last4}.")).unwrap_or_default();
    let _ = write!(
        html,
        "<tr id=\"order-{number}\"><td class=\"number\" title=\"{number}\">{short}</td><td class=\"number\">{begun_at}</td>\
         <td>{provider}</td><td class=\"amount\">{amount}</td>\
         <td><span class=\"state {state}\">{words}</span></td><td>{note}{card}</td><td>",
        number = escape(number),
        short = escape(short),
        begun_at = escape(begun_at),
        provider = escape(provider),
        amount = escape(&in_words(amount.as_ref())),
        state = state.as_str(),
        words = words(*state),
        note = escape(note),
        card = escape(&card),
    );
    if *asks_payer && !state.is_final() {
        let _ = write!(html, "<a class=\"pay\" href=\"/{}/orders/{}/pay\">Go on</a>", escape(provider), escape(number));
    }
    html.push_str("</td></tr>");
}

const fn words(state: State) -> &'static str {
    match state {
        State::Begun => "outcome unknown",
        State::Pending => "under way",
        State::Succeeded => "done",
        State::Failed => "failed",
    }
}

fn in_words(amount: Option<&Money>) -> String {
    let Some(amount) = amount else { return String::new() };
    format!("{} {}", amount.to_decimal().unwrap_or_default(), amount.currency().as_str())
}

/// A form that begins an order.
fn offer<P: Provider>(html: &mut String, number: &str) {
    let Offer { title, explanation, price, fields, button } = P::offer();
    let _ = write!(
        html,
        "<form method=\"post\" action=\"/{}/orders/{}\"><h2>{title}</h2><p>{explanation}</p>",
        P::NAME,
        escape(number)
    );
    for field in fields {
        let _ = write!(
            html,
            "<label>{}<input name=\"{}\" placeholder=\"{}\" autocomplete=\"off\" required></label>",
            field.label, field.name, field.example
        );
    }
    let price = price.map(|price| format!(" · {}", in_words(Some(&price)))).unwrap_or_default();
    let _ = write!(html, "<button name=\"begin\" value=\"{}\">{button}{}</button></form>", P::NAME, escape(&price));
}

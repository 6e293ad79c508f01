//! The orders with their states, for the page and for its script.

use std::fmt::Write as _;

use payments_core::html::escape;

use super::in_words;
use crate::order::State;
use crate::store::{Line, Orders};
use crate::text::{Bilingual, both};

/// On a wide page a table, on a phone a card for each order: the style decides. What matters comes first.
pub(crate) fn table(orders: &Orders) -> String {
    if orders.latest.is_empty() {
        let none = Bilingual { ru: "Пока нет.", en: "None yet." };
        return format!("<table><tr><td>{}</td></tr></table>", none.html());
    }
    let mut html = String::new();
    if orders.need_person > 0 {
        let ru = format!("Нужен человек: {}", orders.need_person);
        let en = format!("Orders that need a person: {}", orders.need_person);
        let _ = write!(html, "<p class=\"count\">{}</p>", both(&ru, &en));
    }
    html.push_str("<table><thead><tr>");
    for column in COLUMNS {
        let _ = write!(html, "<th>{}</th>", column.html());
    }
    html.push_str("</tr></thead>");
    for line in &orders.latest {
        row(&mut html, line);
    }
    html + "</table>"
}

const COLUMNS: [Bilingual; 7] = [
    Bilingual { ru: "Состояние", en: "State" },
    Bilingual { ru: "Что известно", en: "What is known" },
    Bilingual { ru: "", en: "" },
    Bilingual { ru: "Сумма", en: "Amount" },
    Bilingual { ru: "Провайдер", en: "Provider" },
    Bilingual { ru: "Начат (UTC)", en: "Begun" },
    Bilingual { ru: "Заказ", en: "Order" },
];

fn row(html: &mut String, line: &Line) {
    let Line { number, provider, amount, begun_at, state, asks_payer, card_last4, note } = line;
    let short = number.split('-').next().unwrap_or_default();
    let (mut ru, mut en) = (note.ru.clone(), note.en.clone());
    if let Some(last4) = card_last4 {
        let _ = write!(ru, " Карта *{last4}.");
        let _ = write!(en, " Card *{last4}.");
    }
    let _ = write!(
        html,
        "<tr id=\"order-{number}\"><td><span class=\"state {state}\">{words}</span></td><td class=\"note\">{note}</td>\
         <td class=\"action\">{action}</td><td class=\"facts amount\">{amount}</td><td class=\"facts\">{provider}</td>\
         <td class=\"facts time\">{begun_at}</td><td class=\"facts number\" title=\"{number}\">{short}</td></tr>",
        number = escape(number),
        state = state.as_str(),
        words = words(*state).html(),
        note = both(&ru, &en),
        action = if *asks_payer && !state.is_final() { button(provider, number) } else { String::new() },
        amount = escape(&in_words(amount.as_ref())),
        provider = escape(provider),
        begun_at = escape(begun_at),
        short = escape(short),
    );
}

fn button(provider: &str, number: &str) -> String {
    let words = Bilingual { ru: "Продолжить", en: "Go on" };
    format!("<a class=\"button\" href=\"/{}/orders/{}/pay\">{}</a>", escape(provider), escape(number), words.html())
}

const fn words(state: State) -> Bilingual {
    match state {
        State::Begun => Bilingual { ru: "исход неизвестен", en: "outcome unknown" },
        State::Pending => Bilingual { ru: "в работе", en: "under way" },
        State::NeedsPerson => Bilingual { ru: "нужен человек", en: "needs a person" },
        State::Succeeded => Bilingual { ru: "выполнен", en: "done" },
        State::Failed => Bilingual { ru: "не выполнен", en: "failed" },
    }
}

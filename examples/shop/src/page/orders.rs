//! The orders with their states, for the page and for its script.

use std::fmt::Write as _;

use payments_core::html::escape;

use super::in_words;
use crate::order::{Kind, State};
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
    Bilingual { ru: "Что", en: "What" },
    Bilingual { ru: "Начат (UTC)", en: "Begun" },
    Bilingual { ru: "Заказ", en: "Order" },
];

fn row(html: &mut String, line: &Line) {
    let Line { number, provider, kind, about, allows, amount, begun_at, state, asks_payer, card_last4, note } = line;
    let mut action = String::new();
    if *asks_payer && !state.is_final() {
        action += &button(provider, number, "pay", Bilingual { ru: "Продолжить", en: "Go on" });
    }
    for kind in allows {
        action += &button(provider, number, &format!("actions/{}", kind.as_str()), name(*kind));
    }
    let about = about.as_deref().map(|about| format!(" · {}", short(about))).unwrap_or_default();
    let (mut ru, mut en) = (note.ru.clone(), note.en.clone());
    if let Some(last4) = card_last4 {
        let _ = write!(ru, " Карта *{last4}.");
        let _ = write!(en, " Card *{last4}.");
    }
    let _ = write!(
        html,
        "<tr id=\"order-{number}\"><td><span class=\"state {state}\">{words}</span></td><td class=\"note\">{note}</td>\
         <td class=\"action\">{action}</td><td class=\"facts amount\">{amount}</td><td class=\"facts\">{kind}</td>\
         <td class=\"facts time\">{begun_at}</td><td class=\"facts number\" title=\"{number}\">{short}</td></tr>",
        number = escape(number),
        state = state.as_str(),
        words = words(*state).html(),
        note = both(&ru, &en),
        amount = escape(&in_words(amount.as_ref())),
        kind = both(&format!("{} · {provider}{about}", name(*kind).ru), name(*kind).en),
        begun_at = escape(begun_at),
        short = escape(short(number)),
    );
}

/// Enough of a number to tell the orders on a page apart.
fn short(number: &str) -> &str {
    number.split('-').next().unwrap_or_default()
}

/// The name of an order, and of the button that does it.
const fn name(kind: Kind) -> Bilingual {
    match kind {
        Kind::Transfer => Bilingual { ru: "Перевод", en: "Transfer" },
        Kind::Card => Bilingual { ru: "Карта", en: "Card" },
        Kind::Purchase => Bilingual { ru: "Покупка", en: "Purchase" },
        Kind::Capture => Bilingual { ru: "Списание", en: "Capture" },
        Kind::Refund => Bilingual { ru: "Возврат", en: "Refund" },
        Kind::Payout => Bilingual { ru: "Выплата на карту", en: "Payout to a card" },
    }
}

fn button(provider: &str, number: &str, what: &str, words: Bilingual) -> String {
    format!("<a class=\"button\" href=\"/{}/orders/{}/{what}\">{}</a>", escape(provider), escape(number), words.html())
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

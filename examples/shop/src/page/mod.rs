//! The pages: what is offered, and the orders with their states. Each sentence is in Russian and in English.

mod orders;

use std::fmt::Write as _;

use payments_core::Money;
use payments_core::html::escape;

use crate::providers::{Bank131, Kvell, Offer, PaynetEasy, Provider, Vepay};
use crate::store::Orders;
use crate::text::{Bilingual, both};

pub(crate) use orders::table;

/// The files of the pages, each with its path and its type. They are no part of the pages, so that no script but these runs.
pub(crate) const FILES: [(&str, &str, &str); 3] = [
    ("/shop.css", "text/css; charset=utf-8", include_str!("shop.css")),
    ("/shop.js", "text/javascript; charset=utf-8", include_str!("shop.js")),
    ("/go-on.js", "text/javascript; charset=utf-8", include_str!("go-on.js")),
];

/// The whole page. `number` generates the number of an order that a form may begin; `token` is what the visitor's forms carry.
pub(crate) fn whole<E>(
    orders: &Orders,
    token: &str,
    mut number: impl FnMut() -> Result<String, E>,
) -> Result<String, E> {
    let mut offers = String::new();
    offer::<Bank131>(&mut offers, &number()?, token);
    offer::<PaynetEasy>(&mut offers, &number()?, token);
    offer::<Vepay>(&mut offers, &number()?, token);
    offer::<Kvell>(&mut offers, &number()?, token);
    Ok(framed(&format!(
        "<h1>{}</h1><div class=\"offers\">{offers}</div><h1 id=\"orders\">{}</h1><div class=\"orders\">{}</div>\
         <script src=\"/shop.js\"></script>",
        SHOP.html(),
        Bilingual { ru: "Заказы", en: "Orders" }.html(),
        table(orders),
    )))
}

const SHOP: Bilingual = Bilingual { ru: "Магазин", en: "Shop" };

/// The form of an order that was begun and whose outcome is unknown.
pub(crate) fn again<P: Provider>(number: &str, token: &str) -> String {
    let mut form = String::new();
    offer::<P>(&mut form, &format!("{number}/again"), token);
    let title = Bilingual { ru: "Ещё раз", en: "Once more" };
    let text = Bilingual {
        ru: "Ответ на этот заказ потерялся. Введите то же самое: номер заказа останется прежним, а по одному номеру \
             платёж проводится один раз.",
        en: "The answer to this order was lost. Type the same again: the order keeps its number, and the provider acts once \
             on a number.",
    };
    framed(&format!("<h1>{}</h1><p>{}</p><div class=\"offers\">{form}</div>", title.html(), text.html()))
}

/// Sends the payer on to this address.
pub(crate) fn go_on(address: &str) -> String {
    let title = Bilingual { ru: "Переходим к оплате", en: "On to the payment" };
    let button = Bilingual { ru: "Перейти", en: "Go on" };
    let address = escape(address);
    let link = format!("<a class=\"button\" href=\"{address}\">{}</a>", button.html());
    refreshed(&format!("0;url={address}"), &format!("<div class=\"page\"><h1>{}</h1>{link}</div>", title.html()))
}

/// Sends the payer on by this form.
pub(crate) fn hand_over(form: &str) -> String {
    let title = Bilingual { ru: "Переходим к банку", en: "On to the bank" };
    framed(&format!("<div class=\"page\"><h1>{}</h1>{form}</div><script src=\"/go-on.js\"></script>", title.html()))
}

/// Looks again in a second whether the provider has a page for the payer.
pub(crate) fn wait() -> String {
    let title = Bilingual { ru: "Минуту", en: "One moment" };
    let text = Bilingual { ru: "Ждём ответа банка.", en: "The bank is at work." };
    refreshed("1", &format!("<div class=\"page\"><h1>{}</h1><p>{}</p></div>", title.html(), text.html()))
}

/// For a form that is not accepted.
pub(crate) fn not_our_form() -> String {
    let title = Bilingual { ru: "Форма устарела", en: "This form is out of date" };
    let text = Bilingual {
        ru: "Ничего не начато. Откройте магазин ещё раз и заполните форму там.",
        en: "Nothing was begun. Open the shop again and fill in the form there.",
    };
    let link = format!("<a class=\"button\" href=\"/\">{}</a>", SHOP.html());
    framed(&format!("<div class=\"page\"><h1>{}</h1><p>{}</p>{link}</div>", title.html(), text.html()))
}

/// For a page that the shop cannot make.
pub(crate) fn failed() -> String {
    let title = Bilingual { ru: "В магазине неполадка", en: "The shop has a problem" };
    let text = Bilingual {
        ru: "Ничего не потеряно; попробуйте ещё раз.", en: "Nothing is lost; try again."
    };
    framed(&format!("<div class=\"page\"><h1>{}</h1><p>{}</p></div>", title.html(), text.html()))
}

fn framed(content: &str) -> String {
    document("", content)
}

fn refreshed(refresh: &str, content: &str) -> String {
    document(&format!("<meta http-equiv=\"refresh\" content=\"{refresh}\">"), content)
}

fn document(head: &str, content: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{head}\
         <title>Магазин · Shop</title><link rel=\"stylesheet\" href=\"/shop.css\"></head><body>{content}</body></html>"
    )
}

fn in_words(amount: Option<&Money>) -> String {
    let Some(amount) = amount else { return String::new() };
    format!("{} {}", amount.to_decimal().unwrap_or_default(), amount.currency().as_str())
}

/// A form that begins an order.
fn offer<P: Provider>(html: &mut String, number: &str, token: &str) {
    let Offer { title, explanation, price, fields, button } = P::offer();
    let _ = write!(
        html,
        "<form method=\"post\" action=\"/{}/orders/{}\"><input type=\"hidden\" name=\"csrf\" value=\"{}\">\
         <h2>{}</h2><p>{}</p>",
        P::NAME,
        escape(number),
        escape(token),
        title.html(),
        explanation.html(),
    );
    for field in fields {
        let _ = write!(
            html,
            "<label>{}<input name=\"{}\" placeholder=\"{}\" inputmode=\"numeric\" autocomplete=\"off\" required></label>",
            field.label.html(),
            field.name,
            field.example
        );
    }
    let price = price.map(|price| format!(" · {}", in_words(Some(&price)))).unwrap_or_default();
    let button = both(&format!("{}{price}", button.ru), button.en);
    let _ = write!(html, "<button name=\"begin\" value=\"{}\">{button}</button></form>", P::NAME);
}

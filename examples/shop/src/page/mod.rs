//! The pages: what is offered, and the orders with their states. Each sentence is in Russian and in English.

mod orders;

use std::fmt::Write as _;

use payments_core::Money;
use payments_core::html::escape;

use crate::order::{Kind, Order};
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
    let mut show = |provider: &str, offer: &Offer| {
        let address = format!("/{provider}/orders/{}?kind={}", number()?, offer.kind.as_str());
        form(&mut offers, provider, offer, &address, token);
        Ok(())
    };
    Bank131::offers().iter().try_for_each(|offer| show(Bank131::NAME, offer))?;
    PaynetEasy::offers().iter().try_for_each(|offer| show(PaynetEasy::NAME, offer))?;
    Vepay::offers().iter().try_for_each(|offer| show(Vepay::NAME, offer))?;
    Kvell::offers().iter().try_for_each(|offer| show(Kvell::NAME, offer))?;
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
    let mut html = String::new();
    for offer in P::offers().iter().filter(|offer| offer.kind == Kind::Transfer) {
        form(&mut html, P::NAME, offer, &format!("/{}/orders/{number}/again", P::NAME), token);
    }
    let title = Bilingual { ru: "Ещё раз", en: "Once more" };
    let text = Bilingual {
        ru: "Ответ на этот заказ потерялся. Введите то же самое: номер заказа останется прежним, а по одному номеру \
             платёж проводится один раз.",
        en: "The answer to this order was lost. Type the same again: the order keeps its number, and the provider acts once \
             on a number.",
    };
    framed(&format!("<h1>{}</h1><p>{}</p><div class=\"offers\">{html}</div>", title.html(), text.html()))
}

/// The form of what is to be done about an order, under the number that it will have.
pub(crate) fn action<P: Provider>(order: &Order, offer: &Offer, number: &str, token: &str) -> String {
    let mut html = String::new();
    let address = format!("/{}/orders/{number}?kind={}&about={}", P::NAME, offer.kind.as_str(), order.number);
    let offer = Offer { price: order.amount.clone(), ..offer.clone() };
    form(&mut html, offer.kind.as_str(), &offer, &address, token);
    let back = Bilingual { ru: "Назад", en: "Back" };
    framed(&format!("<div class=\"page\">{html}<p class=\"back\"><a href=\"/#orders\">{}</a></p></div>", back.html()))
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
    // No line is broken between the two.
    format!("{}\u{a0}{}", amount.to_decimal().unwrap_or_default(), amount.currency().as_str())
}

/// A form that begins an order. `value` is that of its button.
fn form(html: &mut String, value: &str, offer: &Offer, address: &str, token: &str) {
    let Offer { title, explanation, price, fields, button, .. } = offer;
    let _ = write!(
        html,
        "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"csrf\" value=\"{}\"><h2>{}</h2><p>{}</p>",
        escape(address),
        escape(token),
        title.html(),
        explanation.html(),
    );
    for field in *fields {
        let _ = write!(
            html,
            "<label>{}<input name=\"{}\" placeholder=\"{}\" inputmode=\"numeric\" autocomplete=\"off\" required></label>",
            field.label.html(),
            field.name,
            field.example
        );
    }
    let price = price.as_ref().map(|price| format!(" · {}", in_words(Some(price)))).unwrap_or_default();
    let button = both(&format!("{}{price}", button.ru), button.en);
    let _ = write!(html, "<button name=\"begin\" value=\"{}\">{button}</button></form>", escape(value));
}

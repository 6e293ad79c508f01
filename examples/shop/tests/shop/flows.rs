//! All four flows in a real browser, from the shop's page to the end of the order.
//!
//! Needs Chromium and its driver. Where they are missing the test prints that and passes, unless `CI` is set.

use crate::process::{Shop, sandbox, until};
use crate::purchase::held;
use payments_fixtures::chrome::Browser;

#[tokio::test]
async fn a_payer_completes_an_order_with_each_provider() {
    let Some(browser) = Browser::start().await else { return };
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    browser.open(&shop.url).await;
    browser.shows("None yet.").await;
    browser.fits_a_phone().await;

    // With 3-D Secure, unlike the card of the other tests.
    fill(&browser, &[("card_number", "4242424242424242"), ("expiry", "12/30"), ("security_code", "123")]).await;
    fill(&browser, &[("recipient_card_number", "5058270610441098")]).await;
    let bank131 = begin(&browser, &shop, "bank131").await;
    browser.shows("1000.00 RUB").await;
    browser.press("confirm").await;
    browser.arrives_at(&shop.url).await;
    shop.becomes(&bank131, "succeeded").await;

    let payneteasy = begin(&browser, &shop, "payneteasy").await;
    fill(&browser, &[("credit_card_number", "4047753518764320"), ("expiry", "12/30"), ("cvv2", "321")]).await;
    fill(&browser, &[("card_printed_name", "TEST TEST"), ("destination_card_number", "4268736646656312")]).await;
    browser.press("pay").await;
    browser.fill("password", "hint").await;
    browser.press("confirm").await;
    browser.arrives_at(&shop.url).await;
    shop.becomes(&payneteasy, "succeeded").await;

    let vepay = begin(&browser, &shop, "vepay").await;
    save_a_card(&browser, "4111111111111111").await;
    browser.arrives_at(&shop.url).await;
    shop.becomes(&vepay, "succeeded").await;

    let kvell = begin(&browser, &shop, "kvell").await;
    save_a_card(&browser, "4242424242424242").await;
    browser.arrives_at(&shop.url).await;
    shop.becomes(&kvell, "succeeded").await;

    // One that is not paid, and one that waits.
    let declined = begin(&browser, &shop, "kvell").await;
    save_a_card(&browser, "4000000000000002").await;
    browser.arrives_at(&shop.url).await;
    until("Kvell has cancelled it", || shop.note(&declined).contains("tells no card")).await;
    assert_eq!(shop.order(&declined).await.0, "pending", "for a hold that is given back may be called so, too");
    capture(&browser, &shop).await;
    browser.open(&shop.url).await;
    let waiting = begin(&browser, &shop, "vepay").await;
    browser.open(&shop.url).await;
    browser.shows("Vepay waits for the card.").await;
    browser.fits_a_phone().await;
    browser.picture("shop").await;
    assert_eq!(shop.order(&waiting).await.0, "pending");
    browser.close().await;
}

/// The button on the line of a purchase, and the page behind it.
async fn capture(browser: &Browser, shop: &Shop) {
    let purchase = held(shop).await;
    browser.open(&format!("{}/bank131/orders/{purchase}/actions/capture", shop.url)).await;
    browser.fits_a_phone().await;
    browser.picture("capture").await;
    browser.press("capture").await;
    browser.arrives_at(&format!("{}/#orders", shop.url)).await;
    shop.becomes(&purchase, "succeeded").await;
}

async fn fill(browser: &Browser, fields: &[(&str, &str)]) {
    for (name, text) in fields {
        browser.fill(name, text).await;
    }
}

async fn save_a_card(browser: &Browser, number: &str) {
    let card = [("card_number", number), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")];
    fill(browser, &card).await;
    browser.press("pay").await;
}

/// Presses the button of an offer, which brings the payer to the provider's page. Returns the order's number.
async fn begin(browser: &Browser, shop: &Shop, provider: &str) -> String {
    let before = shop.latest();
    browser.press(provider).await;
    until("it is begun", || shop.latest() != before).await;
    shop.latest().unwrap()
}

//! `transfer-form`.

use payments_contract::{Case, Checked, Exchange, Failure, Suite};
use payneteasy_client::{
    Client, Currency, Money, ResponseFormat,
    card::RecurringPaymentId,
    common::{CardExpiry, Date},
    order::{ClientOrderId, Order, OrderId, SerialNumber},
    transfer::{
        DestinationCard, MerchantFormData, Notification, Payer, ReturnUrl, SourceCard, TransferForm,
        TransferFormResponse,
    },
};

use crate::failures::{self, Make, unreadable};
use crate::fixtures::{ENDPOINT, GROUP, ORDER, client, client_for, order, return_url, vector};
use crate::oauth;

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("transfer-form");
    row.also_at("api/v4/transfer-form/group/{endpoint_group_id}");
    for example in EXAMPLES {
        row.case(Case::success(example.name), move |exchange| documented(exchange, example));
    }
    row.case(Case::success("by_endpoint_group"), by_endpoint_group);
    row.case(Case::success("json"), json);
    row.case(Case::success("without_form"), without_form);
    row.case(Case::success("every_parameter"), every_parameter);

    // The card number and security code are in the request, but must not be in the error.
    failures::register(row, "pan_to_form", pan_to_form);
    failures::refusal(row, "form_to_rpi", form_to_rpi, failures::RECURRING_PAYMENT_NOT_FOUND);
    failures::refusal(row, "rpi_to_form", rpi_to_form, failures::SECURITY_CODE_REQUIRED);
    for answer in [
        unreadable("truncated", "the response cannot be read, at redirect-url: missing"),
        unreadable("without_redirect_url", "the response cannot be read, at redirect-url: missing"),
        unreadable("without_order_id", "the response cannot be read, at paynet-order-id: missing"),
    ] {
        failures::malformed(row, "form_to_pan", form_to_pan, answer);
    }
    row.not_applicable("without_status", "the documented answer has none");
    row.not_applicable("without_an_id", "the documented answer has none");
}

/// One of the document's six examples: the request, and the content of the response.
#[derive(Clone, Copy)]
struct Example {
    name: &'static str,
    request: Make<TransferForm>,
    serial_number: &'static str,
    order_id: &'static str,
    /// The last part of the form's address, which differs.
    token: &'static str,
}

const EXAMPLES: [Example; 6] = [
    Example {
        name: "form_to_pan",
        request: form_to_pan,
        serial_number: "00000000-0000-0000-0000-000002ddbfa2",
        order_id: "6863810",
        token: "577953626976766D4B494A66796F55434370393032673D",
    },
    Example {
        name: "form_to_rpi",
        request: form_to_rpi,
        serial_number: "00000000-0000-0000-0000-000002ddc2d7",
        order_id: "6863948",
        token: "66354B455A714F6F32684D61414E78767241354872343D",
    },
    Example {
        name: "pan_to_form",
        request: pan_to_form,
        serial_number: "00000000-0000-0000-0000-000002ddc004",
        order_id: "6863822",
        token: "61365A5A5637456C4545743867705438697A512F30633D",
    },
    Example {
        name: "rpi_to_form",
        request: rpi_to_form,
        serial_number: "00000000-0000-0000-0000-000002ddc34e",
        order_id: "6863959",
        token: "5A716755336669466574615739747A737059777A50493D",
    },
    Example {
        name: "form_to_form",
        request: form_to_form,
        serial_number: "00000000-0000-0000-0000-000002ddc1f8",
        order_id: "6863917",
        token: "613368326D746C2B72645043314744502B537A6E57343D",
    },
    Example {
        name: "deposit_to_form",
        request: deposit_to_form,
        serial_number: "00000000-0000-0000-0000-000002ddc35a",
        order_id: "6863960",
        token: "5878476D6E717A31324167486F61674C6830743070343D",
    },
];

/// The common beginning of the six forms' addresses.
const FORMS: &str = "https://sandbox.payneteasy.com/paynet/form/init/BB587546567A31587163597A684535634A775969614A";

fn notification() -> Notification {
    Notification::final_only("https://httpstat.us/200")
}

fn saved_card() -> Result<RecurringPaymentId, Failure> {
    Ok(RecurringPaymentId::new("1491854")?)
}

fn form_to_pan(client: &Client) -> Result<TransferForm, Failure> {
    let card =
        DestinationCard::new("4268736646656312".parse()?).expiry(CardExpiry::new(12, 2023)?).printed_name("Test Test");
    let terminal = client.endpoint(ENDPOINT);
    Ok(TransferForm::form_to_pan(terminal, order()?, return_url(), card).notification(notification()))
}

fn form_to_rpi(client: &Client) -> Result<TransferForm, Failure> {
    let terminal = client.endpoint(ENDPOINT);
    Ok(TransferForm::form_to_saved_card(terminal, order()?, return_url(), saved_card()?).notification(notification()))
}

pub(crate) fn pan_to_form(client: &Client) -> Result<TransferForm, Failure> {
    let number = "4047753518764320".parse()?;
    let card = SourceCard::new(number, CardExpiry::new(12, 2023)?, "123".parse()?, "Test Test");
    let terminal = client.endpoint(ENDPOINT);
    Ok(TransferForm::pan_to_form(terminal, order()?, return_url(), card).notification(notification()))
}

fn rpi_to_form(client: &Client) -> Result<TransferForm, Failure> {
    let terminal = client.endpoint(ENDPOINT);
    let transfer = TransferForm::saved_card_to_form(terminal, order()?, return_url(), saved_card()?, "123".parse()?);
    Ok(transfer.notification(notification()))
}

fn form_to_form(client: &Client) -> Result<TransferForm, Failure> {
    let terminal = client.endpoint(ENDPOINT);
    Ok(TransferForm::form_to_form(terminal, order()?, return_url()).notification(notification()))
}

fn deposit_to_form(client: &Client) -> Result<TransferForm, Failure> {
    let terminal = client.endpoint(ENDPOINT);
    Ok(TransferForm::deposit_to_form(terminal, order()?, return_url()).notification(notification()))
}

async fn documented(exchange: Exchange, example: Example) -> Checked {
    let client = client(&exchange)?;
    let form = client.send(&(example.request)(&client)?).await?;

    // The document's parameters, in its order. oauthlib's signature of them passes the check here too.
    let vector = vector(example.name)?;
    let sent = exchange.received().await?;
    assert_eq!(oauth::form(std::str::from_utf8(&sent.body)?)?, vector.parameters);
    let oauth: Vec<(String, String)> = vector.oauth.into_iter().collect();
    let base_string = oauth::base_string("POST", &vector.url, vector.parameters.iter().chain(&oauth));
    assert_eq!(base_string, vector.base_string);
    oauth::is_signed(&base_string, &vector.signature)?;

    assert_eq!(form.redirect_url, Some(format!("{FORMS}{}", example.token).into()));
    assert_eq!(form.order_id.as_str(), example.order_id);
    assert_eq!(form.client_order_id.as_ref().map(ClientOrderId::as_str), Some(ORDER));
    assert_eq!(form.serial_number.as_ref().map(SerialNumber::as_str), Some(example.serial_number));
    shows_no_address(&form);
    Ok(())
}

fn shows_no_address(form: &TransferFormResponse) {
    assert!(!format!("{form:?}").contains("form/init"), "anyone who has the address can fill in the form");
}

async fn by_endpoint_group(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let transfer = TransferForm::form_to_form(client.endpoint_group(GROUP), order()?, return_url());
    let form = client.send(&transfer.notification(notification())).await?;

    let token = "613368326D746C2B72645043314744502B537A6E57343D";
    assert_eq!(form.redirect_url, Some(format!("{FORMS}{token}").into()), "without the line feed at the end");
    assert_eq!(form.order_id, OrderId::new("6863917"));
    assert_eq!(form.client_order_id, Some(ClientOrderId::new(ORDER)));
    Ok(())
}

async fn json(exchange: Exchange) -> Checked {
    let client = client_for(&exchange, ResponseFormat::Json)?;
    let form = client.send(&pan_to_form(&client)?).await?;

    let token = "61365A5A5637456C4545743867705438697A512F30633D";
    assert_eq!(form.redirect_url, Some(format!("{FORMS}{token}").into()));
    assert_eq!(form.order_id.as_str(), "6863822", "a number in the answer");
    assert_eq!(form.client_order_id.as_ref().map(ClientOrderId::as_str), Some(ORDER));
    assert_eq!(form.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddc004")));
    shows_no_address(&form);
    Ok(())
}

async fn without_form(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let form = client.send(&deposit_to_form(&client)?).await?;

    assert_eq!(form.redirect_url, None);
    assert_eq!(form.order_id.as_str(), "6863960");
    assert_eq!(form.client_order_id.as_ref().map(ClientOrderId::as_str), Some(ORDER));
    assert_eq!(form.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddc35a")));
    Ok(())
}

async fn every_parameter(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let order = Order::new(
        ClientOrderId::new("order~1001"),
        Money::parse("100.50", Currency::EUR)?,
        "  Top up: 1 + 1 = 2\n",
        "0000:0000:0000:0000:0000:0000:192.168.100.101",
    );
    let back = ReturnUrl::by_outcome("https://shop.example/back?done=yes", "https://shop.example/back?done=no");
    let payer = Payer::new()
        .first_name("Семён")
        .last_name("Пахмутов!")
        .birthday(&Date::new(1998, 3, 15)?)
        .ssn("1234")
        .address1("Bahnhofstraße 7, c/o \"R&D\" (50%)")
        .city("N'Djamena*")
        .state("NSW")
        .zip_code("2000")
        .country("AU")
        .phone("+73523452345")
        .cell_phone("+79376151530")
        .email("user+pay@example.com");
    let transfer = TransferForm::form_to_form(client.endpoint(ENDPOINT), order, back)
        .payer(payer)
        .notification(Notification::all_updates("https://shop.example:8443/callbacks?a=b+c&d=%20"))
        .purpose("+9999999999")
        .site_url("https://shop.example")
        .preferred_language("ru")
        .form_data(MerchantFormData::new().set("theme", "dark")?.set("testparam", "test1")?)
        .extra("receiver_resident", "true");
    let form = client.send(&transfer).await?;

    assert_eq!(form.redirect_url, Some("https://sandbox.payneteasy.com/paynet/form/init/BB58".into()));
    assert_eq!(form.order_id.as_str(), "6863961");
    assert_eq!(form.client_order_id, None);
    assert_eq!(form.serial_number.as_ref().map(SerialNumber::as_str), Some("00000000-0000-0000-0000-000002ddc35b"));
    Ok(())
}

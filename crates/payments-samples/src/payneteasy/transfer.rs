//! Transfers.

use payments_core::{CardExpiry, Date, Money};
use payneteasy_client::card::RecurringPaymentId;
use payneteasy_client::order::{ClientOrderId, Order, OrderId, SerialNumber};
use payneteasy_client::transfer::{
    DestinationCard, MerchantFormData, Notification, Payer, ReturnUrls, SourceCard, TransferForm, TransferFormResponse,
};
use payneteasy_client::{Currency, Terminal};

use super::terminal::{group, terminal};
use super::{
    ABOVE_ZERO, AT_MOST_128, DIGITS, GIVEN, NO_CARD_ID, NO_STATUS, OF_ISO_4217, ORDER, PaynetEasy, TEXTS, gold, usd,
};
use crate::{Checked, Essence, Failure, Marks, Sample, Sampled};

impl Sampled for TransferForm {
    fn sample() -> Sample<Self> {
        let sample = Sample::new("pan_to_form", pan_to_form, |form| {
            let token = "61365A5A5637456C4545743867705438697A512F30633D";
            is_documented(&form, "6863822", "00000000-0000-0000-0000-000002ddc004", token)
        })
        .essence(essence, &["type", "paynet-order-id", "redirect-url"])
        .without_optional_members(TEXTS)
        .stored_recovery("ask/order/TestMerchant/endpoint/39915/34T43R77N//")
        .also_at("api/v4/transfer-form/group/{endpoint_group_id}")
        .inapplicable(NO_STATUS.0, NO_STATUS.1)
        .inapplicable(NO_CARD_ID.0, NO_CARD_ID.1);
        let sample = with_broken_orders(with_marks(with_cases(sample)));
        with_broken_extras(with_broken_addresses(with_broken_texts(sample)))
    }
}

type Transfers = Sample<TransferForm>;

fn essence(form: &TransferFormResponse) -> Essence {
    let address = form.redirect_url.as_ref().map(|address| address.expose().clone());
    vec![
        ("paynet-order-id".into(), form.order_id.as_str().to_owned()),
        ("redirect-url".into(), address.unwrap_or_default()),
    ]
}

/// The other five of the document's six examples, and what is in none of them.
fn with_cases(sample: Transfers) -> Transfers {
    sample
        .case("form_to_pan", form_to_pan, |form| {
            let token = "577953626976766D4B494A66796F55434370393032673D";
            is_documented(&form, "6863810", "00000000-0000-0000-0000-000002ddbfa2", token)
        })
        .unreadable("truncated", "redirect-url: missing")
        .unreadable("without_redirect_url", "redirect-url: missing")
        .unreadable("without_order_id", "paynet-order-id: missing")
        .case("form_to_rpi", form_to_rpi, |form| {
            let token = "66354B455A714F6F32684D61414E78767241354872343D";
            is_documented(&form, "6863948", "00000000-0000-0000-0000-000002ddc2d7", token)
        })
        .refused("recurring_payment_not_found")
        .case("rpi_to_form", rpi_to_form, |form| {
            let token = "5A716755336669466574615739747A737059777A50493D";
            is_documented(&form, "6863959", "00000000-0000-0000-0000-000002ddc34e", token)
        })
        .refused("security_code_required")
        .case(
            "form_to_form",
            || Ok(notified(form_to_form(terminal())?)),
            |form| {
                let token = "613368326D746C2B72645043314744502B537A6E57343D";
                is_documented(&form, "6863917", "00000000-0000-0000-0000-000002ddc1f8", token)
            },
        )
        .case("deposit_to_form", deposit_to_form, |form| {
            let token = "5878476D6E717A31324167486F61674C6830743070343D";
            is_documented(&form, "6863960", "00000000-0000-0000-0000-000002ddc35a", token)
        })
        .case("without_form", deposit_to_form, |form| {
            assert_eq!(form.redirect_url, None);
            assert_eq!(form.order_id.as_str(), "6863960");
            assert_eq!(form.client_order_id.as_ref().map(ClientOrderId::as_str), Some(ORDER));
            assert_eq!(form.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddc35a")));
            Ok(())
        })
        .case(
            "by_endpoint_group",
            || Ok(notified(form_to_form(group())?)),
            |form| {
                let token = "613368326D746C2B72645043314744502B537A6E57343D";
                assert_eq!(form.redirect_url, Some(format!("{FORMS}{token}").into()), "without the line feed");
                assert_eq!(form.order_id, OrderId::new("6863917"));
                assert_eq!(form.client_order_id, Some(ClientOrderId::new(ORDER)));
                Ok(())
            },
        )
        .case("every_parameter", every_parameter, |form| {
            assert_eq!(form.redirect_url, Some("https://sandbox.payneteasy.com/paynet/form/init/BB58".into()));
            assert_eq!(form.order_id.as_str(), "6863961");
            assert_eq!(form.client_order_id, None);
            let serial_number = form.serial_number.as_ref().map(SerialNumber::as_str);
            assert_eq!(serial_number, Some("00000000-0000-0000-0000-000002ddc35b"));
            Ok(())
        })
        // The order's number is a number in the answer.
        .by_other_client("json", |form| {
            let token = "61365A5A5637456C4545743867705438697A512F30633D";
            is_documented(&form, "6863822", "00000000-0000-0000-0000-000002ddc004", token)
        })
}

/// The common beginning of the six forms' addresses.
const FORMS: &str = "https://sandbox.payneteasy.com/paynet/form/init/BB587546567A31587163597A684535634A775969614A";

/// What the document's examples answer: `token` is the last part of the form's address.
#[expect(clippy::unnecessary_wraps, reason = "the form of a check")]
fn is_documented(form: &TransferFormResponse, order_id: &str, serial_number: &str, token: &str) -> Checked {
    assert_eq!(form.redirect_url, Some(format!("{FORMS}{token}").into()));
    assert_eq!(form.order_id.as_str(), order_id);
    assert_eq!(form.client_order_id.as_ref().map(ClientOrderId::as_str), Some(ORDER));
    assert_eq!(form.serial_number.as_ref().map(SerialNumber::as_str), Some(serial_number));
    assert!(!format!("{form:?}").contains("form/init"), "anyone who has the address can fill in the form");
    Ok(())
}

/// The order of the document's examples.
fn order() -> Result<Order, Failure> {
    let amount = Money::parse("100", Currency::USD)?;
    Ok(Order::new(ClientOrderId::new(ORDER), amount, "Your order description", "1.1.1.1"))
}

/// The return address of the document's examples.
fn back() -> ReturnUrls {
    ReturnUrls::any("http://www.example.com")
}

/// The transfer with the callback address of the document's examples.
fn notified(transfer: TransferForm) -> TransferForm {
    transfer.notification(Notification::final_only("https://httpstat.us/200"))
}

fn saved_card() -> Result<RecurringPaymentId, Failure> {
    Ok(RecurringPaymentId::new("1491854")?)
}

fn form_to_pan() -> Result<TransferForm, Failure> {
    let card =
        DestinationCard::new("4268736646656312".parse()?).expiry(CardExpiry::new(12, 2023)?).printed_name("Test Test");
    Ok(notified(TransferForm::form_to_pan(terminal(), order()?, back(), card)))
}

fn form_to_rpi() -> Result<TransferForm, Failure> {
    Ok(notified(TransferForm::form_to_saved_card(terminal(), order()?, back(), saved_card()?)))
}

fn pan_to_form() -> Result<TransferForm, Failure> {
    Ok(notified(from_card_of("Test Test")?))
}

fn from_card_of(name: &str) -> Result<TransferForm, Failure> {
    let card = SourceCard::new("4047753518764320".parse()?, CardExpiry::new(12, 2023)?, "123".parse()?, name);
    Ok(TransferForm::pan_to_form(terminal(), order()?, back(), card))
}

fn rpi_to_form() -> Result<TransferForm, Failure> {
    let code = "123".parse()?;
    Ok(notified(TransferForm::saved_card_to_form(terminal(), order()?, back(), saved_card()?, code)))
}

fn form_to_form(terminal: Terminal) -> Result<TransferForm, Failure> {
    Ok(TransferForm::form_to_form(terminal, order()?, back()))
}

fn deposit_to_form() -> Result<TransferForm, Failure> {
    Ok(notified(TransferForm::deposit_to_form(terminal(), order()?, back())))
}

fn every_parameter() -> Result<TransferForm, Failure> {
    let order = Order::new(
        ClientOrderId::new("order~1001"),
        Money::parse("100.50", Currency::EUR)?,
        "  Top up: 1 + 1 = 2\n",
        "0000:0000:0000:0000:0000:0000:192.168.100.101",
    );
    let back = ReturnUrls::by_outcome("https://shop.example/back?done=yes", "https://shop.example/back?done=no");
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
    Ok(TransferForm::form_to_form(terminal(), order, back)
        .payer(payer)
        .notification(Notification::all_updates("https://shop.example:8443/callbacks?a=b+c&d=%20"))
        .purpose("+9999999999")
        .site_url("https://shop.example")
        .preferred_language("ru")
        .form_data(MerchantFormData::new().set("theme", "dark")?.set("testparam", "test1")?)
        .extra("receiver_resident", "true"))
}

/// The six scenarios with marks in every field, and a card number in fields that are for others.
fn with_marks(sample: Transfers) -> Transfers {
    sample
        .marked(|marks| {
            let card = DestinationCard::new(marks.card()).expiry(expiry()?).printed_name(marks.person());
            marked(TransferForm::form_to_pan(terminal(), marked_order(marks), marked_back(marks), card), marks)
        })
        .marked(|marks| {
            let card = marked_saved_card(marks)?;
            marked(TransferForm::form_to_saved_card(terminal(), marked_order(marks), marked_back(marks), card), marks)
        })
        .marked(|marks| {
            let card = SourceCard::new(marks.card(), expiry()?, marks.security_code(), marks.person());
            marked(TransferForm::pan_to_form(terminal(), marked_order(marks), marked_back(marks), card), marks)
        })
        .marked(|marks| {
            let (order, back) = (marked_order(marks), marked_back(marks));
            let (card, code) = (marked_saved_card(marks)?, marks.security_code());
            marked(TransferForm::saved_card_to_form(terminal(), order, back, card, code), marks)
        })
        .marked(|marks| marked(TransferForm::form_to_form(terminal(), marked_order(marks), marked_back(marks)), marks))
        .marked(|marks| {
            marked(TransferForm::deposit_to_form(terminal(), marked_order(marks), marked_back(marks)), marks)
        })
        .marked(|marks| {
            let order = Order::new(ClientOrderId::new(marks.misplaced_card()), usd(1), "a transfer", "1.1.1.1");
            let transfer = TransferForm::deposit_to_form(terminal(), order, back());
            Ok(transfer.extra("receiver_identity_document_number", marks.misplaced_card()))
        })
}

fn expiry() -> Result<CardExpiry, Failure> {
    Ok(CardExpiry::new(12, 2031)?)
}

fn marked_saved_card(marks: &Marks) -> Result<RecurringPaymentId, Failure> {
    Ok(RecurringPaymentId::new(marks.number().to_string())?)
}

/// The order of the document's examples, so that their answers are read.
fn marked_order(marks: &Marks) -> Order {
    Order::new(ClientOrderId::new(ORDER), usd(10_000), marks.person(), PaynetEasy::PAYER_ADDRESS)
}

fn marked_back(marks: &Marks) -> ReturnUrls {
    ReturnUrls::any(format!("https://shop.example/?{}", marks.text()))
}

fn marked(transfer: TransferForm, marks: &Marks) -> Result<TransferForm, Failure> {
    let payer = Payer::new()
        .first_name(marks.person())
        .last_name(marks.person())
        .ssn("6789")
        .birthday(Date::new(1984, 7, 16)?)
        .address1(marks.person())
        .city(marks.person())
        .state("NY")
        .zip_code("644000")
        .country("US")
        .phone(PaynetEasy::PAYER_PHONE)
        .cell_phone("+79130000002")
        .email(format!("{}@shop.example", marks.text()));
    Ok(transfer
        .payer(payer)
        .purpose(marks.person())
        .site_url("https://shop.example")
        .notification(Notification::final_only(format!("https://shop.example/?{}", marks.text())))
        .form_data(MerchantFormData::new().set("theme", "dark")?)
        .extra("receiver_name", marks.person()))
}

/// A transfer from a card to a card that are both typed into the form.
fn typed() -> Result<TransferForm, Failure> {
    form_to_form(terminal())
}

fn with_order(number: &str, amount: Money, description: &str, address: &str) -> TransferForm {
    let order = Order::new(ClientOrderId::new(number), amount, description, address);
    TransferForm::form_to_form(terminal(), order, back())
}

fn of_amount(amount: Money) -> TransferForm {
    with_order("7", amount, "a transfer", "203.0.113.7")
}

fn from_address(address: &str) -> TransferForm {
    with_order("7", usd(1), "a transfer", address)
}

fn paid_by(payer: Payer) -> Result<TransferForm, Failure> {
    Ok(typed()?.payer(payer))
}

fn with_broken_orders(sample: Transfers) -> Transfers {
    let (payers_address, at_most_19) = ("must be an IPv4 or IPv6 address", "must have at most 19 characters");
    sample
        .broken("0 cents", || Ok(of_amount(usd(0))), "amount", ABOVE_ZERO)
        .broken("-1 cents", || Ok(of_amount(usd(-1))), "amount", ABOVE_ZERO)
        .broken(
            "10000000.01 dollars",
            || Ok(of_amount(usd(1_000_000_001))),
            "amount",
            "must have at most 10 characters",
        )
        .broken("`XAU`", || Ok(of_amount(gold())), "currency", OF_ISO_4217)
        .broken("`\"\"`", || Ok(from_address("")), "ipaddress", payers_address)
        .broken("`\"localhost\"`", || Ok(from_address("localhost")), "ipaddress", payers_address)
        .broken("`\"203.0.113.7:80\"`", || Ok(from_address("203.0.113.7:80")), "ipaddress", payers_address)
        .broken("an empty number", || Ok(with_order(" ", usd(1), "a transfer", "203.0.113.7")), "client_orderid", GIVEN)
        .broken("an empty description", || Ok(with_order("7", usd(1), "", "203.0.113.7")), "order_desc", GIVEN)
        .broken("an empty name", || from_card_of(""), "card_printed_name", GIVEN)
        .broken("`12a4`", || paid_by(Payer::new().ssn("12a4")), "ssn", DIGITS)
        .broken("five digits", || paid_by(Payer::new().ssn("01234")), "ssn", "must have at most 4 characters")
        .broken("no state", || paid_by(Payer::new().country("US")), "state", "must be given with the country US")
        .broken("no state", || paid_by(Payer::new().country("CA")), "state", "must be given with the country CA")
        .broken("no state", || paid_by(Payer::new().country("AU")), "state", "must be given with the country AU")
        .broken(
            "a state of four letters",
            || paid_by(Payer::new().country("AU").state("NSWA")),
            "state",
            "must have at most 3 characters",
        )
        .broken("20 digits", to_long_card, "destination_card_recurring_payment_id", at_most_19)
        .broken("20 digits", from_long_card, "card_recurring_payment_id", at_most_19)
}

fn long_card() -> Result<RecurringPaymentId, Failure> {
    Ok(RecurringPaymentId::new("1".repeat(20))?)
}

fn to_long_card() -> Result<TransferForm, Failure> {
    Ok(TransferForm::form_to_saved_card(terminal(), order()?, back(), long_card()?))
}

fn from_long_card() -> Result<TransferForm, Failure> {
    Ok(TransferForm::saved_card_to_form(terminal(), order()?, back(), long_card()?, "123".parse()?))
}

fn with_broken_texts(sample: Transfers) -> Transfers {
    let sample = sample
        .broken(
            LONGER,
            || Ok(with_order("7", usd(1), &long(64 * 1024), "203.0.113.7")),
            "order_desc",
            "must have at most 65536 characters",
        )
        .broken(
            LONGER,
            || Ok(with_order(&long(128), usd(1), "a transfer", "203.0.113.7")),
            "client_orderid",
            AT_MOST_128,
        )
        .broken(LONGER, || Ok(typed()?.purpose(long(128))), "purpose", AT_MOST_128)
        .broken(LONGER, || Ok(typed()?.site_url(long(128))), "site_url", AT_MOST_128)
        .broken(LONGER, || Ok(typed()?.preferred_language(long(2))), "preferred_language", AT_MOST_2)
        .broken(LONGER, || from_card_of(&long(128)), "card_printed_name", AT_MOST_128)
        .broken(LONGER, to_card_of_long_name, "destination_card_printed_name", AT_MOST_128)
        .broken(
            "more settings",
            || Ok(typed()?.form_data(MerchantFormData::new().set("theme", &"d".repeat(128))?)),
            "merchant_form_data",
            AT_MOST_128,
        );
    with_broken_payers(sample)
}

fn with_broken_payers(sample: Transfers) -> Transfers {
    let (at_most_15, at_most_50) = ("must have at most 15 characters", "must have at most 50 characters");
    sample
        .broken(LONGER, || paid_by(Payer::new().first_name(long(50))), "first_name", at_most_50)
        .broken(LONGER, || paid_by(Payer::new().last_name(long(50))), "last_name", at_most_50)
        .broken(LONGER, || paid_by(Payer::new().address1(long(256))), "address1", "must have at most 256 characters")
        .broken(LONGER, || paid_by(Payer::new().city(long(50))), "city", at_most_50)
        .broken(LONGER, || paid_by(Payer::new().state(long(2))), "state", AT_MOST_2)
        .broken(LONGER, || paid_by(Payer::new().zip_code(long(10))), "zip_code", "must have at most 10 characters")
        .broken(LONGER, || paid_by(Payer::new().country(long(2))), "country", AT_MOST_2)
        .broken(LONGER, || paid_by(Payer::new().phone(long(15))), "phone", at_most_15)
        .broken(LONGER, || paid_by(Payer::new().cell_phone(long(15))), "cell_phone", at_most_15)
        .broken(LONGER, || paid_by(Payer::new().email(long(50))), "email", at_most_50)
}

const LONGER: &str = "a longer text";
const AT_MOST_2: &str = "must have at most 2 characters";

/// One letter more than allowed: a letter of two bytes, because characters count.
fn long(most: usize) -> String {
    "ж".repeat(most + 1)
}

fn to_card_of_long_name() -> Result<TransferForm, Failure> {
    let card = DestinationCard::new("4268736646656312".parse()?).printed_name(long(128));
    Ok(TransferForm::form_to_pan(terminal(), order()?, back(), card))
}

/// Every rule of a kind of address at one field, and its longest length at each.
fn with_broken_addresses(sample: Transfers) -> Transfers {
    let web = "must be an absolute http or https address";
    let port = "must use port 80 or 8080 (http), 443 or 8443 (https)";
    let opened = "must have a port that browsers open: they refuse those of other protocols, such as 6000 or 10080";
    let query = "must have no query with a name that callbacks have, nor with one twice";
    let at_most_1024 = "must have at most 1024 characters";
    sample
        .broken("`\"\"`", || back_to(""), "redirect_url", web)
        .broken("`\"/back\"`", || back_to("/back"), "redirect_url", web)
        .broken("`\"ftp://shop.example\"`", || back_to("ftp://shop.example"), "redirect_url", web)
        .broken(LONGER_ADDRESS, || back_to(&long_address()), "redirect_url", at_most_1024)
        .broken("`\"http://shop.example:6000\"`", || back_to("http://shop.example:6000"), "redirect_url", opened)
        .broken("`\"/back\"`", || back_by_outcome("/back", GOOD), "redirect_success_url", web)
        .broken(LONGER_ADDRESS, || back_by_outcome(&long_address(), GOOD), "redirect_success_url", at_most_1024)
        .broken("`\"/back\"`", || back_by_outcome(GOOD, "/back"), "redirect_fail_url", web)
        .broken(LONGER_ADDRESS, || back_by_outcome(GOOD, &long_address()), "redirect_fail_url", at_most_1024)
        .broken("`\"\"`", || finally_at(""), "server_callback_url", web)
        .broken("`\"/back\"`", || finally_at("/back"), "server_callback_url", web)
        .broken("`\"ftp://shop.example\"`", || finally_at("ftp://shop.example"), "server_callback_url", web)
        .broken(OTHER_PORT, || finally_at("https://shop.example:3000"), "server_callback_url", port)
        .broken(THEIR_NAME, || finally_at("https://shop.example/?type=payneteasy"), "server_callback_url", query)
        .broken(NAME_TWICE, || finally_at("https://shop.example/?shop=7&shop=8"), "server_callback_url", query)
        .broken(LONGER_ADDRESS, || finally_at(&long_address()), "server_callback_url", at_most_1024)
        .broken("`\"/back\"`", || always_at("/back"), "notify_url", web)
        .broken(OTHER_PORT, || always_at("https://shop.example:3000"), "notify_url", port)
        .broken(NAME_TWICE, || always_at("https://shop.example/?shop=7&shop=8"), "notify_url", query)
        .broken(LONGER_ADDRESS, || always_at(&long_address()), "notify_url", at_most_1024)
}

const GOOD: &str = "https://shop.example/back";
const LONGER_ADDRESS: &str = "a longer address";
const OTHER_PORT: &str = "`https://shop.example:3000`";
const THEIR_NAME: &str = "`https://shop.example/?type=payneteasy`";
const NAME_TWICE: &str = "`https://shop.example/?shop=7&shop=8`";

fn long_address() -> String {
    format!("{GOOD}/{}", "a".repeat(1024))
}

fn back_to(address: &str) -> Result<TransferForm, Failure> {
    Ok(TransferForm::form_to_form(terminal(), order()?, ReturnUrls::any(address)))
}

fn back_by_outcome(success: &str, fail: &str) -> Result<TransferForm, Failure> {
    Ok(TransferForm::form_to_form(terminal(), order()?, ReturnUrls::by_outcome(success, fail)))
}

fn finally_at(address: &str) -> Result<TransferForm, Failure> {
    Ok(typed()?.notification(Notification::final_only(address)))
}

fn always_at(address: &str) -> Result<TransferForm, Failure> {
    Ok(typed()?.notification(Notification::all_updates(address)))
}

fn with_broken_extras(sample: Transfers) -> Transfers {
    let own = "must not be given as an extra parameter: it is one of the gateway's own";
    sample
        .broken(
            "an extra parameter `a b`",
            || Ok(typed()?.extra("a b", "1")),
            "a b",
            "must be a name of letters, digits, dots, dashes and underscores",
        )
        .broken(
            "an extra parameter `oauth_token`",
            || Ok(typed()?.extra("oauth_token", "1")),
            "oauth_token",
            "must not begin with oauth_, as the signature's own names do",
        )
        .broken("an extra parameter `amount`", || Ok(typed()?.extra("amount", "1")), "amount", own)
        .broken("an extra parameter `cvv2`", || Ok(typed()?.extra("cvv2", "1")), "cvv2", own)
        .broken("an extra parameter `destination`", || Ok(typed()?.extra("destination", "1")), "destination", own)
        .broken(
            "an extra parameter `zone`",
            || Ok(typed()?.extra("zone", "1").extra("zone", "2")),
            "zone",
            "must not be given twice",
        )
}

//! The six scenarios, from the smallest request to the fullest.

use payneteasy_client::{
    Currency, Money, Terminal,
    card::RecurringPaymentId,
    common::{CardExpiry, Date},
    order::{ClientOrderId, Order, Status},
    transfer::{DestinationCard, MerchantFormData, Notification, Payer, ReturnUrls, SourceCard, TransferForm},
};

use crate::support::{ENDPOINT, Gateway};

pub(crate) const ORDER: &str = "34T43R77N";
pub(crate) const DESCRIPTION: &str = "Your order description";
pub(crate) const DESTINATION: &str = "4268736646656312";
pub(crate) const SOURCE: &str = "4047753518764320";
pub(crate) const RPI: &str = "1491854";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    FormToPan,
    FormToRpi,
    PanToForm,
    RpiToForm,
    FormToForm,
    DepositToForm,
}

/// In the order of the document's tables.
pub(crate) const SCENARIOS: [Scenario; 6] = [
    Scenario::FormToPan,
    Scenario::FormToRpi,
    Scenario::PanToForm,
    Scenario::RpiToForm,
    Scenario::FormToForm,
    Scenario::DepositToForm,
];

impl Scenario {
    /// A transfer with required values only.
    pub(crate) fn transfer(self, order: Order, return_url: ReturnUrls) -> TransferForm {
        self.transfer_of(order, return_url, source_card(), DestinationCard::new(DESTINATION.parse().unwrap()))
    }

    pub(crate) fn transfer_of(
        self,
        order: Order,
        return_url: ReturnUrls,
        source: SourceCard,
        destination: DestinationCard,
    ) -> TransferForm {
        let terminal = terminal();
        match self {
            Self::FormToPan => TransferForm::form_to_pan(terminal, order, return_url, destination),
            Self::FormToRpi => TransferForm::form_to_saved_card(terminal, order, return_url, rpi()),
            Self::PanToForm => TransferForm::pan_to_form(terminal, order, return_url, source),
            Self::RpiToForm => {
                TransferForm::saved_card_to_form(terminal, order, return_url, rpi(), "123".parse().unwrap())
            }
            Self::FormToForm => TransferForm::form_to_form(terminal, order, return_url),
            Self::DepositToForm => TransferForm::deposit_to_form(terminal, order, return_url),
        }
    }

    /// The documented example.
    pub(crate) fn documented(self) -> TransferForm {
        let return_url = ReturnUrls::any("http://www.example.com");
        self.transfer_of(order(), return_url, source_card(), destination_card())
            .notification(Notification::final_only("https://httpstat.us/200"))
    }

    /// The smallest possible requests: they differ in the return address.
    pub(crate) fn smallest(self) -> [TransferForm; 2] {
        return_urls().map(|return_url| self.transfer(order(), return_url))
    }

    /// The fullest possible requests: they differ in the return address and the notification.
    pub(crate) fn fullest(self) -> [TransferForm; 2] {
        let [any, by_outcome] = return_urls();
        [
            self.full(any).notification(Notification::final_only("https://shop.example/final")),
            self.full(by_outcome).notification(Notification::all_updates("https://shop.example/updates")),
        ]
    }

    fn full(self, return_url: ReturnUrls) -> TransferForm {
        self.transfer_of(order(), return_url, source_card(), destination_card())
            .payer(full_payer())
            .purpose("+9999999999")
            .site_url("https://shop.example")
            .preferred_language("ru")
            .form_data(MerchantFormData::new().set("theme", "dark").unwrap())
    }
}

pub(crate) fn return_urls() -> [ReturnUrls; 2] {
    [
        ReturnUrls::any("https://shop.example/back"),
        ReturnUrls::by_outcome("https://shop.example/yes", "https://shop.example/no"),
    ]
}

pub(crate) fn terminal() -> Terminal {
    Gateway::idle().client.endpoint(ENDPOINT)
}

pub(crate) fn usd(cents: i64) -> Money {
    Money::from_minor_units(cents, Currency::USD)
}

pub(crate) fn order_of(amount: Money) -> Order {
    Order::new(ClientOrderId::new(ORDER), amount, DESCRIPTION, "1.1.1.1")
}

/// The documented order.
pub(crate) fn order() -> Order {
    order_of(usd(10_000))
}

pub(crate) fn expiry() -> CardExpiry {
    CardExpiry::new(12, 2023).unwrap()
}

pub(crate) fn source_card_of(name: &str) -> SourceCard {
    SourceCard::new(SOURCE.parse().unwrap(), expiry(), "123".parse().unwrap(), name)
}

fn source_card() -> SourceCard {
    source_card_of("Test Test")
}

fn destination_card() -> DestinationCard {
    DestinationCard::new(DESTINATION.parse().unwrap()).expiry(expiry()).printed_name("Test Test")
}

pub(crate) fn rpi() -> RecurringPaymentId {
    RecurringPaymentId::new(RPI).unwrap()
}

pub(crate) fn full_payer() -> Payer {
    Payer::new()
        .first_name("Anna")
        .last_name("Petrova")
        .ssn("6789")
        .birthday(Date::new(1984, 7, 16).unwrap())
        .address1("Lenina 1")
        .city("Omsk")
        .state("NY")
        .zip_code("644000")
        .country("US")
        .phone("+79130000001")
        .cell_phone("+79130000002")
        .email("anna@shop.example")
}

/// A transfer with required values only.
pub(crate) fn bare() -> TransferForm {
    bare_of(order())
}

pub(crate) fn bare_of(order: Order) -> TransferForm {
    let [any, _] = return_urls();
    Scenario::FormToForm.transfer(order, any)
}

pub(crate) fn status() -> Status {
    Status::new(terminal(), ClientOrderId::new(ORDER))
}

//! `transfer-form`: starts a transfer through the gateway's payment form.

use std::fmt;

use http::Method;
use payments_core::{
    Body, CardData, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, Path, RawResponse, Recover,
    SecurityCode,
};

use crate::card::RecurringPaymentId;
use crate::flat_response::FlatResponse;
use crate::order::Status;
use crate::order::{ClientOrderId, Order, OrderId, SerialNumber};
use crate::parameters::{Parameters, is_typed};
use crate::provider::PaynetEasy;
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;
use crate::terminal::Terminal;
use crate::transfer::{DestinationCard, MerchantFormData, Notification, Payer, ReturnUrl, SourceCard};

/// Request of `transfer-form`: starts a transfer in one of six scenarios, each with its own constructor. Returns a
/// [`TransferFormResponse`], to whose address you redirect the payer's browser.
///
/// `POST /api/v4/transfer-form/ENDPOINTID`, or `/group/ENDPOINTGROUPID`. The result comes by callback, or is queried with
/// [`Status`]; the browser's return is never proof.
///
/// If the response is lost, query [`Status`] by your order number: the error's recovery is that request. Never send the
/// transfer again; the gateway has no idempotency key.
///
/// ```
/// use payneteasy_client::order::{ClientOrderId, Order};
/// use payneteasy_client::transfer::{DestinationCard, Notification, ReturnUrl, TransferForm};
/// use payneteasy_client::{Client, Currency, Money};
///
/// # fn transfer(client: &Client) -> Result<TransferForm, Box<dyn std::error::Error>> {
/// let order = Order::new(
///     ClientOrderId::new("34T43R77N"),
///     Money::parse("100", Currency::USD)?,
///     "Your order description",
///     "1.1.1.1",
/// );
/// let transfer = TransferForm::form_to_pan(
///     client.endpoint(39915),
///     order,
///     ReturnUrl::any("https://shop.example/back"),
///     DestinationCard::new("4268736646656312".parse()?),
/// )
/// .notification(Notification::final_only("https://shop.example/callbacks"));
/// # Ok(transfer)
/// # }
/// ```
///
/// `Debug` shows the scenario and the order, but no possible personal data.
///
/// Source: PaynetEasy, api/v4/transfer-form.
#[derive(Clone)]
pub struct TransferForm {
    terminal: Terminal,
    scenario: Scenario,
    order: Order,
    return_url: ReturnUrl,
    notification: Option<Notification>,
    payer: Payer,
    purpose: Option<String>,
    site_url: Option<String>,
    preferred_language: Option<String>,
    form_data: Option<MerchantFormData>,
    extra: Vec<(String, String)>,
}

/// The source and the destination of the money; a missing card is typed into the form.
#[derive(Clone, Debug)]
enum Scenario {
    FormToPan(DestinationCard),
    FormToSavedCard(RecurringPaymentId),
    PanToForm(SourceCard),
    SavedCardToForm(RecurringPaymentId, SecurityCode),
    FormToForm,
    DepositToForm,
}

impl TransferForm {
    /// From a card typed into the form to a card given by its number.
    pub fn form_to_pan(terminal: Terminal, order: Order, return_url: ReturnUrl, destination: DestinationCard) -> Self {
        Self::new(terminal, order, return_url, Scenario::FormToPan(destination))
    }

    /// From a card typed into the form to a saved card.
    pub fn form_to_saved_card(
        terminal: Terminal,
        order: Order,
        return_url: ReturnUrl,
        destination: RecurringPaymentId,
    ) -> Self {
        Self::new(terminal, order, return_url, Scenario::FormToSavedCard(destination))
    }

    /// From a card given by its number to a card typed into the form.
    pub fn pan_to_form(terminal: Terminal, order: Order, return_url: ReturnUrl, source: SourceCard) -> Self {
        Self::new(terminal, order, return_url, Scenario::PanToForm(source))
    }

    /// From a saved card to a card typed into the form. The security code is required here too.
    pub fn saved_card_to_form(
        terminal: Terminal,
        order: Order,
        return_url: ReturnUrl,
        source: RecurringPaymentId,
        security_code: SecurityCode,
    ) -> Self {
        Self::new(terminal, order, return_url, Scenario::SavedCardToForm(source, security_code))
    }

    /// From a card typed into the form to another card typed into the form.
    pub fn form_to_form(terminal: Terminal, order: Order, return_url: ReturnUrl) -> Self {
        Self::new(terminal, order, return_url, Scenario::FormToForm)
    }

    /// From the merchant's own account at the gateway to a card typed into the form.
    pub fn deposit_to_form(terminal: Terminal, order: Order, return_url: ReturnUrl) -> Self {
        Self::new(terminal, order, return_url, Scenario::DepositToForm)
    }

    fn new(terminal: Terminal, order: Order, return_url: ReturnUrl, scenario: Scenario) -> Self {
        Self {
            terminal,
            scenario,
            order,
            return_url,
            notification: None,
            payer: Payer::new(),
            purpose: None,
            site_url: None,
            preferred_language: None,
            form_data: None,
            extra: Vec::new(),
        }
    }

    /// Sets the callback address.
    #[must_use]
    pub fn notification(mut self, notification: Notification) -> Self {
        self.notification = Some(notification);
        self
    }

    /// Sets the sender or receiver.
    #[must_use]
    pub fn payer(mut self, payer: Payer) -> Self {
        self.payer = payer;
        self
    }

    /// Sets what the payment tops up, such as a game account or a phone; at most 128 characters.
    #[must_use]
    pub fn purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// Sets the site that the transfer is made from, at most 128 characters.
    #[must_use]
    pub fn site_url(mut self, address: impl Into<String>) -> Self {
        self.site_url = Some(address.into());
        self
    }

    /// Sets the form's language, two letters.
    #[must_use]
    pub fn preferred_language(mut self, language: impl Into<String>) -> Self {
        self.preferred_language = Some(language.into());
        self
    }

    /// Sets the settings of the form.
    #[must_use]
    pub fn form_data(mut self, data: MerchantFormData) -> Self {
        self.form_data = Some(data);
        self
    }

    /// Adds a parameter specific to your acquirer. Its name must not be one of the gateway's own, must not begin with
    /// `oauth_`, and must not be added twice.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// The order.
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Creates a `status` request for this order. Add [`TransferFormResponse::order_id`] with [`Status::order_id`] if you have
    /// it.
    pub fn status(&self) -> Status {
        Status::new(self.terminal.clone(), self.order.client_order_id().clone())
    }

    fn parameters(&self) -> Result<Parameters<'_>, InvalidField> {
        let mut parameters = Parameters::new();
        self.scenario.add_to(&mut parameters);
        self.order.add_to(&mut parameters)?;
        self.return_url.add_to(&mut parameters);
        if let Some(notification) = &self.notification {
            notification.add_to(&mut parameters);
        }
        self.payer.add_to(&mut parameters);
        parameters.add_some("purpose", self.purpose.as_deref());
        parameters.add_some("site_url", self.site_url.as_deref());
        parameters.add_some("preferred_language", self.preferred_language.as_deref());
        parameters.add_some("merchant_form_data", self.form_data.as_ref().map(MerchantFormData::as_str));
        for (name, value) in &self.extra {
            parameters.add(name, value.as_str());
        }
        Ok(parameters)
    }

    fn validate_extra(&self) -> Result<(), InvalidField> {
        for (place, (name, _)) in self.extra.iter().enumerate() {
            let earlier = self.extra.iter().take(place).any(|(earlier, _)| earlier == name);
            if let Some(rule) = broken_rule(name, earlier) {
                return Err(InvalidField::new(name.clone(), rule));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for TransferForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransferForm")
            .field("terminal", &self.terminal)
            .field("scenario", &self.scenario)
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}

/// The rule that an extra parameter's name breaks.
fn broken_rule(name: &str, given_before: bool) -> Option<&'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.is_empty() || !name.bytes().all(plain) {
        return Some("must be a name of letters, digits, dots, dashes and underscores");
    }
    if name.to_ascii_lowercase().starts_with("oauth_") {
        return Some("must not begin with oauth_, as the signature's own names do");
    }
    if is_typed(name) {
        return Some("must not be given as an extra parameter: it is one of the gateway's own");
    }
    given_before.then_some("must not be given twice")
}

impl Scenario {
    fn add_to<'a>(&'a self, parameters: &mut Parameters<'a>) {
        let from_deposit = matches!(self, Self::DepositToForm);
        parameters.add("deposit2card", if from_deposit { "true" } else { "false" });
        match self {
            Self::FormToPan(destination) => destination.add_to(parameters),
            Self::FormToSavedCard(destination) => {
                parameters.add("destination_card_recurring_payment_id", destination.expose());
            }
            Self::PanToForm(source) => source.add_to(parameters),
            Self::SavedCardToForm(source, security_code) => {
                parameters.add("card_recurring_payment_id", source.expose());
                parameters.add("cvv2", security_code.expose_digits());
            }
            Self::FormToForm | Self::DepositToForm => {}
        }
    }

    /// The parameters that must not be empty. The constructor takes the scenario's other required values as types that cannot
    /// be empty.
    const fn required(&self) -> &'static [&'static str] {
        match self {
            Self::PanToForm(_) => &["client_orderid", "currency", "ipaddress", "order_desc", "card_printed_name"],
            _ => &["client_orderid", "currency", "ipaddress", "order_desc"],
        }
    }
}

/// Response of `transfer-form`: the address of the payment form. Redirect the payer's browser to it, with HTTP 302.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransferFormResponse {
    /// The form's address. `None` if the gateway accepted the order without a form (`async-response`): query its status.
    ///
    /// Anyone who has it can fill in the form, so `Debug` does not show it.
    pub redirect_url: Option<String>,
    /// The gateway's order number.
    pub order_id: OrderId,
    /// Your order number.
    pub client_order_id: Option<ClientOrderId>,
    /// The gateway's request number.
    pub serial_number: Option<SerialNumber>,
}

impl fmt::Debug for TransferFormResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransferFormResponse")
            .field("redirect_url", &self.redirect_url.as_ref().map(|_| "[hidden]"))
            .field("order_id", &self.order_id)
            .field("client_order_id", &self.client_order_id)
            .field("serial_number", &self.serial_number)
            .finish()
    }
}

impl Endpoint for TransferForm {
    type Provider = PaynetEasy;
    type Response = TransferFormResponse;
    type Effect = MovesMoney;

    const NAME: &'static str = "transfer-form";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v4/transfer-form/{endpoint_id}";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::NumberAndSecurityCode;

    fn card_data(&self) -> CardData {
        match self.scenario {
            Scenario::FormToPan(_) => CardData::Number,
            Scenario::PanToForm(_) | Scenario::SavedCardToForm(..) => CardData::NumberAndSecurityCode,
            Scenario::FormToSavedCard(_) | Scenario::FormToForm | Scenario::DepositToForm => CardData::None,
        }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.order.validate()?;
        self.return_url.validate()?;
        if let Some(notification) = &self.notification {
            notification.validate()?;
        }
        self.payer.validate()?;
        self.validate_extra()?;
        let parameters = self.parameters()?;
        parameters.require(self.scenario.required())?;
        parameters.check()
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v4/transfer-form/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(self.parameters()?.to_body())
    }

    fn decode(&self, raw: &RawResponse) -> Result<TransferFormResponse, DecodeError> {
        let answer = FlatResponse::of_type(raw, &["async-form-response", "async-response"], &["paynet-order-id"])?;
        answer.check_order(self.order.client_order_id(), None)?;
        let without_form = answer.optional("type").is_some_and(|kind| kind.eq_ignore_ascii_case("async-response"));
        let redirect_url = answer.optional("redirect-url").map(str::to_owned);
        if redirect_url.is_none() && !without_form {
            return Err(DecodeError::new("redirect-url", "missing"));
        }
        Ok(TransferFormResponse {
            redirect_url,
            order_id: OrderId::from(answer.required("paynet-order-id")?),
            client_order_id: answer.optional("merchant-order-id").map(ClientOrderId::from),
            serial_number: answer.optional("serial-number").map(SerialNumber::from),
        })
    }
}

impl Recover for TransferForm {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, refusal: Option<&Refusal>) -> Recovery {
        let question = self.status();
        let numbered = refusal.and_then(Refusal::order_id).map(|id| question.clone().order_id(id));
        // An invalid number would make the status request invalid.
        Recovery::Ask(StatusQuery::Order(numbered.filter(|numbered| numbered.validate().is_ok()).unwrap_or(question)))
    }
}

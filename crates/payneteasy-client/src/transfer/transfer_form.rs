//! `transfer-form`: starts a transfer through the gateway's payment form.

use http::Method;
use payments_core::__private::{AddField, FormPart};
use payments_core::{
    Body, CardData, DecodeError, Endpoint, Evidence, Hidden, Idempotency, InvalidField, MovesMoney, Path, RawResponse,
    Recover, SecurityCode, form_fields,
};

use super::card::{SavedDestination, SavedSource};
use super::extra::ExtraParameters;
use crate::card::RecurringPaymentId;
use crate::flat_response::FlatResponse;
use crate::order::Status;
use crate::order::{ClientOrderId, Order, OrderId, SerialNumber};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;
use crate::terminal::Terminal;
use crate::transfer::{
    DestinationCard, FormLanguage, MerchantFormData, Notification, Payer, Purpose, ReturnUrls, SiteUrl, SourceCard,
};

form_fields! {
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
    /// use payneteasy_client::transfer::{DestinationCard, Notification, ReturnUrls, TransferForm};
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
    ///     ReturnUrls::any("https://shop.example/back"),
    ///     DestinationCard::new("4268736646656312".parse()?),
    /// )
    /// .notification(Notification::final_only("https://shop.example/callbacks"));
    /// # Ok(transfer)
    /// # }
    /// ```
    ///
    /// `Debug` shows no possible personal data.
    ///
    /// Source: PaynetEasy, api/v4/transfer-form.
    #[derive(Clone, Debug)]
    pub struct TransferForm;

    fn of;

    unsent terminal: Terminal;
    part scenario: Scenario = ..;
    part order: Order = ..;
    part return_urls: ReturnUrls = ..;
    /// Sets the callback address.
    optional_part notification: Notification = ..;
    /// Sets the sender or receiver.
    optional_part payer: Payer = ..;
    /// Sets what the payment tops up, such as a game account or a phone.
    optional purpose(try): Purpose = "purpose";
    /// Sets the site that the transfer is made from.
    optional site_url(try): SiteUrl = "site_url";
    /// Sets the form's language.
    optional preferred_language(try): FormLanguage = "preferred_language";
    /// Sets the settings of the form.
    optional form_data: MerchantFormData = "merchant_form_data";
    // Parameters with other names than these: `parameters` adds them.
    unsent extra: ExtraParameters;
}

/// The source and the destination of the money; a missing card is typed into the form.
#[derive(Clone, Debug)]
enum Scenario {
    FormToPan(DestinationCard),
    FormToSavedCard(SavedDestination),
    PanToForm(SourceCard),
    SavedCardToForm(SavedSource),
    FormToForm,
    DepositToForm,
}

impl TransferForm {
    /// From a card typed into the form to a card given by its number.
    pub fn form_to_pan(
        terminal: Terminal,
        order: Order,
        return_urls: ReturnUrls,
        destination: DestinationCard,
    ) -> Self {
        Self::new(terminal, order, return_urls, Scenario::FormToPan(destination))
    }

    /// From a card typed into the form to a saved card.
    pub fn form_to_saved_card(
        terminal: Terminal,
        order: Order,
        return_urls: ReturnUrls,
        destination: RecurringPaymentId,
    ) -> Self {
        Self::new(terminal, order, return_urls, Scenario::FormToSavedCard(SavedDestination::new(destination)))
    }

    /// From a card given by its number to a card typed into the form.
    pub fn pan_to_form(terminal: Terminal, order: Order, return_urls: ReturnUrls, source: SourceCard) -> Self {
        Self::new(terminal, order, return_urls, Scenario::PanToForm(source))
    }

    /// From a saved card to a card typed into the form. The security code is required here too.
    pub fn saved_card_to_form(
        terminal: Terminal,
        order: Order,
        return_urls: ReturnUrls,
        source: RecurringPaymentId,
        security_code: SecurityCode,
    ) -> Self {
        Self::new(terminal, order, return_urls, Scenario::SavedCardToForm(SavedSource::new(source, security_code)))
    }

    /// From a card typed into the form to another card typed into the form.
    pub fn form_to_form(terminal: Terminal, order: Order, return_urls: ReturnUrls) -> Self {
        Self::new(terminal, order, return_urls, Scenario::FormToForm)
    }

    /// From the merchant's own account at the gateway to a card typed into the form.
    pub fn deposit_to_form(terminal: Terminal, order: Order, return_urls: ReturnUrls) -> Self {
        Self::new(terminal, order, return_urls, Scenario::DepositToForm)
    }

    fn new(terminal: Terminal, order: Order, return_urls: ReturnUrls, scenario: Scenario) -> Self {
        Self::of(terminal, scenario, order, return_urls, ExtraParameters::default())
    }

    /// Adds a parameter specific to your acquirer. Its name must not be one of the gateway's own, must not begin with
    /// `oauth_`, and must not be added twice.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra = self.extra.with(name.into(), value.into());
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
        let mut parameters = Parameters::of(self)?;
        for (name, value) in self.extra.iter() {
            parameters.add(name, value);
        }
        Ok(parameters)
    }
}

impl Scenario {
    /// The card that is not typed into the form.
    fn card(&self) -> Option<&dyn FormPart> {
        match self {
            Self::FormToPan(destination) => Some(destination),
            Self::FormToSavedCard(destination) => Some(destination),
            Self::PanToForm(source) => Some(source),
            Self::SavedCardToForm(source) => Some(source),
            Self::FormToForm | Self::DepositToForm => None,
        }
    }
}

impl FormPart for Scenario {
    fn check_fields(&self) -> Result<(), InvalidField> {
        self.card().map_or(Ok(()), FormPart::check_fields)
    }

    fn each_field<'a>(&'a self, add: AddField<'_, 'a>) {
        add("deposit2card", if matches!(self, Self::DepositToForm) { "true" } else { "false" }.into());
        if let Some(card) = self.card() {
            card.each_field(add);
        }
    }
}

/// Response of `transfer-form`: the address of the payment form. Redirect the payer's browser to it, with HTTP 302.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TransferFormResponse {
    /// The form's address. `None` if the gateway accepted the order without a form (`async-response`): query its status.
    ///
    /// Anyone who has it can fill in the form, so `Debug` does not show it.
    pub redirect_url: Option<Hidden<String>>,
    /// The gateway's order number.
    pub order_id: OrderId,
    /// Your order number.
    pub client_order_id: Option<ClientOrderId>,
    /// The gateway's request number.
    pub serial_number: Option<SerialNumber>,
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
            Scenario::PanToForm(_) | Scenario::SavedCardToForm(_) => CardData::NumberAndSecurityCode,
            Scenario::FormToSavedCard(_) | Scenario::FormToForm | Scenario::DepositToForm => CardData::None,
        }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        if let Some(payer) = &self.payer {
            payer.validate()?;
        }
        self.extra.check()
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v4/transfer-form/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.parameters()?.to_body()
    }

    fn decode(&self, raw: &RawResponse) -> Result<TransferFormResponse, DecodeError> {
        let answer = FlatResponse::of_type(raw, &["async-form-response", "async-response"], &["paynet-order-id"])?;
        answer.check_order(self.order.client_order_id(), None)?;
        let without_form = answer.optional("type").is_some_and(|kind| kind.eq_ignore_ascii_case("async-response"));
        let redirect_url = answer.optional("redirect-url").map(Hidden::from);
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

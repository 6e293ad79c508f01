//! `token`: issue a public token for the bank's widgets.

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, json, json_fields};
use serde::Deserialize;

use super::{AcquiringWidget, PublicToken, SelfEmployedWidget, TokenizeWidget};
use crate::provider::Bank131;

json_fields! {
    /// Request of `token`: issues a public token, with which the payer's browser opens a widget of the bank: the payment form, the
    /// form for cards and accounts, or the one for self-employed persons. The response is an [`IssuePublicTokenResponse`].
    ///
    /// `POST /api/v1/token` with one object for each widget, at least one. The token is for one operation, and lives for 24 hours
    /// at the sibling product of the same software. Give it to the script of the widget; the card data goes from the browser to the
    /// bank and never passes your server.
    ///
    /// If the response is lost, send the request again: it issues another token, and the first one expires unused.
    ///
    /// ```
    /// use bank131_client::session::SessionId;
    /// use bank131_client::token::{AcquiringWidget, IssuePublicToken, PublicToken};
    /// use bank131_client::{Client, Error};
    ///
    /// /// The token for the payment form of a session.
    /// async fn payment_form(client: &Client, session: SessionId) -> Result<PublicToken, Error> {
    ///     let form = AcquiringWidget::new(session).success_return_url("https://shop.example/thanks");
    ///     Ok(client.send(&IssuePublicToken::new().acquiring_widget(form)).await?.public_token)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, token; `locale` and `success_on_hold` from the bank's page of objects.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct IssuePublicToken;

    /// Creates a request without a widget; set at least one.
    pub fn new;

    /// Sets the payment form.
    optional acquiring_widget: AcquiringWidget = "acquiring_widget";
    /// Sets the form in which a self-employed person links the bank.
    optional self_employed_widget: SelfEmployedWidget = "self_employed_widget";
    /// Sets the form in which a person enters a card or an account.
    optional tokenize_widget: TokenizeWidget = "tokenize_widget";
}

/// Response of `token`: the public token.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct IssuePublicTokenResponse {
    /// The token for the payer's browser.
    pub public_token: PublicToken,
}

impl Endpoint for IssuePublicToken {
    type Provider = Bank131;
    type Response = IssuePublicTokenResponse;
    type Effect = Changes;

    const NAME: &'static str = "token";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/token";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        if let Some(widget) = &self.acquiring_widget {
            return widget.validate().map_err(|error| error.within("acquiring_widget"));
        }
        let is_given = self.self_employed_widget.is_some() || self.tokenize_widget.is_some();
        InvalidField::unless(is_given, "acquiring_widget", "must be given, or another widget")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<IssuePublicTokenResponse, DecodeError> {
        json::decode(&response.body)
    }
}

//! `customer_interaction`: where the payer has to go.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::cards::Asks;
use super::operation::{PayerRequest, Payment};
use crate::summary::PayerPage;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum InteractionWire<'a> {
    Redirect { redirect: RedirectWire<'a> },
    Inform { inform: InformWire },
}

#[derive(Serialize)]
pub(super) struct RedirectWire<'a> {
    url: String,
    base_url: String,
    method: &'static str,
    qs: QueryWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<ParamsWire<'a>>,
}

#[derive(Serialize)]
struct QueryWire<'a> {
    key: &'a str,
}

#[derive(Serialize)]
struct ParamsWire<'a> {
    #[serde(rename = "PaReq")]
    pa_req: &'a str,
    #[serde(rename = "MD")]
    md: &'a str,
}

#[derive(Serialize)]
pub(super) struct InformWire {
    qr: QrWire,
}

#[derive(Serialize)]
struct QrWire {
    content: String,
    img: String,
}

impl<'a> InteractionWire<'a> {
    /// `None` while the payer has nothing to do.
    pub(super) fn new(payment: &'a Payment, base_url: &str) -> Option<Self> {
        let request = payment.request.as_ref().filter(|_| payment.waits_for_payer())?;
        let page = format!("{base_url}{}", path(payment)?);
        match payment.plan.asks {
            Asks::ThreeDs => {
                let params = ParamsWire { pa_req: &request.pa_req, md: &request.md };
                Some(redirect(page, "POST", request, Some(params)))
            }
            Asks::Redirect => Some(redirect(page, "GET", request, None)),
            Asks::Qr => {
                let content = format!("{page}?key={}", request.key);
                Some(Self::Inform { inform: InformWire { qr: QrWire { content, img: picture() } } })
            }
            Asks::Push | Asks::Nothing => None,
        }
    }
}

fn redirect<'a>(
    page: String,
    method: &'static str,
    request: &'a PayerRequest,
    params: Option<ParamsWire<'a>>,
) -> InteractionWire<'a> {
    let (url, qs) = (format!("{page}?key={}", request.key), QueryWire { key: &request.key });
    InteractionWire::Redirect { redirect: RedirectWire { url, base_url: page, method, qs, params } }
}

/// The page that a payment waits for.
pub(super) fn payer_page(payment: &Payment) -> Option<PayerPage> {
    let request = payment.request.as_ref().filter(|_| payment.waits_for_payer())?;
    let by_post = payment.plan.asks == Asks::ThreeDs;
    Some(PayerPage {
        path: format!("{}?key={}", path(payment)?, request.key),
        form: by_post.then(|| vec![("PaReq", request.pa_req.clone()), ("MD", request.md.clone())]),
    })
}

/// The path of the payer's page, without its key.
fn path(payment: &Payment) -> Option<String> {
    match payment.plan.asks {
        Asks::ThreeDs => Some(format!("/3ds/{}", payment.id)),
        Asks::Redirect | Asks::Qr => Some(format!("/pay/{}", payment.id)),
        Asks::Push | Asks::Nothing => None,
    }
}

/// A picture in the place of the QR code: nobody has a telephone that could pay here.
fn picture() -> String {
    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 90\"><rect width=\"90\" height=\"90\" \
        fill=\"#b45309\"/><text x=\"45\" y=\"50\" fill=\"#fff\" text-anchor=\"middle\" font-size=\"14\">SANDBOX</text></svg>";
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(SVG))
}

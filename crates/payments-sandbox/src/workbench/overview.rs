//! The overview: requests with their verdicts, operations, callbacks, balances.

use axum::body::Body;
use axum::http::Response;
use jiff::Timestamp;

use super::layout::{Html5, cell};
use super::{PROVIDERS, Shown, Workbench};
use crate::page::Bilingual;
use crate::provider::Provider;
use crate::record::{Delivery, DeliveryOutcome, Received, SignatureVerdict};
use crate::summary::{PayerPage, Summary};

/// How many lines of each kind are shown.
const LINES: usize = 100;

/// The page of one provider, or of all.
pub(super) fn page(workbench: &Workbench, only: Option<Provider>) -> Response<Body> {
    let mut html = Html5::default();
    navigation(&mut html, only);
    let shown: Vec<(Provider, &Shown)> = PROVIDERS
        .into_iter()
        .filter(|provider| only.is_none_or(|only| only == *provider))
        .map(|provider| (provider, workbench.providers.get(provider)))
        .collect();
    html.heading(2, "requests", Bilingual { ru: "Запросы", en: "Requests" });
    html.table(&REQUEST_COLUMNS, requests(&shown));
    html.heading(2, "operations", Bilingual { ru: "Операции", en: "Operations" });
    html.table(&OPERATION_COLUMNS, operations(&shown));
    html.heading(2, "callbacks", Bilingual { ru: "Колбэки", en: "Callbacks" });
    html.table(&CALLBACK_COLUMNS, callbacks(&shown));
    html.heading(2, "balances", Bilingual { ru: "Остатки", en: "Balances" });
    html.table(&BALANCE_COLUMNS, balances(&shown));
    html.respond(Bilingual { ru: "Что было в песочнице", en: "What the sandbox saw" })
}

fn navigation(html: &mut Html5, only: Option<Provider>) {
    html.raw("<nav>").tab("/", "Все · All", only.is_none());
    for provider in PROVIDERS {
        html.tab(&format!("/{provider}"), name(provider), only == Some(provider));
    }
    html.raw("</nav>");
}

pub(super) fn name(provider: Provider) -> &'static str {
    match provider {
        Provider::Bank131 => "Bank 131",
        Provider::PaynetEasy => "PaynetEasy",
        Provider::Vepay => "Vepay",
        Provider::Kvell => "Kvell",
    }
}

/// The lines of all, the newest first.
fn newest<T>(mut lines: Vec<(Provider, T)>, at: impl Fn(&T) -> std::time::SystemTime) -> Vec<(Provider, T)> {
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(at(line)));
    lines.truncate(LINES);
    lines
}

fn requests(shown: &[(Provider, &Shown)]) -> Vec<Vec<Html5>> {
    let of_provider = |(provider, shown): &(Provider, &Shown)| {
        let provider = *provider;
        let mut received = shown.provider.received();
        received.reverse();
        received.truncate(LINES);
        received.into_iter().map(move |received| (provider, received))
    };
    let lines = newest(shown.iter().flat_map(of_provider).collect(), |received: &Received| received.at);
    lines.into_iter().map(|(provider, received)| request(provider, &received)).collect()
}

fn request(provider: Provider, received: &Received) -> Vec<Html5> {
    let mut path = Html5::default();
    let text = format!("{} {}", received.method, received.path);
    path.link(&format!("/{provider}/requests/{}", received.number), text);
    vec![
        cell(time(received.at)),
        cell(name(provider)),
        path,
        verdict(received.signature),
        cell(received.status),
        cell(received.error_code.as_deref().unwrap_or_default()),
    ]
}

/// The verdict on a signature, in a word and a colour.
pub(super) fn verdict(verdict: SignatureVerdict) -> Html5 {
    let (class, text) = match verdict {
        SignatureVerdict::Valid => ("<span class=\"good\">", Bilingual { ru: "верна", en: "valid" }),
        SignatureVerdict::Missing => ("<span class=\"bad\">", Bilingual { ru: "нет", en: "missing" }),
        SignatureVerdict::Wrong => ("<span class=\"bad\">", Bilingual { ru: "неверна", en: "wrong" }),
        SignatureVerdict::Stale => ("<span class=\"bad\">", Bilingual { ru: "просрочена", en: "stale" }),
        SignatureVerdict::Replayed => ("<span class=\"bad\">", Bilingual { ru: "повторена", en: "replayed" }),
        SignatureVerdict::NotChecked => {
            ("<span class=\"quiet\">", Bilingual { ru: "не проверялась", en: "not checked" })
        }
    };
    let mut cell = Html5::default();
    cell.raw(class).both(text).raw("</span>");
    cell
}

fn operations(shown: &[(Provider, &Shown)]) -> Vec<Vec<Html5>> {
    let of_provider = |(provider, shown): &(Provider, &Shown)| {
        let (provider, origin) = (*provider, shown.origin.clone());
        shown.provider.summaries().into_iter().map(move |summary| operation(provider, &origin, &summary))
    };
    shown.iter().flat_map(of_provider).take(LINES).collect()
}

fn operation(provider: Provider, origin: &str, summary: &Summary) -> Vec<Html5> {
    let mut page = Html5::default();
    match &summary.page {
        None => {}
        Some(PayerPage { path, form: None }) => {
            page.link(&format!("{origin}{path}"), "Страница плательщика · payer's page");
        }
        Some(PayerPage { path, form: Some(fields) }) => {
            page.button(
                &format!("{origin}{path}"),
                fields,
                Bilingual { ru: "Страница плательщика", en: "payer's page" },
            );
        }
    }
    vec![
        cell(name(provider)),
        cell(&summary.id),
        cell(summary.reference.as_deref().unwrap_or_default()),
        cell(summary.sum.as_deref().unwrap_or_default()),
        cell(&summary.state),
        page,
    ]
}

fn callbacks(shown: &[(Provider, &Shown)]) -> Vec<Vec<Html5>> {
    let of_provider = |(provider, shown): &(Provider, &Shown)| {
        let provider = *provider;
        shown.provider.deliveries().into_iter().map(move |delivery| (provider, delivery))
    };
    let lines = newest(shown.iter().flat_map(of_provider).collect(), |delivery: &Delivery| delivery.at);
    lines.into_iter().map(|(provider, delivery)| callback(provider, &delivery)).collect()
}

fn callback(provider: Provider, delivery: &Delivery) -> Vec<Html5> {
    let mut again = Html5::default();
    again.button(
        &format!("/{provider}/deliveries/{}/again", delivery.number),
        &[],
        Bilingual { ru: "Доставить ещё раз", en: "send again" },
    );
    let mut attempt = cell(delivery.attempt);
    if let Some(fault) = &delivery.fault {
        attempt.text(format_args!(" · {fault}{}", if delivery.tampered { ", forged" } else { "" }));
    }
    vec![
        cell(time(delivery.at)),
        cell(name(provider)),
        cell(format_args!("{} · {}", delivery.subject, delivery.event)),
        attempt,
        outcome(delivery),
        again,
    ]
}

fn outcome(delivery: &Delivery) -> Html5 {
    let mut cell = Html5::default();
    match delivery.outcome {
        DeliveryOutcome::Answered(status) if delivery.acknowledged => {
            cell.raw("<span class=\"good\">").text(status).raw(" · ").both(ACKNOWLEDGED).raw("</span>")
        }
        DeliveryOutcome::Answered(status) => {
            cell.raw("<span class=\"bad\">").text(status).raw(" · ").both(NOT_ACKNOWLEDGED).raw("</span>")
        }
        DeliveryOutcome::NoAnswer => cell.raw("<span class=\"bad\">").both(NO_ANSWER).raw("</span>"),
        DeliveryOutcome::NoUrl => cell.raw("<span class=\"bad\">").both(NO_URL).raw("</span>"),
    };
    cell
}

fn balances(shown: &[(Provider, &Shown)]) -> Vec<Vec<Html5>> {
    let of_provider = |(provider, shown): &(Provider, &Shown)| {
        let provider = *provider;
        shown.provider.balances().into_iter().map(move |balance| {
            let sum = format!("{} {}", balance.minor_units, balance.currency);
            vec![cell(name(provider)), cell(balance.owner), cell(sum)]
        })
    };
    shown.iter().flat_map(of_provider).collect()
}

/// Hours, minutes and seconds, in UTC.
pub(super) fn time(at: std::time::SystemTime) -> String {
    Timestamp::try_from(at).map_or_else(|_| String::new(), |at| at.strftime("%H:%M:%S UTC").to_string())
}

const PROVIDER: Bilingual = Bilingual { ru: "Провайдер", en: "provider" };
const TIME: Bilingual = Bilingual { ru: "Время", en: "time" };

const REQUEST_COLUMNS: [Bilingual; 6] = [
    TIME,
    PROVIDER,
    Bilingual { ru: "Запрос", en: "request" },
    Bilingual { ru: "Подпись", en: "signature" },
    Bilingual { ru: "Ответ", en: "response" },
    Bilingual { ru: "Код ошибки", en: "error code" },
];
const OPERATION_COLUMNS: [Bilingual; 6] = [
    PROVIDER,
    Bilingual { ru: "Номер", en: "id" },
    Bilingual { ru: "Номер магазина", en: "the shop's reference" },
    Bilingual { ru: "Сумма", en: "amount" },
    Bilingual { ru: "Состояние", en: "state" },
    Bilingual { ru: "Плательщик", en: "payer" },
];
const CALLBACK_COLUMNS: [Bilingual; 6] = [
    TIME,
    PROVIDER,
    Bilingual { ru: "О чём", en: "about" },
    Bilingual { ru: "Попытка", en: "attempt" },
    Bilingual { ru: "Результат", en: "result" },
    Bilingual { ru: "Действие", en: "action" },
];
const BALANCE_COLUMNS: [Bilingual; 3] = [
    PROVIDER,
    Bilingual { ru: "Чей", en: "owner" },
    Bilingual { ru: "Остаток в копейках (центах)", en: "minor units" },
];
const ACKNOWLEDGED: Bilingual = Bilingual { ru: "принят", en: "acknowledged" };
const NOT_ACKNOWLEDGED: Bilingual = Bilingual { ru: "не принят", en: "not acknowledged" };
const NO_ANSWER: Bilingual = Bilingual { ru: "нет ответа", en: "no answer" };
const NO_URL: Bilingual = Bilingual { ru: "некуда: задайте --callback", en: "no address: set --callback" };

//! One request, and what is wrong with its signature.

use axum::body::Body;
use axum::http::Response;

use super::layout::Html5;
use super::overview::{name, time, verdict};
use crate::diagnosis::{Comparison, SignatureDiagnosis};
use crate::page::Bilingual;
use crate::provider::Provider;
use crate::record::Received;

pub(super) fn page(provider: Provider, received: &Received) -> Response<Body> {
    let mut html = Html5::default();
    html.raw("<nav>").tab(&format!("/{provider}"), "← Запросы · requests", false).raw("</nav>");
    html.raw("<div class=\"box\"><p><strong>").text(format_args!("{} {}", received.method, received.path));
    html.raw("</strong></p><p>").text(format_args!(
        "{} · {} · HTTP {}",
        name(provider),
        time(received.at),
        received.status
    ));
    if let Some(code) = &received.error_code {
        html.text(format_args!(" · {code}"));
    }
    html.raw("</p><p>").both(Bilingual { ru: "Подпись:", en: "signature:" }).raw(" ");
    html.append(&verdict(received.signature)).raw("</p></div>");
    if let Some(diagnosis) = &received.diagnosis {
        show(&mut html, diagnosis);
    }
    if let Some(refusal) = &received.refusal {
        html.heading(2, "refusal", Bilingual { ru: "Что ответил провайдер", en: "What the provider answered" });
        html.marked(refusal, refusal.len()..refusal.len());
    }
    html.respond(Bilingual { ru: "Запрос", en: "Request" })
}

fn show(html: &mut Html5, diagnosis: &SignatureDiagnosis) {
    html.raw("<div class=\"box mistake\"><p>").both(diagnosis.bilingual_mistake()).raw("</p></div>");
    for comparison in &diagnosis.comparisons {
        compare(html, comparison);
    }
}

fn compare(html: &mut Html5, comparison: &Comparison) {
    let Comparison { name, expected, received } = comparison;
    let (in_expected, in_received) = comparison.differing_parts();
    html.raw("<h2>").text(name).raw("</h2><div class=\"sides\"><div class=\"box\"><h3>").both(EXPECTED).raw("</h3>");
    html.marked(expected, in_expected);
    html.raw("</div><div class=\"box\"><h3>").both(RECEIVED).raw("</h3>");
    match received {
        Some(received) => html.marked(received, in_received),
        None => html.raw("<p class=\"quiet\">").both(NOT_TOLD).raw("</p>"),
    };
    html.raw("</div></div>");
}

const EXPECTED: Bilingual = Bilingual { ru: "Песочница ожидала", en: "The sandbox expected" };
const RECEIVED: Bilingual = Bilingual { ru: "Пришло", en: "It received" };
const NOT_TOLD: Bilingual =
    Bilingual { ru: "По подписи этого не узнать.", en: "The signature does not tell." };
